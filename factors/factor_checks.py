"""What is wrong, doubtful or worth knowing about one factor and its table."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from factors.catalogue.content import FactorEntry
from factors.findings import Finding, Severity
from factors.places import cell_spot, factor_place, levels_place
from factors.terms import OVERALL_ROW
from portal.terms import Level


def of_factor(factor: FactorEntry) -> Iterator[Finding]:
    texts = [
        (_("Varför"), factor.why),
        (_("Så kan den märkas"), factor.signs),
        (_("Inledning till tabellen"), factor.stem),
    ]
    for label, text in texts:
        if not text.strip():
            message = _("Texten saknas. Skriv den, om källan har den.")
            yield Finding(Severity.WARNING, factor_place(factor, label), message)
    if not factor.complete:
        message = _("Framgångsfaktorn är märkt som inte fullständig. Det sägs på dess sida.")
        yield Finding(Severity.NOTE, factor_place(factor), message)
    yield from _rows(factor) if factor.statements else _no_rows(factor)
    for statement in factor.statements:
        if not statement.complete:
            place = levels_place(factor, cell_spot(statement.row, statement.level))
            message = _("Påståendet är inte fullständigt. Det kan läsas, men inte skattas.")
            yield Finding(Severity.NOTE, place, message)


def _no_rows(factor: FactorEntry) -> Iterator[Finding]:
    if factor.complete:
        message = _(
            "Framgångsfaktorn har inga påståenden. Skriv tabellen, eller märk faktorn som inte"
            " fullständig."
        )
        yield Finding(Severity.ERROR, levels_place(factor), message)
    else:
        message = _("Framgångsfaktorn har inga påståenden, och kan läsas men inte skattas.")
        yield Finding(Severity.NOTE, levels_place(factor), message)


def _rows(factor: FactorEntry) -> Iterator[Finding]:
    cells = {(each.row, each.level) for each in factor.statements}
    rows = sorted({row for row, _level in cells} - {OVERALL_ROW})
    used = [level for level in Level if any((row, level) in cells for row in rows)]
    for level in Level:
        if level not in used:
            message = _("Nivån har ingen rad alls. Kontrollera mot källan att det ska vara så.")
            yield Finding(Severity.WARNING, levels_place(factor, str(level.label)), message)
        elif (OVERALL_ROW, level) not in cells:
            message = _(
                "Frågan om helheten saknas på nivån. Spara tabellen igen: då läggs den till."
            )
            yield Finding(Severity.ERROR, levels_place(factor, str(level.label)), message)
    for row in rows:
        for level in used:
            if (row, level) not in cells:
                message = _("Cellen är tom. Det är rätt om källan har ett streck där.")
                yield Finding(Severity.NOTE, levels_place(factor, cell_spot(row, level)), message)
    if rows and rows != list(range(1, len(rows) + 1)):
        message = _("Raderna är inte numrerade i följd. Kontrollera att ingen rad fattas.")
        yield Finding(Severity.WARNING, levels_place(factor), message)
