"""Every address against every role, as `url_matrix` lists them, and against what is garbage."""

import datetime
import logging
import re
from collections.abc import Iterator
from itertools import cycle
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.utils import timezone

from assessments.closing import close_round
from assessments.cycle.years import year_of
from assessments.models import (
    Action,
    Analysis,
    Archive,
    Comment,
    Dialogue,
    Mailing,
    Participation,
    PassageVersion,
    QualityReport,
    Round,
)
from assessments.terms import DialogueStep, MailingKind, Section
from factors.models import Edition
from factors.terms import PromptKind
from portal.days import months_before, today
from portal.imports.keeping import keep
from portal.imports.records import UnitReading
from portal.models import Letter, Membership, Removal, Retention, Team, Unit, User
from portal.models.letters import Problem
from portal.terms import Level, Role, SchoolForm
from tests.assessments.conftest import add_assessment, add_round, rate
from tests.assessments.test_comments import remark
from tests.conftest import Cast, add_editor, add_factor, add_person, add_steward, add_unit
from tests.factors.figures import add_link, add_reading
from tests.url_matrix import ALSO, LINES, NATIONAL_HERE, ROLES, YEAR_HERE, Line

World = dict[str, object]
People = dict[str, User | None]
GARBAGE = ["\0", "😀", "x" * 100_000, "-1", "9" * 40, "<script>", "None", "2026-02-30"]
REFUSED = ("400", "401", "403", "404", "405", "503")
HTMX = {"HX-Request": "true"}
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", re.I)


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """What is refused is told in the log, and here nearly all is."""
    caplog.set_level(logging.CRITICAL, "django.request")


@pytest.fixture
def people(cast: Cast) -> People:
    return {
        "nobody": None,
        "outsider": cast.outsider,
        "teacher": cast.teachers[0],
        "rektor": cast.rektor,
        "other_rektor": cast.lill_rektor,
        "huvudman": cast.skolchef,
        "admin": cast.admin,
        "deputy": add_person("Dag", cast.organisation, Role.REKTOR, cast.bjork),
        "former_teacher": cast.teachers[0],
        "former_admin": cast.admin,
        "editor": add_editor("Edda"),
        "steward": add_steward("Stina"),
    }


