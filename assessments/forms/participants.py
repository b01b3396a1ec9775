from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.models import Assessment
from assessments.opening import askable
from portal.models import Membership


class ParticipantForm(forms.Form):
    """Somebody to ask who has started since the round opened."""

    membership = forms.ModelChoiceField(
        Membership.objects.none(),
        error_messages={
            "required": _("Välj en person."),
            "invalid_choice": _("Personen har inte den rollen här längre. Välj någon annan."),
        },
    )

    def __init__(self, assessment: Assessment, data: Any) -> None:
        super().__init__(data)
        people = askable(assessment.round.organisation)
        field = self.fields["membership"]
        field.queryset = people.filter(role=assessment.level, unit=assessment.unit_id)  # type: ignore[attr-defined]
