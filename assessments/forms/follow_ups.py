"""How an action stands, and how it goes with it."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.forms.actions import EARLIEST, TextField
from assessments.terms import ActionStatus
from portal.days import today
from portal.forms.fields import DayField


class StatusForm(forms.Form):
    status = forms.ChoiceField(
        label=_("Läge"),
        choices=ActionStatus.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Välj hur det står till."),
            "invalid_choice": _("Välj ett av lägena."),
        },
    )


class FollowUpForm(StatusForm):
    made_on = DayField(label=_("Dag"))
    done = TextField(_("Det här har vi gjort"), required=True)
    led_to = TextField(_("Det här ledde det till"))
    evidence = TextField(_("Så vet vi det"))
    field_order = ("made_on", "done", "led_to", "evidence", "status")

    def clean_made_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["made_on"]
        if not EARLIEST <= day <= today():
            raise forms.ValidationError(_("Välj en dag till och med i dag."))
        return day
