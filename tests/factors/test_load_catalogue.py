"""`manage.py load_catalogue`: an edition is loaded whole, or not at all."""

from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments.models import Round, RoundFactor
from factors import drafts
from factors.catalogue.content import Catalogue
from factors.catalogue.dumping import content_of
from factors.catalogue.faults import CatalogueError
from factors.catalogue.loading import Outcome, load
from factors.catalogue.reading import read_catalogue
from factors.models import Edition, Factor, NationalGoal, Prompt, Statement, SubGoal
from portal.days import today
from portal.models import Organisation
from tests.conftest import Cast
from tests.factors.conftest import LOCAL, NATIONAL, Document, as_bytes, small_document

Write = Callable[[object], str]

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("load_catalogue", *arguments, stdout=out)
    return out.getvalue()


def ask_about(factor: Factor, organisation: Organisation) -> None:
    round = Round.objects.create(
        organisation=organisation, title="Omgång", opens_on=today(), closes_on=today()
    )
    RoundFactor.objects.create(round=round, factor=factor, position=1)


def test_the_national_edition_is_loaded_whole() -> None:
    assert "2 framgångsfaktorer, 32 påståenden, 26 delmål" in run(str(NATIONAL))
    edition = Edition.objects.get()
    assert not edition.is_local
    assert NationalGoal.objects.count() == 1
    assert SubGoal.objects.count() == 26
    assert Statement.objects.count() == 32
    assert Statement.objects.ratable().count() == 29
    assert [prompt.position for prompt in Prompt.objects.filter(kind="reflection")] == [1, 2, 3, 4]


def test_loading_the_same_edition_twice_changes_nothing() -> None:
    run(str(NATIONAL))
    before = list(Statement.objects.order_by("pk").values())
    assert "redan inläst" in run(str(NATIONAL))
    assert list(Statement.objects.order_by("pk").values()) == before


def test_an_altered_edition_is_refused_since_what_is_published_never_changes(
    document: Document, write: Write
) -> None:
    run(write(document))
    document["factors"][0]["name"] = "Pedagogiskt ledarskap"
    with pytest.raises(CommandError, match="publicerad och ändras inte"):
        run(write(document))
    assert Factor.objects.get().name == "Ledarskap"


def test_a_draft_of_that_name_is_left_alone(document: Document, write: Write) -> None:
    draft = drafts.begin(None, "liten", "Min")
    with pytest.raises(CommandError, match="utkast"):
        run(write(document))
    assert Edition.objects.get() == draft


def test_a_file_without_a_day_is_not_loaded_as_published(document: Document, write: Write) -> None:
    del document["edition"]["published_on"]
    with pytest.raises(CommandError, match="published_on"):
        run(write(document))


def test_a_text_goes_on_from_a_cell_of_the_base(document: Document, write: Write) -> None:
    run(write(document))
    document["edition"] |= {"slug": "nasta", "base": "liten"}
    document["factors"][0]["statements"][1]["follows"] = "ledarskap/1/rektor"
    document["sub_goals"][0]["follows"] = 1
    run(write(document))
    newer = Edition.objects.get(slug="nasta")
    follower = Statement.objects.get(factor__edition=newer, row=1)
    assert follower.follows == Statement.objects.get(factor__edition=newer.base, row=1)
    assert newer.sub_goals.get().follows == newer.base.sub_goals.get()


@pytest.mark.parametrize(
    ("base", "cell", "says"),
    [
        ("saknas", "ledarskap/1/rektor", "edition.base"),
        ("liten", "ledarskap/9/rektor", r"factors\[0\].statements\[1\].follows"),
    ],
)
def test_what_it_goes_on_from_must_be_there(
    document: Document, write: Write, base: str, cell: str, says: str
) -> None:
    run(write(document))
    document["edition"] |= {"slug": "nasta", "base": base}
    document["factors"][0]["statements"][1]["follows"] = cell
    with pytest.raises(CommandError, match=says):
        run(write(document))
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("path", [NATIONAL, LOCAL])
def test_what_is_loaded_is_what_the_file_says(cast: Cast, path: Path) -> None:
    catalogue = read_catalogue(path.read_bytes())
    load(catalogue, cast.organisation if path == LOCAL else None)
    assert content_of(Edition.objects.get()) == catalogue


