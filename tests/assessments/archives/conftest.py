"""A small huvudman with something of everything that an archive carries or leaves."""

import datetime
import hashlib
import io
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from assessments.closing import close_round
from assessments.models import (
    Action,
    Analysis,
    CheckOut,
    CheckOutRating,
    CyclePhase,
    Dialogue,
    JointRating,
    Mailing,
    QualityReport,
    ReportOrder,
    Round,
    RoundFactor,
    TableRating,
)
from assessments.report.changing import built_from
from assessments.terms import DialogueStep, FindingKind, MailingKind, Phase, Section, Stance
from factors.models import Edition, Factor, Statement, SubGoalLink
from portal import audit
from portal.days import today
from portal.models import (
    IdentityProvider,
    Invitation,
    Letter,
    Membership,
    Removal,
    Retention,
    Team,
    User,
)
from portal.models.retention import Removed
from portal.terms import Level, Role, SchoolForm
from portal.verbs import Verb
from tests.assessments.conftest import add_round, rate
from tests.assessments.test_comments import reflect, remark
from tests.conftest import Cast, add_factor, add_steward, add_unit
from tests.factors.figures import (
    MERIT,
    add_codes,
    add_figures,
    add_link,
    add_reading,
    answer,
    figure,
)

# What the pages tell to the person alone, or to the unit: by where it was written.
SECRETS = (
    "min egen tanke",
    "rektors ord",
    "vi bordade det",
    "vi kom fram",
    "inte delat än",
    "sagt förut",
    "utcheckat",
    "ger inte stöd",
)
A_DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def house(settings: Any, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()
    return tmp_path


@pytest.fixture
def ekby(cast: Cast, edition: Edition, open_round: Round) -> Cast:
    """Ekby as it is when all is closed; Annanby beside it has a person in common with it."""
    add_people_and_places(cast)
    local = add_local_edition(cast)
    RoundFactor.objects.create(round=open_round, factor=local.factors.get(), position=3)
    for asked in open_round.assessments.all():
        for participation in asked.participations.exclude(user__in=cast.few):
            rate(participation, 3, 4, 2, None, 1)
            remark(participation, f"rektors ord {participation.pk}")
    mine = open_round.assessments.get(unit=cast.bjork, level=Level.UNDERVISNING)
    first, second = mine.participations.order_by("pk")[:2]
    reflect(first, "min egen tanke", shared=False)
    reflect(second, "en delad tanke", shared=True)
    close_round(open_round)
    add_work(cast, open_round, edition)
    add_talk(cast, open_round, edition)
    add_analyses(cast, open_round)
    add_reports(cast, open_round)
    draft = add_round(cast.organisation, edition, "Nästa")
    Round.objects.filter(pk=draft.pk).update(opened_at=None)
    return cast


def add_people_and_places(cast: Cast) -> None:
    here = cast.organisation
    Team.objects.create(unit=cast.bjork, name="Arbetslag Norr")
    gone = add_unit(here, "Gamla skolan", "gamla-skolan", SchoolForm.GR)
    gone.closed_on, gone.merged_into = today(), cast.bjork
    gone.save()
    elsewhere = cast.outsider.memberships.get().organisation
    Membership.objects.create(user=cast.few[1], organisation=elsewhere, role=Role.HUVUDMAN)
    User.objects.filter(pk=cast.few[0].pk).update(source_id="ss12000-1", language="en")
    steward = add_steward("Stina")
    audit.record(None, Verb.ORGANISATION_CHANGED, here, here)
    event = audit.event(None, Verb.PERSON_ADDED, cast.rektor, here)
    event.actor = steward
    event.save()
    decision = Retention.objects.create(organisation=here, reference="KS 1", decided_on=today())
    removal = Removal.objects.create(organisation=here, retention=decision, actor=cast.admin)
    Removed.objects.create(removal=removal, kind=Removed.Kind.PEOPLE, number=2)
    IdentityProvider.objects.create(
        organisation=here, protocol="saml", key="ekby-saml", name="Ekby", sealed_secret="hemligt"
    ).domains.create(domain="ekby.example")
    invitation = Invitation.objects.create(
        user=cast.few[0], organisation=here, email="f@ekby.example"
    )
    Letter.objects.create(
        organisation=here, user=cast.few[0], invitation=invitation, kind="invitation"
    )


def add_local_edition(cast: Cast) -> Edition:
    """It goes on from an earlier one of the organisation's own, text by text."""
    made = []
    for number, slug in enumerate(("fjolar", "lokal")):
        edition = Edition.objects.create(
            slug=slug,
            title=f"Vår egen {number}",
            organisation=cast.organisation,
            published_on=today(),
            published_by=cast.admin,
            base=made[-1].edition if made else None,
        )
        made.append(add_factor(edition, "trygghet", "Trygghet", 1))
    for old, new in zip(*(Statement.objects.filter(factor=each) for each in made), strict=True):
        new.follows = old
        new.save()
    newest = made[-1].edition
    newest.sources.create(slug="egen-text", title="Ekby kommun, egen text", position=1)
    newest.prompts.create(kind="reflection", position=1, text="Vad gör vi?")
    return newest


def add_work(cast: Cast, round: Round, edition: Edition) -> None:
    here = cast.organisation
    add_codes(cast)
    add_figures(cast, answer(**{MERIT: [figure("231,5")]}))
    add_reading(cast)
    sub_goal = add_link(cast, edition).sub_goal
    local = Edition.objects.get(slug="lokal")
    local.national_goals.create(school_form=SchoolForm.GR, text="Vår målsättning.")
    local.sub_goals.create(school_form=SchoolForm.GR, row=1, text="Vårt delmål.")
    factor = Factor.objects.get(edition=edition, slug="ansvar")
    SubGoalLink.objects.create(
        organisation=here, factor=factor, sub_goal=sub_goal, linked_by=cast.admin, linked_on=today()
    )
    CyclePhase.objects.create(
        organisation=here, year=2026, phase=Phase.values[0], begins_on=today(), ends_on=today()
    )
    common: dict[str, Any] = {
        "organisation": here,
        "begins_on": today(),
        "ends_on": today() + 30 * A_DAY,
        "created_on": today(),
        "round": round,
    }
    ours = Action.objects.create(**common, level=Level.HUVUDMAN, title="Tid för samtal")
    theirs = Action.objects.create(
        **common, level=Level.REKTOR, unit=cast.bjork, title="Besök", responsible=cast.teachers[0]
    )
    theirs.sub_goals.add(sub_goal)
    theirs.rows.create(factor=factor, row=1)
    theirs.follow_ups.create(made_on=today(), done="Två besök.", status="ongoing")
    theirs.needs.create(
        level=Level.HUVUDMAN,
        text="Vikarier.",
        asked_on=today(),
        answered_on=today(),
        answered_by=cast.admin,
        answer=ours,
    )
    JointRating.objects.create(
        round=round,
        unit=cast.lill,
        statement=factor.statements.get(row=1, level=Level.UNDERVISNING),
        step=3,
        reason="Vi ser det.",
        agreed_on=today(),
    )
    Mailing.objects.create(round=round, kind=MailingKind.ASKED, sent_at=timezone.now(), letters=9)


def add_talk(cast: Cast, round: Round, edition: Edition) -> None:
    """One that was held and one that is planned, at Björkskolan."""
    common: dict[str, Any] = {
        "round": round,
        "factor": edition.factors.get(slug="ansvar"),
        "unit": cast.bjork,
        "level": Level.UNDERVISNING,
        "facilitator": cast.rektor,
        "reflection_minutes": 5,
        "table_minutes": 20,
        "joint_minutes": 10,
        "check_out_minutes": 5,
    }
    Dialogue.objects.create(**common)
    held = Dialogue.objects.create(
        **common,
        step=DialogueStep.ENDED,
        held_on=today(),
        code="ABCDEFGH",
        summary="vi kom fram till det",
        in_report=True,
        released=True,
    )
    held.prompts.set(edition.prompts.all())
    held.rows.create(row=1)
    table = held.tables.create(number=1, note="vi bordade det")
    statement = held.factor.statements.get(row=1, level=Level.UNDERVISNING)
    TableRating.objects.create(table=table, statement=statement, step=2)
    table.seats.create(number=1, token_hash="0" * 64, seen_at=timezone.now())
    CheckOut.objects.bulk_create(CheckOut(dialogue=held, text=f"utcheckat {n}") for n in range(6))
    CheckOutRating.objects.bulk_create(CheckOutRating(dialogue=held, step=3) for n in range(6))
    Action.objects.filter(unit=cast.bjork).update(dialogue=held)


def add_analyses(cast: Cast, round: Round) -> None:
    """The huvudman's is locked, Björkskolan's shared, and Lillskolan's not yet."""
    now = timezone.now()
    for unit, text in ((None, "Tiden."), (cast.bjork, "Delat."), (cast.lill, "inte delat än")):
        shared = None if unit == cast.lill else today()
        analysis = Analysis.objects.create(round=round, unit=unit, shared_on=shared)
        passage = analysis.passages.create(section=Section.CAUSES, text=text, token=uuid4())
        if unit:
            passage.versions.create(
                text="sagt förut", saved_by=cast.rektor, begun_at=now, saved_at=now
            )
        analysis.findings.create(
            kind=FindingKind.STRENGTH,
            factor=round.factors.get(slug="ansvar"),
            row=1,
            sentence="Lågt.",
            stance=Stance.CONFIRMED if not unit else Stance.DECLINED,
            text="ger inte stöd" if unit else "",
            token=uuid4(),
        )
    Analysis.objects.filter(unit=None).update(locked_on=today())


def add_reports(cast: Cast, round: Round) -> None:
    """Made already, as far as anybody can tell: a real one takes a second."""
    for unit in (None, cast.bjork):
        kept = QualityReport(round=round, unit=unit, built_from=built_from(round, unit))
        pdf = f"%PDF-1.7 {unit}".encode()
        kept.sha256 = hashlib.sha256(pdf).hexdigest()
        kept.file.save("rapport.pdf", ContentFile(pdf))
    order = ReportOrder.objects.create(round=round, ended_at=timezone.now())
    order.reports.create(made_at=timezone.now())


def told(command: str, *arguments: object, **options: Any) -> str:
    """What the command says."""
    out = io.StringIO()
    call_command(command, *map(str, arguments), stdout=out, **options)
    return out.getvalue().strip()


@pytest.fixture
def archive(ekby: Cast, tmp_path: Path) -> Path:
    file = tmp_path / "ekby.zip"
    told("export_organisation", "ekby", file)
    return file
