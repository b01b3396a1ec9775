from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.models import Organisation, Team, Unit
from portal.terms import SchoolForm
from portal.units import new_slug, units_found, with_people


class UnitFilterForm(forms.Form):
    """Which units; what can't be read narrows nothing, and says so."""

    q = forms.CharField(label=_("Namn eller skolenhetskod"), max_length=150, required=False)
    form = forms.ChoiceField(
        label=_("Skolform"),
        choices=[("", _("Alla skolformer")), *SchoolForm.choices],
        required=False,
    )
    area = forms.ChoiceField(label=_("Område"), required=False)
    closed = forms.BooleanField(label=_("Visa också nedlagda"), required=False)

    def __init__(self, organisation: Organisation, data: QueryDict) -> None:
        super().__init__(data, use_required_attribute=False)
        self.organisation = organisation
        areas = areas_of(organisation)
        self.fields["area"].choices = [  # type: ignore[attr-defined]
            ("", _("Alla områden")),
            *[(area, area) for area in areas],
        ]
        self.full_clean()  # leaves what could be read

    def found(self) -> Any:
        wanted = self.cleaned_data
        units = units_found(self.organisation, wanted.get("q", ""))
        if wanted.get("form"):
            units = units.filter(school_forms__contains=f" {wanted['form']} ")
        if wanted.get("area"):
            units = units.filter(area=wanted["area"])
        if not wanted.get("closed"):
            units = units.filter(closed_on=None)
        return with_people(units).order_by("sort_key", "pk")


class UnitForm(forms.ModelForm):
    school_forms = forms.MultipleChoiceField(
        label=_("Skolformer"),
        choices=SchoolForm.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Välj minst en skolform.")},
    )

    class Meta:
        model = Unit
        fields = ("name", "school_forms", "code", "area")
        labels = {"name": _("Namn"), "code": _("Skolenhetskod"), "area": _("Område")}
        help_texts = {
            "code": _("Åtta siffror. Förskolor har ingen."),
            "area": _("Ert eget sätt att dela in enheterna, till exempel ett rektorsområde."),
        }
        error_messages = {"name": {"required": _("Skriv enhetens namn.")}}

    def __init__(self, organisation: Organisation, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.organisation = organisation
        self.areas = areas_of(organisation)
        self.fields["area"].widget.attrs["list"] = "areas"

    def clean_code(self) -> str | None:
        code = self.cleaned_data["code"] or None
        others = self.instance.organisation.units.exclude(pk=self.instance.pk)
        if code and (taken := others.filter(code=code).first()):
            raise forms.ValidationError(_("%(unit)s har redan den koden.") % {"unit": taken})
        return code

    def save(self, commit: bool = True) -> Unit:
        if not self.instance.pk:
            self.instance.slug = new_slug(self.instance.organisation, self.instance.name)
        return super().save(commit)


class TeamForm(forms.ModelForm):
    class Meta:
        model = Team
        fields = ("name",)
        labels = {"name": _("Nytt arbetslag")}
        error_messages = {"name": {"required": _("Skriv arbetslagets namn.")}}

    def __init__(self, unit: Unit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.unit = unit

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if self.instance.unit.teams.filter(name=name).exists():
            raise forms.ValidationError(_("Det finns redan ett arbetslag med det namnet."))
        return name


def areas_of(organisation: Organisation) -> list[str]:
    named = organisation.units.exclude(area="").order_by("area")
    return list(named.values_list("area", flat=True).distinct())