@pytest.fixture
def world(cast: Cast, edition: Edition) -> World:
    """A round of each state at all units, and a local edition."""
    local = Edition.objects.create(
        slug="lokal", title="Lokal", organisation=cast.organisation, published_on=today()
    )
    add_factor(local, "lokal", "Lokal", 1)
    parts = {}
    for name, keeper in (("", None), ("our_", cast.organisation)):
        upcoming = Edition.objects.create(slug="kommande", title="Nästa", organisation=keeper)
        add_factor(upcoming, "nasta", "Nästa", 1)
        source = upcoming.sources.create(slug="kalla", title="Källa", position=1)
        prompt = upcoming.prompts.create(kind=PromptKind.REFLECTION, text="Vad?", position=1)
        parts |= {f"{name}source": source.pk, f"{name}prompt": prompt.pk}
    elsewhere = cast.outsider.memberships.get().organisation
    offered = Edition.objects.create(
        slug="erbjuden",
        title="Erbjuden",
        organisation=elsewhere,
        published_on=today(),
        offered_on=today(),
    )
    closed, opened, draft = (_round(cast, edition, title) for title in ("Förra", "Nu", "Nästa"))
    # Lillskolan's few would be counted with Björkskolan's, whose comments then were not kept.
    for participation in Participation.objects.filter(assessment__round=closed).exclude(
        user__in=cast.few
    ):
        rate(participation, 1, 2, 3, 4)
        remark(participation, "Vi pratar om det.")
    close_round(closed)
    said = Comment.objects.filter(block__round=closed)
    for unit in (None, cast.lill):
        kept = QualityReport(round=closed, unit=unit)
        kept.file.save("rapport.pdf", ContentFile(b"%PDF-1.7"))
    Participation.objects.filter(assessment__round=draft).delete()
    Round.objects.filter(pk=draft.pk).update(opened_at=None)
    leaver = add_person("Lars", cast.organisation, Role.UNDERVISNING, cast.lill)
    leaver.memberships.update(ended_on=months_before(today(), 13))
    gone = add_unit(cast.organisation, "Gamla skolan", "gamla-skolan", SchoolForm.GR)
    Unit.objects.filter(pk=gone.pk).update(closed_on=today(), merged_into=cast.bjork)
    decision = Retention.objects.create(
        organisation=cast.organisation, reference="KS 1", decided_on=today()
    )
    removal = Removal.objects.create(organisation=cast.organisation, retention=decision)
    mine = Participation.objects.filter(user=cast.teachers[0])
    answers = mine.get(assessment__round=opened)
    return parts | {
        "offered": offered.pk,
        "closed": closed.pk,
        "open": opened.pk,
        "this_year": year_of(today()),
        "draft": draft.pk,
        "answers": answers.pk,
        "old_answers": mine.get(assessment__round=closed).pk,
        "assessment": answers.assessment_id,
        "mailing": _reminder_tomorrow(opened).pk,
        "leaver": leaver.pk,
        "removal": removal.pk,
        "archive": _archive(cast).pk,
        "person": cast.teachers[0].pk,
        "membership": cast.teachers[0].memberships.get().pk,
        "team": Team.objects.create(unit=cast.bjork, name="Arbetslag 1").pk,
        "letter": _letter_that_came_back(cast).pk,
        "import": keep(cast.organisation, cast.admin, "fil", UnitReading()).pk,
        "statistics": add_reading(cast).pk,
        "figure_link": add_link(cast, edition).pk,
        "comment": said.filter(block__level=Level.UNDERVISNING)[0].pk,
        "held": _held_dialogue(closed, cast).pk,
        "planned": _dialogue(closed, cast, step=DialogueStep.PLANNED).pk,
        "running": _dialogue(closed, cast, step=DialogueStep.GATHERING, code="ABCDEFGH").pk,
        "version": _analysis(closed, cast.bjork).pk,
        "our_version": _analysis(closed, None).pk,
        "action": (action := _action(cast)).pk,
        "need": action.needs.create(level=Level.HUVUDMAN, text="Tid.", asked_on=today()).pk,
        "office_comment": said.filter(block__level=Level.REKTOR)[0].pk,
    }


def _archive(cast: Cast) -> Archive:
    made = Archive(organisation=cast.organisation, ordered_by=cast.admin, made_at=timezone.now())
    made.file.save("arkiv.zip", ContentFile(b"PK"))
    return made


def _held_dialogue(round: Round, cast: Cast) -> Dialogue:
    return _dialogue(
        round, cast, step=DialogueStep.ENDED, held_on=today(), summary="Vi pratade om det."
    )


def _dialogue(round: Round, cast: Cast, **more: object) -> Dialogue:
    return Dialogue.objects.create(
        round=round,
        factor=round.factors.get(slug="ansvar"),
        unit=cast.bjork,
        level=Level.UNDERVISNING,
        reflection_minutes=0,
        table_minutes=20,
        joint_minutes=0,
        check_out_minutes=0,
        **more,
    )


def _analysis(round: Round, unit: Unit | None) -> PassageVersion:
    """A shared one, and what its one text says."""
    analysis = Analysis.objects.create(round=round, unit=unit, shared_on=today())
    passage = analysis.passages.create(section=Section.CAUSES, text="Tiden.", token=uuid4())
    now = timezone.now()
    return passage.versions.create(text="Tiden.", begun_at=now, saved_at=now)


def _action(cast: Cast) -> Action:
    return Action.objects.create(
        organisation=cast.organisation,
        unit=cast.bjork,
        level=Level.REKTOR,
        title="Besök varandra",
        begins_on=today(),
        ends_on=today(),
        created_on=today(),
    )


def _reminder_tomorrow(round: Round) -> Mailing:
    tomorrow = today() + datetime.timedelta(days=1)
    return round.mailings.create(kind=MailingKind.REMINDER, day=tomorrow)


def _letter_that_came_back(cast: Cast) -> Letter:
    return Letter.objects.create(
        organisation=cast.organisation,
        user=cast.rektor,
        kind="invitation",
        given_up_at=timezone.now(),
        problem=Problem.UNKNOWN_ADDRESS,
    )


