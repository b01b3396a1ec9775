"""A database of its own with an open round, laid, closed and audited by processes of its own.

`python -m tests.crash.stage ACT` does one of the functions below on the database that
DATABASE_URL names, and prints JSON. The test's own database must survive what happens here.
"""

import datetime
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

import django


def lay(people: int = 12) -> dict[str, Any]:
    """Some teachers of one unit are asked about two factors; who can save what."""
    from assessments.models import Participation
    from portal.terms import Level, Role, SchoolForm
    from tests.assessments.conftest import add_assessment, add_round, statements_of
    from tests.conftest import add_edition, add_organisation, add_person, add_unit

    ekby = add_organisation("Ekby kommun", "ekby")
    bjork = add_unit(ekby, "Björkskolan", "bjorkskolan", SchoolForm.GR)
    teachers = [
        add_person(f"Pedagog{number}", ekby, Role.UNDERVISNING, bjork) for number in range(people)
    ]
    round = add_round(ekby, add_edition())
    assessment = add_assessment(round, Level.UNDERVISNING, bjork, teachers)
    participations = Participation.objects.select_related("user")
    return {
        "round": round.pk,
        "statements": [statement.pk for statement in statements_of(assessment)],
        "savers": [[each.pk, session_of(each.user)] for each in participations],
    }


def lay_sixty() -> dict[str, Any]:
    return lay(60)


def session_of(user: Any) -> str:
    """The key of a session in which the person is signed in."""
    from django.conf import settings
    from django.contrib import auth

    from portal.sessions import SessionStore

    session = SessionStore()
    session[auth.SESSION_KEY] = str(user.pk)
    session[auth.BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[auth.HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def close_slowly() -> None:
    """Closing with a pause between counting the answers and forgetting them."""
    from assessments import closing
    from assessments.models import Round

    def slow_to_forget(assessments: list[Any]) -> None:
        time.sleep(1)
        forget(assessments)

    forget, closing.forget_voices = closing.forget_voices, slow_to_forget
    closing.close_round(Round.objects.get())


def lay_order() -> None:
    """The huvudman's report of a closed round is ordered."""
    from assessments.closing import close_round
    from assessments.models import Round
    from assessments.report.ordering import order_one

    lay()
    round = Round.objects.get()
    close_round(round)
    order_one(round, None)


def wait_for_lost() -> dict[str, Any]:
    """What stands of the order when its worker was lost, and the timer runs when time is up."""
    from django.core.management import call_command
    from django.utils import timezone

    from assessments.models import QualityReport, ReportOrder
    from assessments.report.ordering import A_TURN

    [order] = ReportOrder.objects.all()
    stands = {"ended": order.ended_at, "reports": QualityReport.objects.count()}
    ReportOrder.objects.update(promised_until=timezone.now() - A_TURN)
    call_command("tick", verbosity=0)
    return stands


def made() -> dict[str, Any]:
    """What came of the order, and the digest of the same report made by this process."""
    from assessments.models import OrderedReport, QualityReport
    from assessments.report.storage import stored_report

    [ordered], [kept] = OrderedReport.objects.all(), QualityReport.objects.all()
    stands = {"tries": ordered.tries, "version": kept.version, "sha256": kept.sha256}
    kept.file.delete()
    return stands | {"again": stored_report(kept.round, None).sha256}


def lay_due() -> None:
    """A round whose last day has passed, one whose first day it is, and letters about both."""
    from assessments.models import Assessment, Round
    from assessments.planning import plan
    from factors.models import Edition
    from portal.days import today
    from portal.models import Unit
    from portal.terms import Level
    from tests.assessments.conftest import add_round

    lay()
    day = datetime.timedelta(days=1)
    Round.objects.update(opens_on=today() - 9 * day, closes_on=today() - day)
    past = Round.objects.get()
    begun = add_round(past.organisation, Edition.objects.get(), "Våren")
    Assessment.objects.create(round=begun, level=Level.UNDERVISNING, unit=Unit.objects.get())
    Round.objects.filter(pk=begun.pk).update(opened_at=None)
    plan(past)
    plan(begun)


def tick_together() -> None:
    """The timer by day, in the same moment as the others that wait for the gate."""
    from django.conf import settings
    from django.core.management import call_command

    from assessments import mailings

    mailings.is_night = lambda moment: False
    settings.MAILS_PER_MINUTE = 6000
    gate = Path(settings.VAR_DIR) / "gate"
    Path(f"{gate}-{os.getpid()}").touch()
    while not gate.exists():
        time.sleep(0.001)
    call_command("tick", stdout=sys.stderr)


def done() -> dict[str, Any]:
    """How often each thing was done, and to each person sent."""
    from django.db.models import Count

    from assessments.models import Comparison, Participation, Response
    from portal.models import AuditEvent, Letter

    counted = AuditEvent.objects.order_by().values_list("verb").annotate(Count("pk"))
    sent = Letter.objects.order_by().values_list("kind", "user").annotate(Count("pk"))
    return {
        "events": dict(counted),
        "letters": sorted({(kind, number) for kind, _user, number in sent}),
        "waiting": Letter.objects.waiting().count(),
        "tries": sorted(set(Letter.objects.values_list("attempts", flat=True))),
        "comparisons": Comparison.objects.count(),
        "asked": Participation.objects.filter(assessment__round__closed_at=None).count(),
        "voices": Response.objects.filter(assessment__round__closed_at__isnull=False).count(),
    }


def audit() -> dict[str, Any]:
    """What stands: every rating by participation and statement, and what was counted."""
    from assessments.models import Rating, Tally

    ratings = Rating.objects.values_list("response__participation", "statement", "step", "version")
    counted = Tally.objects.values_list("statement", "n1", "n2", "n3", "n4")
    return {"ratings": list(ratings), "counted": list(counted)}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    acts = (
        *(lay, lay_sixty, close_slowly, audit, lay_order, wait_for_lost, made),
        *(lay_due, tick_together, done),
    )
    json.dump({act.__name__: act for act in acts}[sys.argv[1]](), sys.stdout)
