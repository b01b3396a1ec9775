"""What a report does not show, and why: nobody should have to guess."""

from collections import Counter
from collections.abc import Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.disclosure import Figure, Status
from assessments.models import Round
from assessments.reading import listed
from assessments.report.parts import Participation, UnitsTable
from assessments.results.chain import FactorResult
from portal.terms import Level


def unseen(
    round: Round,
    participation: tuple[Participation, ...],
    results: list[FactorResult],
    units: tuple[UnitsTable, ...],
) -> Iterator[str]:
    yield _(
        "Enskilda svar. När omgången stängdes räknades undervisningens svar ihop till summor "
        "och de enskilda svaren raderades."
    )
    if round.mirror:
        yield _(
            "Enskilda svar i speglingen: hur en nivå ser nivån ovanför är anonymt också för "
            "rektorer. De svaren räknades ihop för sig och raderades."
        )
    if round.comments_removed_on:
        yield _(
            "Kommentarer och delade reflektioner: de togs bort %(day)s enligt huvudmannens "
            "gallringsbeslut. Siffrorna är desamma som förut."
        ) % {"day": date_format(round.comments_removed_on, "j F Y")}
    for each in participation:
        yield from _level_unseen(each, round.floor)
    yield from _rows_unseen(results, round.floor)
    yield from _units_unseen(units)


def _level_unseen(each: Participation, floor: int) -> Iterator[str]:
    words = {"level": each.level.place.capitalize(), "floor": floor}
    if each.figure.status is Status.FEW and not each.counted:
        yield (
            _(
                "%(level)s: färre än %(floor)d personer svarade, och svaren kunde inte räknas ihop "
                "med andra enheters. De ingår inte i något resultat."
            )
            % words
        )
    if each.figure.status is Status.NONE:
        yield _("%(level)s: ingen svarade.") % words
    if each.figure.pooled_with:
        yield _(
            "%(level)s, enheten för sig: svaren är räknade tillsammans med %(names)s, så att "
            "ingen grupp är mindre än %(floor)d personer. Siffrorna gäller enheterna "
            "tillsammans, och kommentarer sparas inte."
        ) % (words | {"names": listed(each.figure.pooled_with)})


def _rows_unseen(results: list[FactorResult], floor: int) -> Iterator[str]:
    """Rows that too few rated, at a level that is otherwise shown."""
    threads = (row for each in results for row in (each.overall, *each.rows))
    cells = (cell for row in threads for cell in row.cells)
    for level, rows in Counter(cell.level for cell in cells if _too_few(cell.figure)).items():
        yield ngettext(
            "%(rows)d rad på %(level)s: färre än %(floor)d personer valde ett steg på skalan.",
            "%(rows)d rader på %(level)s: färre än %(floor)d personer valde ett steg på skalan.",
            rows,
        ) % {"rows": rows, "level": level.place, "floor": floor}


def _too_few(figure: Figure) -> bool:
    """For this statement; of a block that has too few nothing is told."""
    return figure.status is Status.FEW and figure.answered > 0


def _units_unseen(units: tuple[UnitsTable, ...]) -> Iterator[str]:
    for table in units[:1]:
        found = {status: _units_with(table, status) for status in (Status.FEW, Status.NONE)}
        if found[Status.FEW]:
            yield _("För få svar på undervisningsnivån att visa: %(units)s.") % {
                "units": listed(found[Status.FEW])
            }
        if found[Status.NONE]:
            yield _("Inga svar på undervisningsnivån: %(units)s.") % {
                "units": listed(found[Status.NONE])
            }


def _units_with(table: UnitsTable, status: Status) -> list[str]:
    """Units where the whole teaching level has the status, not just one row."""
    return [
        row.unit.name
        for row in table.rows
        if any(
            cell.level is Level.UNDERVISNING
            and cell.figure.status is status
            and not _too_few(cell.figure)
            for cell in row.cells
        )
    ]
