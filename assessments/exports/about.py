"""What an export is, what it is about, and what it leaves out: nobody should have to guess."""

import datetime
from collections.abc import Iterable, Iterator

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from assessments.reading import listed
from assessments.report.parts import EditionPart, Report
from factors.models import Source

Line = tuple[str, str]


def about(report: Report) -> Iterator[Line]:
    """A heading and a text on each line; a text that goes on has no heading."""
    yield from _what(report)
    yield from _headed(_("Underlag"), (_edition(part) for part in report.editions))
    yield from _headed(_("Källor"), dict.fromkeys(_sources(report)))
    yield from _headed(_("Så läser du siffrorna"), _how_to_read(report))
    yield from _headed(_("Det här visas inte"), not_shown(report))


def not_shown(report: Report) -> Iterator[str]:
    yield from report.unseen
    yield _(
        "Kommentarer, gemensamma skattningar, samtal, delmål och utvecklingsarbete. De står i "
        "kvalitetsrapporten, där de går att läsa i sitt sammanhang."
    )


def _what(report: Report) -> Iterator[Line]:
    yield _("Vad det är"), _("Siffrorna i en kvalitetsrapport, desamma som på sidan och i PDF:en.")
    if report.organisation.is_demo:
        yield "", _("%(name)s är påhittad, för att visa portalen.") % {"name": report.organisation}
    yield _("Huvudman"), report.organisation.name
    if report.unit:
        yield _("Enhet"), report.unit.name
    yield _("Omgång"), str(report.round)
    yield (
        "",
        _("Öppnade %(opened)s och stängdes %(closed)s.")
        % {
            "opened": _day(report.round.opens_on),
            "closed": _day(report.round.closed_on),
        },
    )
    yield (
        _("Rapport"),
        _("%(reference)s, version %(version)d, framtagen %(day)s")
        % {
            "reference": report.reference,
            "version": report.version,
            "day": _day(report.made_on),
        },
    )


def _edition(part: EditionPart) -> str:
    words = {"edition": part.edition, "year": _day(part.edition.published_on, "Y")}
    if part.edition.is_local:
        return _("%(edition)s (lokal), utgiven %(year)s") % words
    return _("%(edition)s, utgiven %(year)s") % words


def _sources(report: Report) -> Iterator[str]:
    for part in report.editions:
        yield from (_source(each) for each in part.sources)
    yield _(
        "Framgångsfaktorerna och påståendena är återgivna ordagrant ur sina källor. Den "
        "sammantagna frågan om varje faktor (rad 0) är formulerad för Styrkedjan."
    )


def _source(source: Source) -> str:
    read = _("läst %(day)s") % {"day": _day(source.read_on)} if source.read_on else ""
    return ", ".join(filter(None, (source.title, source.address, read)))


def _how_to_read(report: Report) -> Iterator[str]:
    yield _(
        "En rad är vad en nivå svarar på ett påstående. Rad 0 är den sammantagna frågan om "
        "faktorn, inte ett medelvärde av raderna."
    )
    yield _(
        "Skalan går från 1, stämmer inte, till 4, stämmer helt. ”Kan inte bedöma” står för sig, "
        "och räknas varken i n eller i medelvärdet. Se på fördelningen först."
    )
    yield _(
        "En tom ruta betyder att det inte finns någon siffra, aldrig noll. Sista kolumnen säger "
        "varför."
    )
    yield from _together(report)
    if report.round.mirror:
        yield _(
            "I en spegling skattar en nivå raderna för nivån ovanför. Då är ”Skattad av” en "
            "annan nivå än ”Nivå”, och siffrorna räknas inte ihop."
        )


def _together(report: Report) -> Iterator[str]:
    yield _(
        "Enheter som räknas tillsammans har samma siffror, och de gäller enheterna tillsammans. "
        "Lägg inte ihop dem: då räknas samma personer flera gånger."
    )
    if report.units:
        yield _(
            "Enheterna står i bokstavsordning. Det är ingen rangordning: olika verksamheter har "
            "olika förutsättningar."
        )


def _day(day: datetime.date | None, format: str = "j F Y") -> str:
    return date_format(day, format) if day else ""


def _headed(heading: str, texts: Iterable[str]) -> Iterator[Line]:
    for number, text in enumerate(texts):
        yield ("" if number else heading), text


def title(report: Report) -> str:
    words = {"place": report.place, "round": report.round}
    return _("Siffror till kvalitetsrapporten: %(place)s, %(round)s") % words


def editions(report: Report) -> str:
    return listed(part.edition.title for part in report.editions)
