"""What becomes of mirrors: sums in blocks of their own, and not an answer left."""

import pytest
from django.db import IntegrityError

from assessments.closing import close_round, close_unit
from assessments.disclosure import Figure, Status, figures, mirrors
from assessments.distribution import Distribution
from assessments.models import Assessment, Block, Participation, Rating, Response, Round, Tally
from assessments.terms import Outcome
from factors.models import Statement
from portal.models import Unit, User
from portal.terms import Level, Role, SchoolForm
from tests.assessments.conftest import (
    add_assessment,
    mirror,
    mirrored_statements,
    overall,
    rate,
    statements_of,
)
from tests.conftest import Cast, add_person, add_unit

QUERIES = 32


def seen(round: Round, unit: Unit, level: Level, row: int = 1) -> Figure:
    """How those of the unit see the first factor's row of the level above them."""
    statement = Statement.objects.get(factor__slug="ansvar", level=level.above, row=row)
    return mirrors(round, [statement]).unit(unit.pk, level, statement)


def of(user: User) -> Participation:
    return Participation.objects.get(user=user)


@pytest.fixture
def teachers(cast: Cast, mirror_round: Round) -> list[Participation]:
    """All six at Björkskolan answered for themselves and mirrored their rektor."""
    asked = [of(teacher) for teacher in cast.teachers]
    for number, participation in enumerate(asked):
        rate(participation, 4, 4, 4, 4)
        mirror(participation, 1 + number % 2, None if number else 3, 2, 2)
    return asked


@pytest.fixture
def rektorer(cast: Cast, mirror_round: Round) -> list[Participation]:
    """Six, each alone at a unit; two of them at preschools. All but Tove mirror the huvudman."""
    for number in range(3):
        form = SchoolForm.FS if number == 2 else SchoolForm.GR
        unit = add_unit(cast.organisation, f"Nya {number}", f"nya-{number}", form)
        rektor = add_person(f"Ny{number}", cast.organisation, Role.REKTOR, unit)
        place = add_assessment(mirror_round, Level.REKTOR, unit, [rektor])
        place.participations.update(mirror=Response.objects.create(assessment=place))
    asked = list(Participation.objects.filter(assessment__level=Level.REKTOR).order_by("pk"))
    for number, participation in enumerate(asked):
        rate(participation, 4, 4, 4, 4, 4, 4)
        if participation.user_id != cast.tall_rektor.pk:
            mirror(participation, 1 + number % 3, 2)
    return asked


def test_teachers_mirrors_are_a_block_of_their_own(
    cast: Cast, mirror_round: Round, teachers: list[Participation]
) -> None:
    close_round(mirror_round)
    assert seen(mirror_round, cast.bjork, Level.UNDERVISNING) == Figure(
        Status.SHOWN, Distribution(n1=3, n2=3), answered=6, asked=6
    )
    own = figures(mirror_round, [overall()]).unit(cast.bjork.pk, Level.UNDERVISNING, overall())
    assert own.distribution == Distribution(n4=6)
    assert Block.objects.filter(mirrors=True).count() == 1


def test_nothing_is_mixed_into_what_a_level_says_of_itself(
    mirror_round: Round, teachers: list[Participation], rektorer: list[Participation]
) -> None:
    """Each tally of an own block is of its level, each of a mirror of the level above."""
    close_round(mirror_round)
    found = Tally.objects.values_list("block__mirrors", "block__level", "statement__level")
    assert set(found) == {
        (False, "rektor", "rektor"),
        (False, "undervisning", "undervisning"),
        (True, "rektor", "huvudman"),
        (True, "undervisning", "rektor"),
    }
    rektor_row = statements_of(rektorer[0].assessment)[1]
    shown = figures(mirror_round, [rektor_row])
    assert shown.organisation(Level.REKTOR, rektor_row).distribution == Distribution(n4=6)


def test_a_statement_that_fewer_than_five_mirror_is_not_shown(
    cast: Cast, mirror_round: Round, teachers: list[Participation]
) -> None:
    close_round(mirror_round)
    figure = seen(mirror_round, cast.bjork, Level.UNDERVISNING, row=2)
    assert (figure.status, figure.distribution.total) == (Status.FEW, 0)


def test_too_few_in_all_are_left_out_and_forgotten(cast: Cast, mirror_round: Round) -> None:
    for teacher in cast.teachers[:4]:
        mirror(of(teacher), 2, 2, 2, 2)
    close_round(mirror_round)
    assert seen(mirror_round, cast.bjork, Level.UNDERVISNING).status is Status.FEW
    assert seen(mirror_round, cast.lill, Level.UNDERVISNING).status is Status.NONE
    assert not Tally.objects.exists()
    assert not Rating.objects.exists()


