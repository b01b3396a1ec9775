"""From a place's results to what it says of them."""

from typing import NamedTuple

from assessments.models import Analysis, Round
from portal.models import User


class Way(NamedTuple):
    """The name of a page, and whether the person writes there."""

    name: str
    writes: bool


READ, WRITE = Way("assessments:analysis", False), Way("assessments:analysis_edit", True)


def way_to(user: User, round: Round, unit: int | None, keeps: bool) -> Way | None:
    """None at a unit where none is shared; the huvudman's page lists the units' in any case."""
    seen = Analysis.objects.visible_to(user).filter(round=round, unit=unit).first()
    if keeps and not (seen and seen.locked_on):
        return WRITE
    return READ if seen or unit is None else None
