"""What a text goes on from, through all editions before its own."""

from typing import Any

from factors import ancestry, drafts
from factors.models import Edition, Statement, SubGoal
from portal.days import today
from tests.conftest import Cast, add_factor


def next_of(base: Edition, slug: str) -> Edition:
    edition = drafts.go_on_from(base, slug, slug.title())
    edition.publish(None, today())
    return edition


def cell(edition: Edition, row: int) -> Statement:
    return Statement.objects.get(
        factor__edition=edition, factor__slug="ansvar", row=row, level="rektor"
    )


def test_a_statement_knows_all_before_it_the_nearest_first(edition: Edition) -> None:
    second = next_of(edition, "andra")
    third = next_of(second, "tredje")
    before = ancestry.statements_before(third)
    assert before[cell(third, 1).pk] == [cell(second, 1).pk, cell(edition, 1).pk]
    assert before.keys() == set(third.factors.values_list("statements", flat=True))
    assert ancestry.statements_before(edition)[cell(edition, 1).pk] == []


def test_it_follows_the_text_and_not_the_place_in_the_table(edition: Edition) -> None:
    draft = drafts.go_on_from(edition, "andra", "Andra")
    moved, new = cell(draft, 1), cell(draft, 2)
    Statement.objects.filter(pk=moved.pk).update(follows=cell(edition, 2))
    Statement.objects.filter(pk=new.pk).update(follows=None)
    draft.publish(None, today())
    third = next_of(draft, "tredje")
    before = ancestry.statements_before(third)
    assert before[cell(third, 1).pk] == [moved.pk, cell(edition, 2).pk]
    assert before[cell(third, 2).pk] == [new.pk]


def test_a_local_edition_follows_its_own_organisations(cast: Cast, edition: Edition) -> None:
    local = Edition.objects.create(
        organisation=cast.organisation, slug="var", title="Vår", published_on=today()
    )
    add_factor(local, "ansvar", "Ansvar hos oss", 1)
    later = next_of(local, "var-2")
    assert ancestry.statements_before(later)[cell(later, 1).pk] == [cell(local, 1).pk]
    assert cell(later, 1).pk not in ancestry.statements_before(edition)


def test_sub_goals_likewise(edition: Edition) -> None:
    first = SubGoal.objects.create(edition=edition, school_form="GR", row=1, text="Läsning.")
    second = next_of(next_of(edition, "andra"), "tredje").sub_goals.get()
    follows = SubGoal.objects.get(edition__slug="andra")
    assert ancestry.sub_goals_before(second.edition) == {second.pk: [follows.pk, first.pk]}


def test_one_query_however_many_editions(edition: Edition, django_assert_num_queries: Any) -> None:
    newest = edition
    for number in range(3):
        newest = next_of(newest, f"nasta-{number}")
        with django_assert_num_queries(1):
            before = ancestry.statements_before(newest)
        assert len(before[cell(newest, 1).pk]) == number + 1
        with django_assert_num_queries(1):
            ancestry.sub_goals_before(newest)