def test_a_small_unit_is_pooled_for_its_mirror_too(
    cast: Cast, mirror_round: Round, teachers: list[Participation]
) -> None:
    mirror(of(cast.few[0]), 4)
    close_round(mirror_round)
    figure = seen(mirror_round, cast.lill, Level.UNDERVISNING)
    assert figure.distribution == Distribution(n1=3, n2=3, n4=1)
    assert figure.pooled_with == ("Björkskolan",)


def test_rektorer_are_one_block_across_units(
    cast: Cast, mirror_round: Round, rektorer: list[Participation]
) -> None:
    close_round(mirror_round)
    units = [participation.assessment.unit for participation in rektorer]
    shown = [seen(mirror_round, unit, Level.REKTOR) for unit in units]
    assert {figure.distribution for figure in shown} == {Distribution(n1=2, n2=2, n3=1)}
    assert "Lillskolan" in shown[0].pooled_with


def test_a_rektor_who_did_not_mirror_looks_like_the_others(
    cast: Cast, mirror_round: Round, rektorer: list[Participation]
) -> None:
    close_round(mirror_round)
    silent, other = (seen(mirror_round, unit, Level.REKTOR) for unit in (cast.tall, cast.bjork))
    assert (silent.status, silent.distribution) == (other.status, other.distribution)
    assert "Tallens förskola" in other.pooled_with


def test_fewer_than_five_rektorer_are_never_shown(cast: Cast, mirror_round: Round) -> None:
    for rektor in (cast.rektor, cast.lill_rektor, cast.tall_rektor):
        rate(of(rektor), 4)
        mirror(of(rektor), 1, 2, 3, 4)
    close_round(mirror_round)
    assert seen(mirror_round, cast.bjork, Level.REKTOR).status is Status.FEW
    assert not Block.objects.filter(mirrors=True).exists()


def test_mirrors_are_deleted_and_role_answers_stay(
    mirror_round: Round, teachers: list[Participation], rektorer: list[Participation]
) -> None:
    close_round(mirror_round)
    assert not Participation.objects.exclude(mirror=None).exists()
    assert not Response.objects.filter(participation=None).exists()
    left = Rating.objects.values_list("response__assessment__level", "statement__level")
    assert set(left) == {("rektor", "rektor")}
    assert left.count() == 6 * 6


def test_a_unit_that_closes_early_keeps_its_mirrors_until_the_round_closes(
    cast: Cast, mirror_round: Round, teachers: list[Participation]
) -> None:
    close_unit(mirror_round, cast.bjork)
    assert seen(mirror_round, cast.bjork, Level.UNDERVISNING).status is Status.WAITING
    assert not Rating.objects.filter(statement__level=Level.UNDERVISNING).exists()
    assert Rating.objects.filter(response=teachers[0].mirror).count() == 4
    close_round(mirror_round)
    assert seen(mirror_round, cast.bjork, Level.UNDERVISNING).distribution.n == 6
    assert not Rating.objects.exists()


def test_nothing_of_mirrors_is_told_while_open(
    cast: Cast, mirror_round: Round, teachers: list[Participation]
) -> None:
    assert seen(mirror_round, cast.bjork, Level.UNDERVISNING) == Figure(Status.OPEN)


@pytest.mark.parametrize("answered", [4, 0])
def test_a_mirror_block_of_fewer_than_five_cannot_exist(mirror_round: Round, answered: int) -> None:
    with pytest.raises(IntegrityError):
        Block.objects.create(
            round=mirror_round, level=Level.REKTOR, mirrors=True, asked=9, answered=answered
        )


def test_a_mirror_is_shown_only_in_a_block(mirror_round: Round) -> None:
    with pytest.raises(IntegrityError):
        Assessment.objects.update(mirror_outcome=Outcome.SHOWN)


def test_closing_takes_as_many_queries_whatever_the_number_of_people(
    mirror_round: Round,
    teachers: list[Participation],
    rektorer: list[Participation],
    django_assert_num_queries,
) -> None:
    with django_assert_num_queries(QUERIES):
        close_round(mirror_round)


def test_the_rows_that_are_mirrored_are_those_of_the_level_above(
    teachers: list[Participation],
) -> None:
    """What these tests stand on."""
    rows = mirrored_statements(teachers[0].assessment)
    assert [(each.level, each.row) for each in rows] == [("rektor", 1), ("rektor", 2)] * 2
