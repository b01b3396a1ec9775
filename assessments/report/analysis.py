"""What the place says of the round in its own words, as a report has it: only what is shared."""

from assessments.analyses.reading import Told, shared_at, told
from assessments.models import Round
from portal.models import Unit


def read_analysis(round: Round, unit: Unit | None) -> Told | None:
    """The stored report is fetched by those above and by the whole unit alike."""
    found = shared_at(round, unit).prefetch_related("passages", "findings").first()
    return told(found) if found else None


def asked_units(round: Round) -> int:
    """How many units take part in the round."""
    return Unit.objects.filter(assessments__round=round).distinct().count()
