"""What a report is built from: its place's results, the comments that may stand in it."""

from dataclasses import dataclass, replace

from assessments import disclosure
from assessments.comments import Comments, comments, office_comments
from assessments.joint_ratings import Agreements, agreements_at
from assessments.models import Dialogue, Round
from assessments.report.talks import read_dialogues
from assessments.results.asked import Asked, asked_by
from assessments.results.chain import View
from assessments.results.mirror import Look, mirror_look
from assessments.results.overview import Overview
from assessments.results.unit import UnitResult
from portal.models import Unit
from portal.terms import Level


@dataclass(frozen=True, slots=True)
class Material:
    result: Overview | UnitResult
    comments: Comments
    # What is agreed on in conversations there, and at which levels it may be.
    agreements: Agreements
    agreeing: tuple[Level, ...]
    dialogues: tuple[Dialogue, ...]
    # How each level is seen by the one below it, in a round that asked.
    mirror: Look | None

    @property
    def view(self) -> View:
        return replace(self.result.view, comments=self.comments, mirror=self.mirror)


def read_material(round: Round, unit: Unit | None) -> Material:
    """With a constant number of queries."""
    asked = asked_by(round)
    return Material(
        result=_unit_result(asked, unit) if unit else _overview(asked),
        comments=_comments(round, unit),
        agreements=agreements_at(round, unit),
        dialogues=read_dialogues(round, unit),
        agreeing=(Level.REKTOR, Level.UNDERVISNING) if unit else (Level.HUVUDMAN,),
        mirror=mirror_look(round, asked.ratable, unit.pk if unit else None),
    )


def _unit_result(asked: Asked, unit: Unit) -> UnitResult:
    figures = disclosure.unit_figures(asked.round, unit.slug, asked.ratable)
    return UnitResult(asked, figures, unit.slug)


def _overview(asked: Asked) -> Overview:
    return Overview(asked, disclosure.figures(asked.round).unit_by_unit(asked.overall))


def _comments(round: Round, unit: Unit | None) -> Comments:
    """A unit's report is read by the whole unit, the huvudman's only by those above."""
    if unit:
        return comments(round, unit, from_above=False)
    return office_comments(round)
