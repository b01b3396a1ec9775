"""What people write of a closed round, for the documents that tell of it."""

import datetime
from typing import Any
from uuid import uuid4

from assessments.analyses.saving import Spot, save_passage
from assessments.analyses.sharing import decision_of, digest, save_decision, share
from assessments.models import Action, Analysis, FollowUp, Need, Round
from assessments.saving import Attempt
from assessments.terms import ANALYSIS_LIMIT, Section
from portal.days import today
from portal.terms import Level
from tests.conftest import Cast

A_DAY = datetime.timedelta(days=1)


def analyse(round: Round, cast: Cast, text: str) -> None:
    spot = Spot(round, None, cast.admin)
    for section in (Section.STRENGTHS, Section.TO_DEVELOP, Section.CAUSES, Section.FOLLOW_UP):
        save_passage(spot, section, None, {"text": text[:ANALYSIS_LIMIT]}, Attempt(0, uuid4()))
    words = {"decided_by": text[:120], "decided_on": today(), "diary_number": text[:60]}
    save_decision(spot, words, digest(decision_of(Analysis())))
    share(spot)


def develop(round: Round, cast: Cast, text: str) -> None:
    """Five actions of the huvudman's, each followed up, and five needs that nobody has answered."""
    common: dict[str, Any] = {
        "organisation": cast.organisation,
        "round": round,
        "begins_on": today(),
        "ends_on": today() + 30 * A_DAY,
        "created_on": today(),
    }
    for _each in range(5):
        ours = Action.objects.create(
            **common, level=Level.HUVUDMAN, title=text[:120], measure=text[:4000]
        )
        FollowUp.objects.create(action=ours, made_on=today(), done=text[:4000], status="ongoing")
        theirs = Action.objects.create(
            **common, level=Level.REKTOR, unit=cast.bjork, title=text[:120]
        )
        Need.objects.create(action=theirs, level=Level.HUVUDMAN, text=text[:4000], asked_on=today())
