"""The voluntary comparison: who is counted, who sees it, and that nobody can be solved for."""

import datetime
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from assessments import disclosure
from assessments.closing import close_round
from assessments.comparing import half_year, half_year_after, make, rounds_in
from assessments.models import ComparedFactor, Comparison, Participation, Round
from factors.models import Edition, Statement
from portal.days import today
from portal.models import AuditEvent, Organisation
from portal.terms import Level, Role
from tests.assessments.conftest import Clock, add_assessment, add_round, rate
from tests.conftest import Cast, add_factor, add_organisation, add_person

Queries = Callable[[int], AbstractContextManager[Any]]
DAY = datetime.timedelta(days=1)
EKBY = "/ekby/jamforelse/"


def take_part(organisation: Organisation, since: datetime.date | None = None) -> None:
    organisation.compares_since = since or today()
    organisation.save()


def ask(organisation: Organisation, edition: Edition, *steps: int) -> Round:
    """A closed round where one person at huvudman level answers each factor's overall question."""
    round = add_round(organisation, edition)
    name = f"Hilda{round.pk}"
    person = add_person(name, organisation, Role.HUVUDMAN)
    add_assessment(round, Level.HUVUDMAN, None, [person])
    answers = [answer for step in steps for answer in (step, "-", "-")]
    rate(Participation.objects.get(assessment__round=round), *answers)
    close_round(round)
    return round


def others(edition: Edition, *steps: int) -> list[Organisation]:
    """Huvudmän that take part, each with a step for the first factor."""
    found = []
    for number, step in enumerate(steps):
        found.append(add_organisation(f"Andra {number}", f"andra-{number}"))
        take_part(found[-1])
        ask(found[-1], edition, step)
    return found


def compare() -> Comparison:
    """Made on the first day after the half-year in which the rounds of these tests end."""
    first = half_year(today() + 14 * DAY)
    return make(first, half_year_after(first))


def counted(comparison: Comparison) -> dict[tuple[str, str], tuple[int, ...]]:
    return {(row.factor.slug, row.level): row.counts for row in comparison.factors.all()}


def read(client: Client, path: str = EKBY) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.status_code
    main = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    assert main
    return " ".join(re.sub(r"<[^>]+>", " ", main.group()).replace("\u00a0", " ").split())


@pytest.fixture
def skolchef(client: Client, cast: Cast) -> Client:
    client.force_login(cast.skolchef)
    return client


# who is counted


def test_each_huvudman_is_one_voice_however_many_answer(cast: Cast, closed_round: Round) -> None:
    """At Ekby eleven people answered, elsewhere one; each is one of five."""
    take_part(cast.organisation)
    others(closed_round.factors.get(slug="ansvar").edition, 2, 2, 3, 4)
    assert counted(compare()) == {("ansvar", "huvudman"): (0, 2, 2, 1)}


def test_fewer_than_five_leave_nothing_behind(cast: Cast, edition: Edition) -> None:
    others(edition, 2, 2, 3, 4)
    assert counted(compare()) == {}


def test_nor_can_fewer_be_written(cast: Cast, edition: Edition) -> None:
    comparison, factor = compare(), edition.factors.get(slug="ansvar")
    row = {"comparison": comparison, "factor": factor, "level": Level.REKTOR}
    with pytest.raises(IntegrityError), transaction.atomic():
        ComparedFactor.objects.create(**row, n1=0, n2=2, n3=2, n4=0)
    ComparedFactor.objects.create(**row, n1=0, n2=2, n3=2, n4=1)


def test_who_does_not_take_part_is_not_counted(cast: Cast, edition: Edition) -> None:
    found = others(edition, 1, 2, 3, 4, 4)
    ask(cast.organisation, edition, 1)
    first = compare()
    assert counted(first) == {("ansvar", "huvudman"): (1, 1, 1, 2)}
    first.delete()
    take_part(found[0], since=half_year_after(half_year(today() + 14 * DAY)))
    assert counted(compare()) == {}, "who joins on the day that it is made is in the next one"


def test_the_invented_are_not_compared_with_the_real(
    cast: Cast, edition: Edition, settings: Any
) -> None:
    settings.DEMO = False
    invented = others(edition, 1, 2, 3, 4, 4)[0]
    Organisation.objects.filter(pk=invented.pk).update(is_demo=True)
    assert counted(compare()) == {}


def test_a_factor_is_the_same_across_editions_and_local_ones_are_left_out(
    cast: Cast, edition: Edition
) -> None:
    others(edition, 1, 2, 3, 4)
    newer = Edition.objects.create(slug="ny", title="Ny", published_on=today())
    add_factor(newer, "ansvar", "Ansvar, nu", 1)
    local = Edition.objects.create(
        slug="lokal", title="Lokal", published_on=today(), organisation=cast.organisation
    )
    add_factor(local, "ansvar", "Vårt ansvar", 1)
    take_part(cast.organisation)
    ask(cast.organisation, local, 1)
    assert counted(compare()) == {}
    Comparison.objects.all().delete()
    ask(cast.organisation, newer, 4)
    made = compare()
    assert counted(made) == {("ansvar", "huvudman"): (1, 1, 1, 2)}
    assert made.factors.get().factor.name == "Ansvar, nu"


