"""Fields that forms of more than one app need."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "required": _("Välj en dag."),
        "invalid": _("Skriv dagen som år-månad-dag, till exempel 2026-12-18."),
    }