def test_a_draft_that_goes_on_from_an_edition_says_the_same(national: Edition) -> None:
    draft = drafts.go_on_from(national, "nasta", "Nästa")
    assert draft.is_draft
    content, base = content_of(draft), content_of(national)
    assert content.sources == base.sources
    assert [goal.text for goal in content.sub_goals] == [goal.text for goal in base.sub_goals]
    follows = Statement.objects.filter(factor__edition=draft).values_list("follows__text", "text")
    assert all(before == after for before, after in follows)


def test_an_edition_that_a_round_uses_can_be_loaded_again_unaltered(
    cast: Cast, document: Document, write: Write
) -> None:
    run(write(document))
    ask_about(Factor.objects.get(), cast.organisation)
    assert "redan inläst" in run(write(document))


def test_a_new_edition_stands_beside_the_one_that_a_round_uses(
    cast: Cast, document: Document, write: Write
) -> None:
    run(write(document))
    ask_about(Factor.objects.get(), cast.organisation)
    document["edition"]["slug"] = "liten-2"
    run(write(document))
    assert Edition.objects.count() == 2


def test_a_local_edition_belongs_to_its_organisation(cast: Cast) -> None:
    run(str(LOCAL), "--organisation", "ekby")
    edition = Edition.objects.get()
    assert edition.organisation == cast.organisation
    assert [factor.is_local for factor in edition.factors.all()] == [True] * 3


def test_a_local_edition_is_never_loaded_as_the_national_one() -> None:
    with pytest.raises(CommandError, match="--organisation"):
        run(str(LOCAL))
    assert not Edition.objects.exists()


def test_a_national_edition_is_never_loaded_as_a_local_one(cast: Cast) -> None:
    with pytest.raises(CommandError, match="utan --organisation"):
        run(str(NATIONAL), "--organisation", "ekby")
    assert not Edition.objects.exists()


def test_an_unknown_organisation_is_told() -> None:
    with pytest.raises(CommandError, match="ingen huvudman med adressnamnet ekbyy"):
        run(str(LOCAL), "--organisation", "ekbyy")


def test_a_faulty_file_writes_nothing(document: Document, write: Write) -> None:
    document["prompts"][0]["kind"] = "quiz"
    with pytest.raises(CommandError, match=r"prompts\[0\]\.kind"):
        run(write(document))
    assert not Edition.objects.exists()


def test_only_the_first_faults_of_many_are_told(document: Document, write: Write) -> None:
    document["sub_goals"] = [5] * 50
    with pytest.raises(CommandError) as refused:
        run(write(document))
    assert len(str(refused.value).splitlines()) == 22
    assert "30 fel till" in str(refused.value)


@pytest.mark.parametrize(
    ("path", "says"), [("finns-inte.json", "finns inte"), (".", "kan inte läsas")]
)
def test_a_file_that_can_not_be_read_is_told(path: str, says: str) -> None:
    with pytest.raises(CommandError, match=says):
        run(path)


def test_a_failure_halfway_leaves_nothing(document: Document) -> None:
    catalogue = read_catalogue(as_bytes(document))
    twice = replace(catalogue, factors=catalogue.factors * 2)
    with pytest.raises(IntegrityError):
        load(twice)
    assert not Edition.objects.exists()


texts = st.text(max_size=40)
rows = st.integers(-5, 200)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=texts, note=texts, row=rows, published_on=st.dates().map(str))
def test_what_the_reader_lets_through_the_database_takes(
    name: str, note: str, row: int, published_on: str
) -> None:
    document = small_document()
    document["edition"]["published_on"] = published_on
    document["factors"][0] |= {"name": name, "note": note}
    document["factors"][0]["statements"][1]["row"] = row
    catalogue = readable(document)
    if catalogue:
        Edition.objects.all().delete()
        assert load(catalogue) is Outcome.LOADED
        assert content_of(Edition.objects.get()) == catalogue


def readable(document: Document) -> Catalogue | None:
    try:
        return read_catalogue(as_bytes(document))
    except CatalogueError:
        return None
