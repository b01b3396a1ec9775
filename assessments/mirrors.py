"""Who mirrors the level above, place by place, and the blocks that their voices are in."""

from collections.abc import Iterator

from assessments.figure import Place
from assessments.models import Round
from assessments.places import Places, pooled, status_of
from portal.terms import Level

COLUMNS = (
    "level",
    "unit",
    "unit__name",
    "unit__slug",
    "unit__school_forms",
    "unit__area",
    "closed_at",
    "mirror_outcome",
    "mirror_block",
    "mirror_block__answered",
    "mirror_block__asked",
)


def mirror_places(round: Round) -> Places:
    """By the level that rates, and the unit; one query."""
    return pooled(_read(round))


def _read(round: Round) -> Iterator[Place]:
    rows = round.assessments.exclude(unit=None).order_by("unit__sort_key", "pk")
    for row in rows.values_list(*COLUMNS):
        level, unit, name, slug, forms, area, closed_at, outcome, block, answered, asked = row
        yield Place(
            level=Level(level),
            status=status_of(outcome, closed_at is not None),
            unit=unit,
            name=name,
            slug=slug,
            school_forms=tuple(forms),
            area=area,
            block=block,
            answered=answered or 0,
            asked=asked or 0,
            mirrors=True,
        )
