from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assessments.forms.round_states import ConfirmForm
from portal.models import Unit


class MergeForm(ConfirmForm):
    into = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("Enheten som den går upp i"),
        to_field_name="slug",
        empty_label=_("Välj en enhet"),
        error_messages={
            "required": _("Välj den enhet som fortsätter."),
            "invalid_choice": _("Välj en av enheterna i listan."),
        },
    )

    field_order = ["into", "confirmed"]

    def __init__(self, unit: Unit, label: Any, data: QueryDict | None = None) -> None:
        super().__init__(label, data)
        others = unit.organisation.units.filter(closed_on=None).exclude(pk=unit.pk)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]