def test_of_two_rounds_in_a_half_year_the_later_one_counts(cast: Cast, edition: Edition) -> None:
    found = others(edition, 1, 2, 3, 4, 4)
    ask(found[0], edition, 4)
    assert counted(compare()) == {("ansvar", "huvudman"): (0, 1, 1, 3)}


def test_the_figure_is_the_organisations_own_at_each_level(cast: Cast, closed_round: Round) -> None:
    statements = list(Statement.objects.filter(row=0))
    figures = disclosure.figures(closed_round, statements)
    shown = {
        (statement.factor_id, statement.level): figures.organisation(
            statement.level, statement
        ).distribution
        for statement in statements
    }
    overall = {
        (each.factor, each.level): each.voices for each in disclosure.overall(Round.objects.all())
    }
    assert overall == shown
    assert len(overall) == 6


def test_a_round_that_is_open_has_no_figure_yet(
    cast: Cast, open_round: Round, answer: Callable[..., Any]
) -> None:
    answer(cast.skolchef, 3, 3, 3)
    assert not list(disclosure.overall(Round.objects.all()))


# that nobody can be solved for


@pytest.mark.parametrize(
    ("last_day", "first"),
    [
        ("2026-01-01", "2026-01-01"),
        ("2026-06-30", "2026-01-01"),
        ("2026-07-01", "2026-07-01"),
        ("2026-12-31", "2026-07-01"),
        ("2027-01-01", "2027-01-01"),
    ],
)
def test_a_round_is_in_the_comparison_of_one_half_year_alone(
    cast: Cast, edition: Edition, last_day: str, first: str
) -> None:
    round = ask(cast.organisation, edition, 3)
    Round.objects.filter(pk=round.pk).update(opens_on="2025-12-01", closes_on=last_day)
    half_years = [datetime.date(year, month, 1) for year in range(2025, 2029) for month in (1, 7)]
    assert [str(each) for each in half_years if rounds_in(each)] == [first]


def test_what_is_made_stays_whoever_joins_leaves_or_asks_again(
    cast: Cast, edition: Edition
) -> None:
    found = others(edition, 1, 2, 3, 4, 4)
    before = counted(compare())
    take_part(cast.organisation)
    ask(cast.organisation, edition, 1)
    Organisation.objects.filter(pk=found[0].pk).update(compares_since=None)
    ask(found[1], edition, 4)
    assert counted(compare()) == before
    assert Comparison.objects.count() == 1


def test_who_left_is_not_in_the_next_and_leaves_no_difference_to_read(
    cast: Cast, edition: Edition
) -> None:
    """The next comparison is of other rounds altogether, and here of too few."""
    found = others(edition, 1, 2, 3, 4, 4)
    first = compare()
    Organisation.objects.filter(pk=found[0].pk).update(compares_since=None)
    following = half_year_after(first.starts_on)
    assert counted(make(following, half_year_after(following))) == {}


def test_the_timer_makes_the_comparison_once_when_the_half_year_has_passed(
    cast: Cast, edition: Edition, clock: Clock
) -> None:
    clock(datetime.date(2026, 10, 1))
    others(edition, 1, 2, 3, 4, 4)
    clock(datetime.date(2026, 12, 31))
    call_command("tick")
    assert not Comparison.objects.filter(starts_on="2026-07-01").exists()
    clock(datetime.date(2027, 1, 1), hour=0)
    for _twice in range(2):
        call_command("tick")
    made = Comparison.objects.get(starts_on="2026-07-01")
    assert (str(made.made_on), counted(made)) == (
        "2027-01-01",
        {("ansvar", "huvudman"): (1, 1, 1, 2)},
    )
    assert Comparison.objects.count() == 2


# the page


def test_the_page_shows_the_voices_and_the_own_beside_them(
    cast: Cast, edition: Edition, skolchef: Client
) -> None:
    take_part(cast.organisation)
    others(edition, 2, 2, 3, 4)
    ask(cast.organisation, edition, 3, 1)
    compare()
    text = read(skolchef)
    assert "5 huvudmän · 2: 2 · 3: 2 · 4: 1" in text
    assert (
        "5 huvudmän: 2 närmast stämmer delvis, 2 närmast stämmer till stor del "
        "och 1 närmast stämmer helt."
    ) in text
    assert "Ert svar: 3 Stämmer till stor del" in text
    assert "Lärande" not in text, "too few have a figure there"
    assert "Andra" not in text.replace("Andra huvudmän", "")


