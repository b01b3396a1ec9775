"""The demo organisation's own edition: an example, and marked as one."""

from factors.catalogue.reading import read_catalogue
from tests.factors.conftest import LOCAL

local = read_catalogue(LOCAL.read_bytes())


def test_it_is_local_and_says_that_it_is_an_example() -> None:
    assert local.edition.scope == "local"
    assert "lokala exempel" in local.edition.note
    assert all("Lokalt exempel" in factor.note for factor in local.factors)


def test_it_has_three_areas_of_four_or_five_rows_with_an_empty_cell_somewhere() -> None:
    cells = [
        {(statement.row, statement.level) for statement in factor.statements if statement.row}
        for factor in local.factors
    ]
    rows = [len({row for row, _ in factor}) for factor in cells]
    assert rows == [5, 4, 5]
    assert [len(factor) for factor in cells] == [14, 12, 14]


def test_it_has_reflection_prompts_of_its_own() -> None:
    assert [prompt.kind for prompt in local.prompts].count("reflection") == 3
