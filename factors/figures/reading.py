"""From a file's bytes to figures: one document for each unit and school form, or a list of such."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from factors.figures.content import FigureEntry, FiguresRead
from factors.figures.documents import body_of, identity_of
from factors.figures.values import is_readable
from factors.terms import FIGURE_KIND_LIMIT, FIGURE_LIMIT, MEASURE_LIMIT, PROGRAMME_LIMIT
from portal.imports.documents import Values, listed, mapping, parsed, shown, text
from portal.imports.records import Fault, Unreadable

FILE_LIMIT = 5_000_000
MOST_FIGURES = 50_000
PROGRAMMES = "programMetrics"
FIELDS = {"value", "valueType", "timePeriod"}
MEASURE = re.compile(rf"[A-Za-z][A-Za-z0-9_]{{0,{MEASURE_LIMIT - 1}}}")
PROGRAMME = re.compile(rf"[A-Za-z0-9ÅÄÖåäö_-]{{1,{PROGRAMME_LIMIT}}}")
KIND = re.compile(rf"[A-Z][A-Z0-9_]{{0,{FIGURE_KIND_LIMIT - 1}}}")
PERIOD = re.compile(r"(?:19|20)[0-9]{2}(?:/(?:[0-9]{2}|[0-9]{4}))?|[VH]T[0-9]{2}")
# A place in the file, and the figure there or what is wrong with it.
Found = tuple[str, FigureEntry | str]


def read_figures(data: bytes, file_name: str = "") -> FiguresRead:
    """An `Unreadable` says what the person can do; what else is wrong is told with its place."""
    if len(data) > FILE_LIMIT:
        raise Unreadable(
            _("Filen är för stor: den får vara högst 5 MB. Dela upp den på färre enheter.")
        )
    return figures_in(parsed(data), file_name)


def figures_in(document: object, file_name: str = "") -> FiguresRead:
    read = FiguresRead()
    for number, (place, found) in enumerate(_all(document, file_name)):
        if number == MOST_FIGURES:
            raise Unreadable(
                _("Filen har fler än %(most)s siffror. Dela upp den på färre enheter.")
                % {"most": MOST_FIGURES}
            )
        _add(read, place, found)
    if not read.entries and not read.faults:
        raise Unreadable(
            _(
                "Filen har ingen statistik. Välj en fil som är sparad ur Skolverkets API Planned"
                " Educations, version 4."
            )
        )
    return read


def _add(read: FiguresRead, place: str, found: FigureEntry | str) -> None:
    if isinstance(found, str):
        read.faults.append(Fault(place, found))
    elif read.entries.setdefault(found.key, found) != found:
        message = _("Siffran står en gång till i filen, men med ett annat värde. Ta bort den ena.")
        read.faults.append(Fault(place, message))


def _all(document: object, file_name: str) -> Iterator[Found]:
    if not isinstance(document, list):
        yield from _document(document, "", file_name)
        return
    for index, each in enumerate(document):
        yield from _document(each, f"[{index}]", "")


def _document(document: object, place: str, file_name: str) -> Iterator[Found]:
    body = body_of(document)
    unit, form = identity_of(document, file_name)
    inside = f"{place}.body" if "body" in mapping(document) else place
    if not unit:
        message = _(
            "Det framgår inte vilken enhet och skolform statistiken gäller. Skriv schoolUnitCode"
            " och schoolForm, eller döp filen till exempel 12345678-gr.json."
        )
        yield place or _("Hela filen"), message
        return
    yield from _measures(body, inside, (unit, form), "")
    for index, each in enumerate(listed(body.get(PROGRAMMES))):
        yield from _programme(mapping(each), f"{inside}.{PROGRAMMES}[{index}]", (unit, form))


def _programme(values: Values, place: str, whose: tuple[str, str]) -> Iterator[Found]:
    code = text(values, "programCode")
    if PROGRAMME.fullmatch(code):
        yield from _measures(values, place, whose, code)
    else:
        yield f"{place}.programCode", _("Programmets kod saknas eller är för lång.")


def _measures(
    values: Values, place: str, whose: tuple[str, str], programme: str
) -> Iterator[Found]:
    """A measure is a list of figures; what else stands in the document is not read."""
    for name, series in values.items():
        if name == PROGRAMMES or not any(FIELDS & mapping(each).keys() for each in listed(series)):
            continue
        where = f"{place}.{shown(name)[:MEASURE_LIMIT]}".lstrip(".")
        if not MEASURE.fullmatch(name):
            yield where, _("Måttets kod får bara ha a–z, siffror och understreck.")
            continue
        for index, each in enumerate(listed(series)):
            yield from _figure(each, f"{where}[{index}]", (*whose, name, programme))


def _figure(value: object, place: str, whose: tuple[str, str, str, str]) -> Iterator[Found]:
    values = mapping(value)
    published = "" if values.get("value") is None else shown(values["value"])
    period, kind = text(values, "timePeriod"), text(values, "valueType")
    if not period and not published:  # nothing is said of no year at all
        return
    entry = FigureEntry(*whose, period, published, kind)
    fault = _fault(entry, values)
    yield (f"{place}.{fault[0]}", fault[1]) if fault else (place, entry)


def _fault(entry: FigureEntry, values: Values) -> tuple[str, str] | None:
    if not KIND.fullmatch(entry.kind):
        return "valueType", _("Siffrans slag saknas. Där ska stå till exempel EXISTS.")
    if not PERIOD.fullmatch(entry.period):
        return "timePeriod", _(
            "Läsåret saknas eller går inte att läsa. Skriv till exempel 2025/26."
        )
    if not isinstance(values.get("value"), str | None):
        return "value", _("Siffran ska vara text inom citattecken, som i källan.")
    if len(entry.text) > FIGURE_LIMIT:
        return "value", _("Texten är för lång för att vara en siffra.")
    if not is_readable(entry.text, entry.kind):
        return "value", _("”%s” är ingen siffra. Skriv den som i källan, till exempel 89,6.") % (
            entry.text
        )
    return None
