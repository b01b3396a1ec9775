"""The heatmap's rows as HTML, built without a template: 400 units make thousands of cells."""

from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assessments.disclosure import Figure, Place, Status
from assessments.distribution import Distribution
from assessments.drawings import decimal_comma, nearest_step, percent
from assessments.reading import listed
from assessments.results.addresses import Addresses
from assessments.results.filters import Filter
from assessments.results.groups import MANY, Group
from assessments.results.overview import Overview
from factors.models import Statement
from factors.terms import OVERALL_ROW
from portal.terms import Level, school_form_names

NAMED = 2


class Heatmap:
    """The rows at one level of the units, or only the huvudman's where no units take part."""

    def __init__(
        self,
        overview: Overview,
        level: Level | None,
        groups: list[Group],
        addresses: Addresses,
    ) -> None:
        self.overview, self.level, self.groups = overview, level, groups
        self.addresses = addresses
        self.absences = {status: _absent_cell(status) for status in Status}
        self.forms: dict[tuple[str, ...], str] = {}
        self.turnouts: dict[tuple[int, int], str] = {}

    @property
    def is_long(self) -> bool:
        return sum(len(group.places) for group in self.groups) >= MANY

    @property
    def summed(self) -> SafeString:
        """The whole selection: the huvudman's own level, then all units together."""
        filter = self.addresses.filter
        units = _("Enheterna i urvalet") if filter else _("Alla enheter tillsammans")
        names = {Level.HUVUDMAN: _("Huvudmannens nivå"), self.level: units}
        return _html(
            self._sum_row(f'<th scope="row">{escape(name)}</th>', each, filter)
            for each, name in names.items()
            if each in self.overview.levels
        )

    def _sum_row(self, head: str, level: Level, filter: Filter) -> str:
        told = self.overview.organisation_figures(level)
        return self._row(head, told, self._cell_addresses(level, filter))

    @property
    def units(self) -> SafeString:
        """By name, in a table body for each group."""
        return _html(self._body(*each) for each in enumerate(self.groups, 1))

    def _body(self, number: int, group: Group) -> str:
        head = self._group_row(group) if group.name else ""
        rows = "".join(map(self._unit_row, group.places))
        return f'<tbody id="grupp-{number}">{head}{rows}</tbody>'

    def _group_row(self, group: Group) -> str:
        together = self.overview.figures.together
        url = escape(self.addresses.filtered(group.filter))
        notes = "".join(f'<span class="sub">{escape(note)}</span>' for note in _notes(group))
        head = f'<th scope="rowgroup"><a href="{url}">{escape(group.name)}</a>{notes}</th>'
        told = [together(group.places, statement) for statement in self._overall]
        addresses = self._cell_addresses(group.places[0].level, group.filter)
        return self._row(head, told, addresses, ' class="group"')

    def _unit_row(self, place: Place) -> str:
        unit = self.overview.figures.unit
        told = [unit(place.unit, place.level, statement) for statement in self._overall]
        slug = escape(place.slug)
        return self._row(self._unit_head(place), told, [a + slug for a in self._unit_cells])

    def _unit_head(self, place: Place) -> str:
        url = self._unit_address.replace("/-/", f"/{escape(place.slug)}/")
        notes = (self._form_names(place), pooled_words(place.pooled_with))
        subs = "".join(f'<span class="sub">{escape(note)}</span>' for note in notes if note)
        return f'<th scope="row"><a href="{url}">{escape(place.name)}</a>{subs}</th>'

    def _form_names(self, place: Place) -> str:
        forms = place.school_forms
        if forms not in self.forms:
            self.forms[forms] = school_form_names(forms)
        return self.forms[forms]

    def _row(self, head: str, figures: list[Figure], addresses: list[str], kind: str = "") -> str:
        cells = "".join(map(self.cell, figures, addresses))
        return f"<tr{kind}>{head}{cells}{self._turnout(figures)}</tr>"

    def _turnout(self, figures: list[Figure]) -> str:
        """The response rate of the block; many units have the same."""
        rate = max((figure.asked, figure.answered) for figure in figures)
        if rate not in self.turnouts:
            self.turnouts[rate] = turnout_cell(*rate)
        return self.turnouts[rate]

    def cell(self, figure: Figure, address: str) -> str:
        """The mean with its n, which leads to what it is made of, or why there is none."""
        if not figure.distribution.n:
            return self.absences[figure.absence]
        step, mean = _mean(figure.distribution, get_language())
        return f'<td class="step-{step}"><a href="{address}">{mean}</a></td>'

    def _cell_addresses(self, level: Level, filter: Filter) -> list[str]:
        asked = self.overview.asked.factors
        included = self.addresses.included
        return [escape(included(filter, niva=level, faktor=each.position)) for each in asked]

    @cached_property
    def _overall(self) -> list[Statement | None]:
        level = self.level or Level.HUVUDMAN
        return [each.statement(OVERALL_ROW, level) for each in self.overview.asked.factors]

    @cached_property
    def _unit_cells(self) -> list[str]:
        level = self.level or Level.HUVUDMAN
        cells = self._cell_addresses(level, self.addresses.filter)
        return [f"{address}&amp;enhet=" for address in cells]

    @cached_property
    def _unit_address(self) -> str:
        return self.addresses.unit("-")


def _html(parts: Iterable[str]) -> SafeString:
    """Parts that are HTML already."""
    return SafeString("".join(parts))


@lru_cache(maxsize=4096)
def _mean(voices: Distribution, language: str) -> tuple[int, str]:
    """The nearest step, and the mean with its n, as the language writes numbers."""
    mean = voices.mean or 0.0
    n = f"n\u00a0=\u00a0{voices.n}"
    return nearest_step(mean), f'<b>{decimal_comma(mean)}</b> <span class="n">{n}</span>'


def _absent_cell(status: Status) -> str:
    return f'<td class="absent absent-{status.value}">{escape(status.label)}</td>'


def turnout_cell(asked: int, answered: int) -> str:
    """The response rate; of those left out nothing is told."""
    if not asked:
        left_out = _("visas inte")
        return f'<td class="plain-cell">{escape(left_out)}</td>'
    count = _("%(answered)d av %(asked)d") % {"answered": answered, "asked": asked}
    rate = percent(answered, asked)
    return f'<td class="plain-cell">{escape(rate)} <span class="n">{escape(count)}</span></td>'


def _notes(group: Group) -> Iterator[str]:
    units = len(group.places)
    yield ngettext("%(n)d enhet", "%(n)d enheter", units) % {"n": units}
    if group.outside:
        words = ngettext(
            "%(n)d räknas ihop med enheter utanför och är inte med i summan",
            "%(n)d räknas ihop med enheter utanför och är inte med i summan",
            group.outside,
        )
        yield words % {"n": group.outside}


def pooled_words(names: tuple[str, ...]) -> str:
    """With whom a small unit's voices are counted; at most two by name."""
    if not names:
        return ""
    if len(names) <= NAMED:
        return _("räknas ihop med %(names)s") % {"names": listed(names)}
    words = {"name": names[0], "others": len(names) - 1}
    return _("räknas ihop med %(name)s och %(others)d enheter till") % words
