"""The demo organisation: the same every time, whole, and with something in it for everyone."""

import datetime
import unicodedata
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from assessments.comparing import comparisons_of
from assessments.demo.neighbours import NEIGHBOURS
from assessments.demo.occasions import occasions
from assessments.demo.plan import Plan
from assessments.demo.removing import remove_all
from assessments.disclosure import Status, figures
from assessments.distribution import Distribution
from assessments.models import (
    Analysis,
    Assessment,
    Block,
    Comment,
    Comparison,
    Participation,
    QualityReport,
    Response,
    Round,
    Tally,
)
from assessments.report.storage import report_html
from assessments.results.comparison import compared_by
from assessments.terms import COMMENT_LIMIT, FLOOR, FindingKind, Outcome
from factors.figures.values import State
from factors.models import Edition, Factor, Figure, Prompt, Statement
from portal import demo as demo_people
from portal.days import today
from portal.models import Organisation, User
from portal.pdf import render_pdf
from portal.terms import Level, Role, SchoolForm
from tests.pdfs import pages_of

DEVELOPMENT = "professionell-utveckling"


def load(*arguments: str) -> str:
    out = StringIO()
    call_command("load_demo", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Built once for all tests here, since it takes seconds; each test undoes what it changes."""
    with django_db_blocker.unblock():
        load()
    yield
    with django_db_blocker.unblock():
        remove_all()
        Edition.objects.all().delete()
        User.objects.filter(email__in=[*demo_people.EDITORS, *demo_people.STEWARDS]).delete()


@pytest.fixture
def exempelkommun(built: None, db: None) -> Organisation:
    return Organisation.objects.get(slug="exempelkommun")


@pytest.fixture
def rounds(exempelkommun: Organisation) -> list[Round]:
    return list(exempelkommun.rounds.order_by("opens_on"))


def contents() -> tuple[object, ...]:
    """All that can be read, without the keys and the moments that differ between two builds."""
    people = User.objects.values_list(
        "email", "name", "memberships__role", "memberships__unit__slug"
    )
    tallies = Tally.objects.order_by("block__round__opens_on", "block", "statement")
    answers = Participation.objects.values_list(
        "user__email",
        "assessment__round__opens_on",
        "assessment__unit__slug",
        "response__handed_in_on",
        "response__ratings__statement__text",
        "response__ratings__step",
    )
    return (
        Counter(people),
        list(tallies.values_list("statement__text", "n1", "n2", "n3", "n4", "unsure")),
        list(Comment.objects.order_by("pk").values_list("text", "factor__slug")),
        Counter(answers),
    )


def test_the_organisation_is_fictional_and_covers_the_school_forms_that_have_goals(
    exempelkommun: Organisation,
) -> None:
    units = exempelkommun.units.all()
    forms = {form for unit in units for form in unit.school_forms}
    staff = User.objects.filter(memberships__in=exempelkommun.memberships.current()).distinct()
    assert exempelkommun.is_demo
    assert len(units) == 14
    assert 300 <= staff.count() <= 340
    assert forms >= {
        SchoolForm(form) for form in ("FS", "FKLASS", "GR", "FTH", "GRAN", "GY", "VUX")
    }
    assert all(unit.code is None or unit.code.startswith("990000") for unit in units)
    addresses = set(User.objects.values_list("email", flat=True)) - {
        None,
        *demo_people.EDITORS,
        *demo_people.STEWARDS,
    }
    assert all(address.endswith("@exempelkommun.example") for address in addresses)


def test_made_up_statistics_of_every_kind_stand_beside_some_goals(
    exempelkommun: Organisation,
) -> None:
    beside = {link.measure for link in exempelkommun.figure_links.all()}
    shown = Figure.objects.filter(unit__organisation=exempelkommun, measure__in=beside)
    states = {figure.state for figure in shown}
    assert len(beside) == 5
    assert states == {State.NUMBER, State.ROUNDED, State.FEW, State.MISSING, State.NOT_REQUIRED}


def test_one_analysis_is_shared_one_is_locked_and_the_huvudmans_is_begun(
    exempelkommun: Organisation,
) -> None:
    found = Analysis.objects.filter(round__organisation=exempelkommun).order_by("unit__name")
    states = {
        each.unit and each.unit.slug: (bool(each.shared_on), bool(each.locked_on))
        for each in found.select_related("unit")
    }
    assert states == {
        "bjorkskolan": (True, False),
        "ekbackens-skola": (True, True),
        None: (False, False),
    }
    kinds = {finding.kind for finding in found.get(unit__slug="bjorkskolan").findings.all()}
    assert kinds == set(FindingKind)


def test_some_factors_and_rows_concern_sub_goals_of_several_school_forms(
    exempelkommun: Organisation,
) -> None:
    links = exempelkommun.sub_goal_links.select_related("factor__edition", "sub_goal")
    assert {link.sub_goal.school_form for link in links} == {"FS", "GR", "GRAN", "GY", "VUX"}
    assert {link.factor.is_local for link in links} == {True, False}
    assert {link.row for link in links} == {0, 1, 2, 6}
    beside = set(exempelkommun.figure_links.values_list("sub_goal", flat=True))
    assert beside & {link.sub_goal_id for link in links}


def test_a_local_factor_adds_to_a_national_one(exempelkommun: Organisation) -> None:
    added = Factor.objects.exclude(adds_to="").get(edition__organisation=exempelkommun)
    assert Factor.objects.filter(edition__organisation=None, slug=added.adds_to).exists()


def test_most_have_been_in_and_some_have_no_address_at_work(exempelkommun: Organisation) -> None:
    here = User.objects.filter(memberships__in=exempelkommun.memberships.current()).distinct()
    assert here.filter(email=None).count() == 3
    assert 0 < here.filter(last_login=None).count() < 30


def test_somebody_works_at_two_units_and_somebody_has_left(exempelkommun: Organisation) -> None:
    teaching = exempelkommun.memberships.current().filter(role=Role.UNDERVISNING)
    places = Counter(teaching.values_list("user", flat=True))
    assert Counter(places.values())[2] == 1
    gone = exempelkommun.memberships.filter(ended_on__isnull=False)
    assert gone.exists()
    assert not Participation.objects.filter(
        user__in=gone.values("user"), assessment__round__closed_at=None
    ).exists()


def test_two_rounds_are_closed_a_year_apart_and_one_is_open(rounds: list[Round]) -> None:
    first, newest, now = rounds
    assert (newest.opens_on - first.opens_on).days == 364
    assert first.closed_at < newest.opened_at < newest.closed_at < now.opened_at
    assert now.opened_at.date() <= today() < now.closes_on - datetime.timedelta(days=14)
    assert now.closed_at is None
    assert not Response.objects.filter(
        assessment__round__closed_at__isnull=False, assessment__level=Level.UNDERVISNING
    ).exists()


def test_answers_are_handed_in_on_days_when_their_round_was_open(rounds: list[Round]) -> None:
    for round in rounds:
        days = Response.objects.filter(assessment__round=round).values_list("handed_in_on")
        handed_in = [day for (day,) in days if day]
        assert handed_in
        assert all(round.opens_on <= day <= min(round.closes_on, today()) for day in handed_in)


@pytest.mark.parametrize("weekday", range(7))
def test_the_days_hold_together_whatever_day_the_demo_is_loaded(weekday: int) -> None:
    day = datetime.date(2026, 12, 28) + datetime.timedelta(days=weekday)
    first, newest, now = occasions(day)
    assert first.closes_on < newest.opens_on < newest.closes_on < now.opens_on <= day
    assert now.early_on < day < now.closes_on
    assert now.opens_on <= now.day_before(day, "x") <= day


def test_small_units_are_pooled_and_a_silent_one_is_told_apart(rounds: list[Round]) -> None:
    newest = rounds[1]
    statement = Statement.objects.get(
        factor__slug=DEVELOPMENT, level=Level.UNDERVISNING, row=1, factor__rounds=newest
    )
    found = figures(newest, [statement])
    units = {unit.slug: unit for unit in newest.organisation.units.all()}
    figure = {
        slug: found.unit(unit.pk, Level.UNDERVISNING, statement) for slug, unit in units.items()
    }
    assert figure["granmyrens-skola"].pooled_with == ("Sjötorps skola",)
    assert figure["smultronets-forskola"].pooled_with == ("Kvarnholmens gymnasieskola",)
    assert figure["ronnens-forskola"].status is Status.NONE
    assert figure["bjorkskolan"].shown
    assert not figure["bjorkskolan"].pooled_with


def test_a_unit_that_closed_early_shows_and_a_small_one_waits(rounds: list[Round]) -> None:
    teaching = rounds[2].assessments.filter(level=Level.UNDERVISNING, closed_at__isnull=False)
    outcomes = dict(teaching.values_list("unit__slug", "outcome"))
    assert outcomes == {"hasselskolan": Outcome.SHOWN, "granmyrens-skola": Outcome.PENDING}


def test_no_anonymous_figure_stands_on_fewer_than_five(exempelkommun: Organisation) -> None:
    anonymous = Block.objects.filter(level=Level.UNDERVISNING)
    assert min(anonymous.values_list("answered", flat=True)) >= FLOOR
    counts = Tally.objects.filter(block__in=anonymous).values_list("n1", "n2", "n3", "n4")
    assert min(sum(steps) for steps in counts) >= FLOOR


def test_each_closed_round_has_every_figure_of_bjorkskolan(rounds: list[Round]) -> None:
    bjork = rounds[0].organisation.units.get(slug=demo_people.SHOWN_UNIT)
    for round in rounds[:2]:
        statements = list(Statement.objects.ratable().filter(factor__rounds=round))
        found = figures(round, statements)
        assert len(statements) == 78
        assert all(found.unit(bjork.pk, each.level, each).shown for each in statements)


def test_the_levels_and_the_years_differ_where_they_are_meant_to(rounds: list[Round]) -> None:
    def voices(round: Round, factor: str, row: int, level: Level) -> Distribution:
        statement = Statement.objects.get(factor__slug=factor, row=row, level=level)
        return figures(round, [statement]).organisation(level, statement).distribution

    first, newest, _now = rounds
    teaching = Level.UNDERVISNING
    assert voices(newest, DEVELOPMENT, 2, teaching).split
    assert voices(newest, DEVELOPMENT, 2, Level.HUVUDMAN).mean > 3
    assert voices(newest, DEVELOPMENT, 4, teaching).unsure > 30
    rise = (
        voices(newest, DEVELOPMENT, 3, teaching).mean - voices(first, DEVELOPMENT, 3, teaching).mean
    )
    fall = (
        voices(newest, DEVELOPMENT, 6, teaching).mean - voices(first, DEVELOPMENT, 6, teaching).mean
    )
    assert (rise > 0.2, fall < -0.3) == (True, True)


def test_comments_can_be_read_at_every_level_and_are_written_once(rounds: list[Round]) -> None:
    first, newest, _now = rounds
    written = Comment.objects.filter(block__round=newest)
    at = written.filter(block__assessments__unit__slug=demo_people.SHOWN_UNIT)
    assert at.filter(block__level=Level.UNDERVISNING).count() >= 20
    assert at.filter(block__level=Level.REKTOR).exists()
    assert written.filter(block__level=Level.HUVUDMAN).count() >= 10
    texts = list(Comment.objects.filter(block__round__in=[first, newest]).values_list("text"))
    assert len(texts) == len(set(texts))


def test_texts_are_plain_short_enough_and_name_nobody(exempelkommun: Organisation) -> None:
    plan = Plan()
    names = set(User.objects.values_list("name", flat=True))
    units = {unit.name for unit in plan.units}
    assert len(plan.comments) >= 60
    assert len(plan.reflections) >= 30
    for text in plan.comments + plan.reflections:
        assert text.text == text.text.strip()
        assert len(text.text) <= COMMENT_LIMIT
        assert not [sign for sign in text.text if unicodedata.category(sign) == "Cc"]
        assert not [name for name in names | units if name in text.text]


def test_every_text_belongs_to_a_statement_or_a_prompt_that_exists(
    exempelkommun: Organisation,
) -> None:
    plan = Plan()
    cells = Statement.objects.ratable().values_list("factor__slug", "row", "level")
    assert {(text.factor, text.row, text.level) for text in plan.comments} <= set(cells)
    assert {*plan.shapes} == {(factor, row) for factor, row, _level in cells}
    prompts = Prompt.objects.filter(kind=Prompt.Kind.REFLECTION)
    asked = Counter(prompts.values_list("edition__factors__slug", flat=True))
    assert all(1 <= text.prompt <= asked[text.factor] for text in plan.reflections if text.prompt)


def test_whom_a_visitor_signs_in_as_has_something_left_to_answer(rounds: list[Round]) -> None:
    for person in demo_people.people():
        if person.role == Role.ADMIN:
            continue
        assessment = Assessment.objects.get(round=rounds[2], level=person.role, unit=person.unit)
        mine = assessment.participations.get(user=person.user)
        asked = Statement.objects.ratable().filter(factor__rounds=rounds[2], level=person.role)
        assert 0 < mine.response.ratings.count() < asked.count()
        assert mine.response.handed_in_on is None
        colleagues = assessment.participations.exclude(pk=mine.pk)
        assert colleagues.filter(response__ratings=None).exists()


def test_loading_again_changes_nothing(exempelkommun: Organisation) -> None:
    before = contents()
    assert "finns redan" in load()
    assert contents() == before


def test_renewing_builds_the_same_again_and_leaves_nothing_behind(
    exempelkommun: Organisation,
) -> None:
    before = contents()
    assert "Tar bort" in load("--renew")
    assert contents() == before
    assert Organisation.objects.count() == 1 + len(NEIGHBOURS)
    assert Round.objects.count() == 3 + len(NEIGHBOURS)


def test_small_huvudman_stand_beside_it_to_compare_with(exempelkommun: Organisation) -> None:
    assert set(Organisation.objects.values_list("is_demo", flat=True)) == {True}
    made = Comparison.objects.get()
    assert comparisons_of(exempelkommun) == [made]
    levels = {
        level.level: level for each in compared_by(exempelkommun, made) for level in each.levels
    }
    assert {level: sum(each.counts or ()) for level, each in levels.items()} == {
        Level.HUVUDMAN: 0,
        Level.REKTOR: 6,
        Level.UNDERVISNING: 6,
    }
    assert all(each.own for each in levels.values())


def test_a_real_organisation_is_never_taken_for_the_demo(
    exempelkommun: Organisation,
) -> None:
    Organisation.objects.update(is_demo=False)
    with pytest.raises(CommandError, match="riktig huvudman"):
        load("--renew")
    assert Round.objects.count() == 3 + len(NEIGHBOURS)


def test_its_report_keeps_to_a_page_what_says_so(exempelkommun: Organisation) -> None:
    """The summary, the key to it, and each table of the units; the mirror has its words there."""
    round = Round.objects.closed().filter(organisation=exempelkommun)[0]
    pages = pages_of(render_pdf(report_html(QualityReport(round=round))))
    summary = next(page for page in pages if page.startswith("Rapporten på en sida"))
    assert "Här skiljer det mest mellan nivåerna" in summary
    assert "I de lokala:" in summary
    key = next(page for page in pages if page.startswith("Så läser du rapporten"))
    assert "ingen rad på den här nivån" in key
    units = [page for page in pages if page.startswith("Enheterna")]
    assert len(units) == 3
    assert all("Ängens förskola" in page for page in units)
