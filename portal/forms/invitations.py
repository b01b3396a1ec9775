from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.models import Membership, Organisation, Unit
from portal.newcomers import Newcomers
from portal.people import found_by
from portal.terms import InvitationState, Role


class NewcomerFilterForm(forms.Form):
    """Which of those who have not come in; what can't be read narrows nothing, and says so."""

    q = forms.CharField(label=_("Namn eller adress"), max_length=150, required=False)
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Enhet"),
        to_field_name="slug",
        required=False,
        empty_label=_("Alla enheter"),
    )
    role = forms.ChoiceField(
        label=_("Roll"), choices=[("", _("Alla roller")), *Role.choices], required=False
    )
    state = forms.ChoiceField(
        label=_("Inbjudan"), choices=[("", _("Alla")), *InvitationState.choices], required=False
    )

    def __init__(self, organisation: Organisation, data: QueryDict) -> None:
        super().__init__(data, use_required_attribute=False)
        self.organisation = organisation
        self.fields["unit"].queryset = organisation.units.all()  # type: ignore[attr-defined]
        self.full_clean()  # leaves what could be read

    def narrowed(self, people: Newcomers) -> Newcomers:
        wanted = self.cleaned_data
        held = Membership.objects.current().filter(organisation=self.organisation)
        if wanted.get("unit"):
            held = held.filter(unit=wanted["unit"])
        if wanted.get("role"):
            held = held.filter(role=wanted["role"])
        if wanted.get("unit") or wanted.get("role"):
            people = people.filter(pk__in=held.values("user"))
        if wanted.get("state"):
            people = people.filter(state=wanted["state"])
        return found_by(people, wanted.get("q", ""))
