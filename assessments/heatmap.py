"""The heatmap's rows as HTML, built without a template: 400 units make thousands of cells."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.disclosure import Figure, Place
from assessments.drawings import decimal_comma, nearest_step, percent
from assessments.reading import listed
from assessments.results.overview import Overview
from portal.terms import Level, school_form_names

NAMED = 2


def summed_rows(overview: Overview, level: Level | None) -> SafeString:
    """The whole organisation: its own level, then all units together at the chosen one."""
    names = {Level.HUVUDMAN: _("Huvudmannens nivå"), level: _("Alla enheter tillsammans")}
    rows = (
        _row(format_html('<th scope="row">{}</th>', name), overview.organisation_figures(each))
        for each, name in names.items()
        if each in overview.levels
    )
    return joined(rows)


def unit_rows(overview: Overview, level: Level | None) -> SafeString:
    """One row for each unit, by name."""
    round = overview.asked.round
    address = reverse("assessments:unit_results", args=[round.organisation.slug, round.pk, "-"])
    places = overview.figures.places(level) if level else []
    rows = (
        _row(_head(place, address.replace("/-/", f"/{place.slug}/")), overview.place_figures(place))
        for place in places
    )
    return joined(rows)


def _row(head: SafeString, figures: list[Figure]) -> SafeString:
    cells = joined(map(cell, figures))
    return format_html("<tr>{}{}{}</tr>", head, cells, turnout_cell(figures))


def joined(parts: Iterable[SafeString]) -> SafeString:
    """Parts that are HTML already, which format_html_join would go through once more."""
    return SafeString("".join(parts))


def _head(place: Place, url: str) -> SafeString:
    notes = [school_form_names(place.school_forms), pooled_words(place.pooled_with)]
    return format_html(
        '<th scope="row"><a href="{}">{}</a>{}</th>',
        url,
        place.name,
        format_html_join("", '<span class="sub">{}</span>', ((note,) for note in notes if note)),
    )


def cell(figure: Figure) -> SafeString:
    """The mean with its n on the colour of the nearest step, or why there is none."""
    voices = figure.distribution
    if voices.mean is None:
        absence = figure.absence
        return format_html('<td class="absent absent-{}">{}</td>', absence.value, absence.label)
    return format_html(
        '<td class="step-{}">{} <span class="n">{}</span></td>',
        nearest_step(voices.mean),
        decimal_comma(voices.mean),
        f"n\u00a0=\u00a0{voices.n}",
    )


def turnout_cell(figures: list[Figure]) -> SafeString:
    """The response rate of the block; of those left out nothing is told."""
    asked, answered = max((figure.asked, figure.answered) for figure in figures)
    if not asked:
        return format_html('<td class="plain-cell">{}</td>', _("visas inte"))
    count = _("%(answered)d av %(asked)d") % {"answered": answered, "asked": asked}
    return format_html(
        '<td class="plain-cell">{} <span class="n">{}</span></td>', percent(answered, asked), count
    )


def pooled_words(names: tuple[str, ...]) -> str:
    """With whom a small unit's voices are counted; at most two by name."""
    if not names:
        return ""
    if len(names) <= NAMED:
        return _("räknas ihop med %(names)s") % {"names": listed(names)}
    words = {"name": names[0], "others": len(names) - 1}
    return _("räknas ihop med %(name)s och %(others)d enheter till") % words