def _round(cast: Cast, edition: Edition, title: str) -> Round:
    round = add_round(cast.organisation, edition, title)
    add_assessment(round, Level.HUVUDMAN, None, [cast.skolchef])
    add_assessment(round, Level.REKTOR, cast.bjork, [cast.rektor])
    add_assessment(round, Level.UNDERVISNING, cast.bjork, cast.teachers)
    add_assessment(round, Level.REKTOR, cast.lill, [cast.lill_rektor])
    add_assessment(round, Level.UNDERVISNING, cast.lill, cast.few)
    return round


def names_of(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield f"{space}{each.name}"
        else:
            yield from names_of(each, f"{each.namespace}:" if each.namespace else space)


def address_of(line: Line, world: World) -> str:
    found = {key: world.get(str(value), value) for key, value in line.arguments.items()}
    return reverse(line.name, kwargs=found)


def expected(line: Line, role: str) -> str:
    if duty := {"editor": line.editor, "steward": line.steward}.get(role):
        return duty
    return line.expected.split()[ROLES.index(ALSO.get(role, role))]


def told(line: Line) -> str:
    return " ".join(map(str, [line.verb, line.name, *line.arguments.values()]))


class Visitor:
    """Somebody in a browser of their own, signed in once; nothing that they do there lasts."""

    def __init__(self, user: User | None) -> None:
        self.client = Client(raise_request_exception=False)
        if user:
            self.client.force_login(user)
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def ask(self, verb: str, address: str, data: Any = None, **headers: str) -> Any:
        self.client.cookies.clear()
        self.client.cookies.load(self.cookies)
        with transaction.atomic():
            if data is None:
                response = self.client.generic(verb, address, headers=headers)
            else:
                response = self.client.post(address, data, headers=headers)
            if response.streaming:
                list(response.streaming_content)  # its file is closed when it has been read
            transaction.set_rollback(True)
        return response


@pytest.fixture
def visitor(people: People, world: World, role: str) -> Visitor:
    """Who has left has done so after the round opened, and is still asked in it."""
    user = people[role]
    if role.startswith("former"):
        Membership.objects.filter(user=user).update(ended_on=today())
    return Visitor(user)


one_database = pytest.mark.one_database
# Between them they get to nearly every page: a query that only one database takes is found.
READERS = ("teacher", "admin")
EVERYBODY = pytest.mark.parametrize(
    "role",
    [
        *READERS,
        *(
            pytest.param(role, marks=one_database)
            for role in [*ROLES, *ALSO]
            if role not in READERS
        ),
    ],
)


def test_every_address_has_a_line() -> None:
    assert {line.name for line in LINES} == set(names_of(get_resolver()))


@EVERYBODY
def test_each_role_gets_what_its_line_says(visitor: Visitor, world: World, role: str) -> None:
    got = {
        told(line): str(visitor.ask(line.verb, address_of(line, world)).status_code)
        for line in LINES
    }
    assert got == {told(line): expected(line, role) for line in LINES}


@one_database
@pytest.mark.parametrize("role", ["nobody", "outsider", "teacher", "admin", "editor"])
def test_htmx_is_refused_where_the_page_is(visitor: Visitor, world: World, role: str) -> None:
    """Somebody signed out is sent to sign in by htmx itself, which else would swap the page in."""
    wrong = {}
    for line in LINES:
        response = visitor.ask(line.verb, address_of(line, world), **HTMX)
        status, page = response.status_code, expected(line, role)
        if role == "nobody" and asks_to_sign_in(address_of(line, world)) and page != "405":
            right = status == 401 and response["HX-Redirect"].startswith("/logga-in/")
        elif page in REFUSED:
            right = str(status) == page
        else:
            right = status in (200, 204, 302, 409, 422)
        if not right:
            wrong[told(line)] = status
    assert wrong == {}


def test_nothing_of_an_organisation_is_found_by_its_outsiders() -> None:
    here = [line for line in LINES if "organisation" in line.arguments]
    assert {expected(line, "outsider") for line in here} <= {"404", "405"}


@one_database
@pytest.mark.parametrize("role", ["outsider"])
def test_nor_by_its_number_in_an_organisation_of_ones_own(visitor: Visitor, world: World) -> None:
    """The outsider administers Annanby."""
    found = {}
    for line in LINES:
        own = "organisation" in line.arguments and line.arguments not in (NATIONAL_HERE, YEAR_HERE)
        if own and len(line.arguments) > 1:
            elsewhere = line._replace(arguments=line.arguments | {"organisation": "annanby"})
            status = visitor.ask(line.verb, address_of(elsewhere, world)).status_code
            if status not in (404, 405):
                found[told(line)] = status
    assert found == {}


@one_database
@pytest.mark.parametrize("role", ["admin"])
def test_a_verb_without_a_line_is_refused(visitor: Visitor, world: World) -> None:
    """The pages for signing in lead on who is signed in already, whatever the verb."""
    taken = {(line.name, line.verb) for line in LINES}
    got = {}
    for line in LINES:
        for verb in {"GET", "POST", "DELETE"} - {line.verb}:
            if (line.name, verb) not in taken:
                status = visitor.ask(verb, address_of(line, world)).status_code
                leads_on = expected(line, "admin") == "302" and "organisation" not in line.arguments
                if status != 405 and not (leads_on and status == 302):
                    got[f"{verb} {told(line)}"] = status
    assert got == {}


@one_database
def test_no_page_holds_anything_inline(people: People, world: World) -> None:
    """Our content security policy would refuse it, in silence."""
    visitors = {role: Visitor(user) for role, user in people.items()}
    found = {}
    for line in LINES:
        for role in open_to(line, "200")[-1:]:
            response = visitors[role].ask(line.verb, address_of(line, world))
            if is_our_page(response):
                found[told(line)] = INLINE.findall(response.content.decode())
    assert {asked: inline for asked, inline in found.items() if inline} == {}


@pytest.mark.parametrize("role", [*ROLES, "editor"])
def test_garbage_in_every_field_is_told_and_never_an_error(
    visitor: Visitor, world: World, role: str
) -> None:
    """Each field another kind, three times: all kinds would cost as much as all other tests."""
    found = {}
    for line in LINES:
        if line.verb == "POST" and role in open_to(line, "200", "302", "422")[-1:]:
            address = address_of(line, world)
            fields = sorted(fields_of(visitor, address))
            for first in range(0, len(GARBAGE), 3):
                sent = dict(zip(fields, cycle(GARBAGE[first:] + GARBAGE[:first]), strict=False))
                response = visitor.ask("POST", address, sent)
                if response.status_code >= 500:
                    found[told(line), first] = response.status_code
    assert found == {}


@pytest.mark.parametrize("role", ["admin"])
def test_an_id_that_is_nothings_is_not_found(visitor: Visitor) -> None:
    found = {}
    for line in LINES:
        for number in (0, 2**31, 2**63, 10**30) if ids_of(line) else ():
            numbered = line.arguments | dict.fromkeys(ids_of(line), number)
            status = visitor.ask(line.verb, reverse(line.name, kwargs=numbered)).status_code
            if status not in (404, 405):
                found[told(line), number] = status
    assert found == {}


def is_our_page(response: Any) -> bool:
    """Not a file, nor the look of a mail, which has its style in it."""
    is_mail = "style-src 'unsafe-inline'" in response.headers["Content-Security-Policy"]
    return response.headers["Content-Type"].startswith("text/html") and not is_mail


def asks_to_sign_in(address: str) -> bool:
    return getattr(resolve(address).func, "login_required", True)


def open_to(line: Line, *statuses: str) -> list[str]:
    """The roles that are not refused; somebody signed out is only sent to sign in."""
    here = [role for role in (*ROLES, "editor") if expected(line, role) in statuses]
    return [role for role in here if role != "nobody" or expected(line, role) != "302"]


def fields_of(visitor: Visitor, address: str) -> set[str]:
    """The fields of the form at the address, and those that the scripts send."""
    page = visitor.ask("GET", address).content.decode(errors="replace")
    scripted = {"kind", "statement", "step", "seen", "token", "text", "factor", "prompt", "shared"}
    return {*re.findall(r'\sname="([^"]+)"', page), *scripted, "membership", "confirmed"}


def ids_of(line: Line) -> list[str]:
    names = ("organisation", "unit", "number")
    return [key for key in line.arguments if key not in names] if "pk" in line.arguments else []