def test_a_level_of_too_few_says_so(cast: Cast, closed_round: Round, skolchef: Client) -> None:
    take_part(cast.organisation)
    others(closed_round.factors.get(slug="ansvar").edition, 2, 2, 3, 4)
    compare()
    text = read(skolchef)
    assert "Undervisning För få huvudmän. Siffror visas när minst fem har en siffra här." in text
    assert "Ert svar: 3 Stämmer till stor del" in text


def test_whoever_had_no_round_sees_the_others_and_is_told(
    cast: Cast, edition: Edition, skolchef: Client
) -> None:
    take_part(cast.organisation)
    others(edition, 2, 2, 3, 4, 4)
    compare()
    assert "5 huvudmän · 2: 2 · 3: 1 · 4: 2 Ni har ingen siffra här." in read(skolchef)


def test_only_those_who_took_part_see_it(cast: Cast, edition: Edition, skolchef: Client) -> None:
    others(edition, 2, 2, 3, 4, 4)
    made = compare()
    assert "Ni deltar inte." in read(skolchef)
    assert "5 huvudmän ·" not in read(skolchef)
    take_part(cast.organisation, since=made.made_on)
    assert "Ingen jämförelse är gjord än" in read(skolchef)
    assert skolchef.get(EKBY, {"halvar": str(made.starts_on)}).status_code == 404
    take_part(cast.organisation, since=made.made_on - DAY)
    assert "5 huvudmän ·" in read(skolchef)
    cast.organisation.compares_since = None
    cast.organisation.save()
    assert "5 huvudmän ·" not in read(skolchef)


def test_a_comparison_of_too_few_is_said_in_words(
    cast: Cast, edition: Edition, skolchef: Client
) -> None:
    take_part(cast.organisation)
    ask(cast.organisation, edition, 3)
    compare()
    assert "för få huvudmän att jämföra" in read(skolchef)


def test_another_half_year_is_chosen_in_the_address(
    cast: Cast, edition: Edition, skolchef: Client
) -> None:
    take_part(cast.organisation, since=datetime.date(2020, 1, 1))
    others(edition, 2, 2, 3, 4, 4)
    newest = compare()
    older = half_year(newest.starts_on - DAY)
    make(older, newest.starts_on)
    assert "5 huvudmän ·" in read(skolchef)
    assert "för få huvudmän" in read(skolchef, f"{EKBY}?halvar={older}")
    for wrong in ("", "2026", "\0", "1900-01-01"):
        assert skolchef.get(EKBY, {"halvar": wrong}).status_code == 404


# joining and leaving


def test_an_administrator_joins_and_leaves_and_the_log_tells_who(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.admin)
    for _twice in range(2):
        client.post(f"{EKBY}delta/")
    assert Organisation.objects.get(slug="ekby").compares_since == today()
    for _twice in range(2):
        client.post(f"{EKBY}lamna/")
    assert Organisation.objects.get(slug="ekby").compares_since is None
    events = AuditEvent.objects.order_by("pk").values_list("verb", "actor", "organisation__slug")
    assert list(events) == [
        ("comparison.joined", cast.admin.pk, "ekby"),
        ("comparison.left", cast.admin.pk, "ekby"),
    ]


def test_joining_again_keeps_the_day(cast: Cast, client: Client) -> None:
    take_part(cast.organisation, since=today() - 100 * DAY)
    client.force_login(cast.admin)
    client.post(f"{EKBY}delta/")
    assert Organisation.objects.get(slug="ekby").compares_since == today() - 100 * DAY
    assert not AuditEvent.objects.exists()


def test_what_is_shared_is_told_before_joining_and_only_administrators_can(
    cast: Cast, client: Client
) -> None:
    for reader, can in ((cast.admin, True), (cast.skolchef, False)):
        client.force_login(reader)
        text = read(client)
        assert "Det här lämnar ni ut" in text
        assert ("Delta i jämförelsen" in text) is can
        assert ("En administratör hos er kan anmäla er." in text) is not can


@pytest.mark.parametrize("factors", [1, 3])
def test_the_page_takes_as_many_queries_however_many_factors(
    cast: Cast,
    edition: Edition,
    skolchef: Client,
    factors: int,
    django_assert_num_queries: Queries,
) -> None:
    add_factor(edition, "tredje", "Tredje", 3)
    edition.factors.filter(position__gt=factors).delete()
    take_part(cast.organisation)
    others(edition, 2, 2, 3, 4)
    for each in Organisation.objects.exclude(compares_since=None):
        ask(each, edition, 3, 3, 3)
    compare()
    skolchef.get(EKBY)
    with django_assert_num_queries(9):
        page = skolchef.get(EKBY)
    assert len(page.context["compared"]) == factors
