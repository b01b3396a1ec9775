"""A database of its own with an open round, laid, closed and audited by processes of its own.

`python -m tests.crash.stage ACT` does one of the functions below on the database that
DATABASE_URL names, and prints JSON. The test's own database must survive what happens here.
"""

import json
import os
import sys
import time
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


def audit() -> dict[str, Any]:
    """What stands: every rating by participation and statement, and what was counted."""
    from assessments.models import Rating, Tally

    ratings = Rating.objects.values_list("response__participation", "statement", "step", "version")
    counted = Tally.objects.values_list("statement", "n1", "n2", "n3", "n4")
    return {"ratings": list(ratings), "counted": list(counted)}


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    acts = (lay, lay_sixty, close_slowly, audit, lay_order, wait_for_lost, made)
    json.dump({act.__name__: act for act in acts}[sys.argv[1]](), sys.stdout)
