"""The national edition says what its source says, to the letter, and no more."""

import hashlib

from factors.catalogue.content import Catalogue, FactorEntry
from portal.terms import Level, SchoolForm

OVERALL = "Sammantaget: hur väl stämmer beskrivningen av framgångsfaktorn på vår verksamhet?"


def factor(catalogue: Catalogue, slug: str) -> FactorEntry:
    return next(factor for factor in catalogue.factors if factor.slug == slug)


def digest(texts: list[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def test_the_official_texts_are_those_of_the_source(national_catalogue: Catalogue) -> None:
    """Compared with the source when the edition was made; a changed letter changes the sum."""
    texts = [goal.text for goal in national_catalogue.national_goals]
    texts += [goal.text for goal in national_catalogue.sub_goals]
    for entry in national_catalogue.factors:
        texts += [entry.name, entry.why, entry.signs, entry.stem]
        texts += [statement.text for statement in entry.statements if not statement.own_wording]
    texts += [prompt.text for prompt in national_catalogue.prompts]
    assert digest(texts) == "81d49c01b847fad14c74a47b0e1614a4d00a7a81a7609d7de4e4c7d195673699"


def test_five_school_forms_have_26_sub_goals(national_catalogue: Catalogue) -> None:
    rows: dict[str, list[int]] = {}
    for goal in national_catalogue.sub_goals:
        rows.setdefault(goal.school_form, []).append(goal.row)
    assert rows == {
        SchoolForm.FS: [1, 2, 3, 4, 7],
        SchoolForm.GR: [1, 2, 3, 4, 5, 6],
        SchoolForm.GRAN: [1, 2, 3, 4, 5, 6],
        SchoolForm.GY: [1, 2, 3, 6, 7],
        SchoolForm.VUX: [1, 2, 3, 6],
    }
    assert len(national_catalogue.sub_goals) == 26


def test_only_grundskolan_has_a_national_goal(national_catalogue: Catalogue) -> None:
    assert [goal.school_form for goal in national_catalogue.national_goals] == [SchoolForm.GR]


def test_23_official_statements_can_be_rated(national_catalogue: Catalogue) -> None:
    ratable = [
        statement
        for entry in national_catalogue.factors
        for statement in entry.statements
        if statement.complete and not statement.own_wording
    ]
    assert len(ratable) == 23


def test_row_5_of_professional_development_is_empty_at_the_teaching_level(
    national_catalogue: Catalogue,
) -> None:
    entry = factor(national_catalogue, "professionell-utveckling")
    cells = {(statement.row, statement.level) for statement in entry.statements}
    expected = {(row, level.value) for row in range(8) for level in Level}
    assert cells == expected - {(5, Level.UNDERVISNING.value)}


def test_the_cut_row_is_kept_as_it_stands_and_can_not_be_rated(
    national_catalogue: Catalogue,
) -> None:
    entry = factor(national_catalogue, "tydlig-roll-och-ansvarsfordelning")
    cut = [statement for statement in entry.statements if not statement.complete]
    assert [(statement.row, statement.level, statement.text) for statement in cut] == [
        (2, "huvudman", "säkerställa att ansvar och roller på huvudmannanivån är tydligt"),
        (
            2,
            "rektor",
            "säkerställa att olika roller och ansvar inom såväl ledningsorganisationen",
        ),
        (2, "undervisning", "ta ansvar för att utveckla undervisningen och verksamheten inom"),
    ]
    assert all(statement.note for statement in cut)


def test_misspellings_stay_in_the_text_and_are_marked_in_the_note(
    national_catalogue: Catalogue,
) -> None:
    goals = [goal for goal in national_catalogue.sub_goals if "i behov stöd" in goal.text]
    assert [goal.school_form for goal in goals] == [SchoolForm.GRAN]
    entry = factor(national_catalogue, "professionell-utveckling")
    misspelt = [statement for statement in entry.statements if "forskollärare" in statement.text]
    assert len(misspelt) == 9
    assert all("[sic]" in marked.note for marked in [*goals, *misspelt])
    assert "den professionella utveckling genom" in entry.stem
    assert "[sic]" in entry.note


def test_every_factor_asks_the_overall_question_at_every_level(
    national_catalogue: Catalogue,
) -> None:
    for entry in national_catalogue.factors:
        overall = [statement for statement in entry.statements if statement.row == 0]
        assert {statement.level for statement in overall} == set(Level.values)
        assert {statement.text for statement in overall} == {OVERALL}
        assert all(statement.own_wording for statement in overall)


def test_there_are_seven_prompts_of_three_kinds(national_catalogue: Catalogue) -> None:
    kinds = [prompt.kind for prompt in national_catalogue.prompts]
    assert kinds == ["reflection"] * 4 + ["round_table"] * 2 + ["check_out"]


def test_the_edition_says_what_its_source_lacks(national_catalogue: Catalogue) -> None:
    note = national_catalogue.edition.note
    assert "Systematiskt kvalitetsarbete med undervisningen i fokus" in note
    assert "fritidshem" in note
