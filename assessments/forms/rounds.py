import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from assessments.drafting import chosen_in, save_draft
from assessments.foreseeing import forecast
from assessments.forms.choices import (
    LOOK_AGAIN,
    NOBODY_TO_MIRROR,
    by_key,
    grouped,
    level_choice,
    mirrors_nobody,
    newer_factors,
    unaskable,
    unit_choice,
)
from assessments.forms.fields import ONE_LINE, ChosenField, FloorField, MirrorField
from assessments.models import Round
from assessments.opening import LONGEST
from assessments.preview import Preview, preview, ratable_statements
from assessments.selection import (
    QuickChoices,
    Replaced,
    chosen_with,
    offered_factors,
    offered_units,
    quick_choices,
    replaced_factors,
)
from factors.models import Factor
from portal.days import today
from portal.forms.fields import DayField
from portal.models import Unit
from portal.terms import Level

FURTHEST = datetime.timedelta(days=2 * 366)
LISTS = ("factors", "levels", "units")


class RoundForm(forms.ModelForm):
    """The whole round on one page."""

    title = forms.CharField(
        label=_("Titel"),
        max_length=100,
        validators=[ONE_LINE],
        help_text=_("Så heter omgången för alla som svarar. Högst 100 tecken."),
        error_messages={
            "required": _("Skriv en titel, till exempel Läsåret 2026/27."),
            "max_length": _("Titeln har %(show_value)d tecken. Korta den till högst 100."),
        },
    )
    factors = ChosenField(
        label=_("Framgångsfaktorer"),
        help_text=_("En till tre är lagom. Varje faktor tar några minuter att svara på."),
        error_messages={"required": _("Välj minst en framgångsfaktor.")},
    )
    levels = ChosenField(
        label=_("Nivåer"),
        help_text=_("Huvudman och rektor svarar i sin roll, undervisning svarar anonymt."),
        error_messages={"required": _("Välj minst en nivå i styrkedjan.")},
    )
    mirror = MirrorField()
    units = ChosenField(label=_("Enheter"), required=False)
    floor = FloorField()
    opens_on = DayField(
        label=_("Första dag"), help_text=_("Omgången öppnar av sig själv den dagen.")
    )
    closes_on = DayField(
        label=_("Sista dag"), help_text=_("Till och med den här dagen, klockan 23.59.")
    )

    class Meta:
        model = Round
        fields = ("title", "opens_on", "closes_on", "mirror", "floor")

    def __init__(
        self,
        round: Round,
        data: QueryDict | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        kept = round.round_factors.values_list("factor", flat=True) if round.pk else ()
        self.offered_factors = offered_factors(round.organisation, kept)
        self.newer = newer_factors(self.offered_factors)
        self.replaced: list[Replaced] = []
        if data is not None:
            data = self._renewed(round, data)
        elif initial:
            initial = initial | {"factors": self._renewed_factors(round, initial["factors"])}
        super().__init__(data, instance=round, initial=initial)
        self.offered_units = offered_units(round.organisation)
        self._list("factors").offer(by_key(self.offered_factors), grouped(self.offered_factors))
        self._list("units").offer(by_key(self.offered_units), map(unit_choice, self.offered_units))
        self._list("levels").offer({each.value: each for each in Level}, map(level_choice, Level))
        self.fields["units"].widget.attrs["class"] = "many"

    def _renewed(self, round: Round, data: QueryDict) -> QueryDict:
        copy = data.copy()
        copy.setlist("factors", self._renewed_factors(round, data.getlist("factors")))
        return copy

    def _renewed_factors(self, round: Round, chosen: list[Any]) -> list[str]:
        """In place of what a new edition has replaced since the page was made: the same in it."""
        self.replaced = replaced_factors(round.organisation, chosen, self.offered_factors)
        new = {str(old.pk): str(new.pk) if new else "" for old, new in self.replaced}
        return [kept for kept in (new.get(str(each), str(each)) for each in chosen) if kept]

    @classmethod
    def of_draft(cls, round: Round) -> "RoundForm":
        """The form as the draft was saved."""
        return cls(round, initial=chosen_in(round))

    @classmethod
    def redrawn(cls, round: Round, data: QueryDict) -> "RoundForm":
        """What is ticked and written, after a quick choice and before anything is checked."""
        form = cls(round, initial=data.dict() | {name: data.getlist(name) for name in LISTS})
        form._toggle(data.get("pick", ""))
        if "renew" in data:
            form._renew()
        return form

    def _renew(self) -> None:
        """Tick the newest edition's factors in place of those that the draft was saved with."""
        newer = {str(old): str(new.pk) for old, new in self.newer.items()}
        chosen = [str(each) for each in self.initial["factors"]]
        self.initial["factors"] = [newer.get(each, each) for each in chosen]

    def _list(self, name: str) -> ChosenField:
        field = self.fields[name]
        assert isinstance(field, ChosenField)  # noqa: S101 (tells the type checker)
        return field

    def picked(self, name: str) -> list[Any]:
        """What is ticked in one of the lists, whether or not the form has been checked."""
        return self._list(name).among(self[name].value() or [])

    def _toggle(self, pick: str) -> None:
        """Tick all units of a quick choice; untick them where all are ticked already."""
        ticked = {unit.pk for unit in self._list("units").among(self.initial["units"])}
        group = {unit.pk for unit in self.offered_units if pick in chosen_with(unit)}
        self.initial["units"] = list(ticked - group if group <= ticked else ticked | group)

    def quick_choices(self) -> list[QuickChoices]:
        return quick_choices(self.offered_units)

    @cached_property
    def preview(self) -> Preview:
        factors, levels, units = (self.picked(name) for name in LISTS)
        floor = self.fields["floor"].read(self["floor"].value())  # type: ignore[attr-defined]
        told = forecast(self.instance, units if Level.UNDERVISNING in levels else [], floor)
        organisation, mirror = self.instance.organisation, bool(self["mirror"].value())
        return preview(organisation, factors, levels, units, told, self.statements, mirror)

    @cached_property
    def statements(self) -> Any:
        return ratable_statements(self.offered_factors)

    def clean_opens_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["opens_on"]
        if day < today():
            raise forms.ValidationError(_("Den dagen har varit. Välj i dag eller en senare dag."))
        if day > today() + FURTHEST:
            raise forms.ValidationError(_("Välj en dag inom två år."))
        return day

    def clean(self) -> dict[str, Any]:
        chosen = super().clean() or self.cleaned_data
        if self.replaced:
            self.add_error("factors", LOOK_AGAIN)
        self._check_days(chosen.get("opens_on"), chosen.get("closes_on"))
        self._check_units(chosen.get("levels", []), chosen.get("units", []))
        self._check_statements(chosen.get("factors", []), chosen.get("levels", []))
        if mirrors_nobody(chosen):
            self.add_error("mirror", NOBODY_TO_MIRROR)
        return chosen

    def _check_days(self, first: datetime.date | None, last: datetime.date | None) -> None:
        if not first or not last:
            return
        if last < first:
            self.add_error("closes_on", _("Sista dagen är före första dagen. Välj en senare dag."))
        elif last > first + LONGEST:
            self.add_error("closes_on", _("En omgång kan vara öppen högst ett år."))

    def _check_units(self, levels: list[Level], units: list[Unit]) -> None:
        if "units" not in self.errors and not units and set(levels) - {Level.HUVUDMAN}:
            self.add_error("units", _("Välj minst en enhet."))

    def _check_statements(self, factors: list[Factor], levels: list[Level]) -> None:
        for problem in unaskable(factors, levels, self.statements):
            self.add_error("factors", problem)

    def save(self, commit: bool = True) -> Round:
        save_draft(self.instance, self.cleaned_data)
        return self.instance
