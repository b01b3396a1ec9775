import datetime

from django import forms
from django.forms import model_to_dict
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.days import today
from portal.forms.fields import DayField
from portal.models import Organisation, Retention


class RetentionForm(forms.ModelForm):
    """A new decision; the old ones stay, since receipts tell which one they followed."""

    decided_on = DayField(label=_("Beslutsdag"))

    class Meta:
        model = Retention
        fields = ("reference", "decided_on", "comments_months", "people_months")
        labels = {
            "comments_months": _("Ta bort kommentarer efter så här många månader"),
            "people_months": _("Ta bort personuppgifter efter så här många månader"),
        }
        help_texts = {
            "comments_months": _(
                "Räknat från dagen då omgången stängde. Lämna tomt för att spara dem."
            ),
            "people_months": _(
                "Räknat från personens sista dag. Lämna tomt för att spara uppgifterna."
            ),
        }
        error_messages = {"reference": {"required": _("Skriv beslutets diarienummer.")}}

    def __init__(self, organisation: Organisation, data: QueryDict | None = None) -> None:
        super().__init__(data, instance=Retention(organisation=organisation))
        decision = organisation.retentions.first()
        if decision:
            self.initial = model_to_dict(decision, self.Meta.fields)

    def clean_decided_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["decided_on"]
        if day > today():
            raise forms.ValidationError(_("Beslutet måste vara taget. Välj en dag som har varit."))
        return day
