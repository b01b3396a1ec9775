"""What was read, kept until a person has seen what it would change, and then written."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from factors.figures.content import FigureEntry, FigureKey, dumped, loaded
from factors.models import Figure, FigureReading
from factors.terms import FIGURE_SOURCE_LIMIT
from portal.models import Organisation, Unit, User


class Gone(Exception):
    """It has been written already, or thrown away."""


@dataclass(slots=True)
class FigurePlan:
    """What writing would change. Figures that the source has no longer stay."""

    entries: list[FigureEntry]
    new: list[Figure] = field(default_factory=list)
    changed: list[Figure] = field(default_factory=list)
    unchanged: int = 0
    unknown_units: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.new or self.changed)


def keep(
    organisation: Organisation, by: User, source: str, entries: Iterable[FigureEntry]
) -> FigureReading:
    """Instead of what the person read before and did nothing with."""
    waiting = FigureReading.objects.filter(is_written=False)
    waiting.filter(organisation=organisation, made_by=by).delete()
    return FigureReading.objects.create(
        organisation=organisation,
        made_by=by,
        source=source[:FIGURE_SOURCE_LIMIT],
        content=dumped(entries),
    )


def plan_of(reading: FigureReading) -> FigurePlan:
    entries = loaded(reading.content)
    units = {unit.code: unit for unit in reading.organisation.units.exclude(code=None)}
    known = [entry for entry in entries if entry.unit in units]
    unknown = sorted({entry.unit for entry in entries} - units.keys())
    plan = FigurePlan(known, unknown_units=unknown)
    standing = _standing(reading.organisation)
    for entry in known:
        _compare(plan, reading, entry, units[entry.unit], standing.get(entry.key))
    return plan


def _standing(organisation: Organisation) -> dict[FigureKey, Figure]:
    figures = Figure.objects.filter(unit__organisation=organisation).select_related("unit")
    return {key_of(figure): figure for figure in figures}


def key_of(figure: Figure) -> FigureKey:
    return FigureKey(
        figure.unit.code or "",
        figure.school_form,
        figure.measure,
        figure.programme,
        figure.period,
    )


def _compare(
    plan: FigurePlan, reading: FigureReading, entry: FigureEntry, unit: Unit, figure: Figure | None
) -> None:
    if figure is None:
        told = {name: getattr(entry, name) for name in FigureKey._fields if name != "unit"}
        plan.new.append(Figure(reading=reading, unit=unit, **told, **entry.published))
    elif (figure.text, figure.kind) == (entry.text, entry.kind):
        plan.unchanged += 1
    else:
        for name, value in entry.published.items():
            setattr(figure, name, value)
        figure.reading = reading
        plan.changed.append(figure)


@transaction.atomic
def write(reading: FigureReading) -> FigurePlan:
    """All of it, as it is compared with what stands now."""
    Organisation.objects.select_for_update().get(pk=reading.organisation_id)
    waiting = FigureReading.objects.filter(pk=reading.pk, is_written=False)
    if not waiting.exists():
        raise Gone
    plan = plan_of(reading)
    Figure.objects.bulk_create(plan.new, batch_size=1000)
    Figure.objects.bulk_update(plan.changed, ["text", "kind", "value", "reading"], batch_size=500)
    waiting.update(is_written=True, content="")
    return plan
