import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assessments.models import Round
from assessments.opening import LONGEST
from portal.days import today
from portal.forms.fields import DayField


class ExtendForm(forms.Form):
    closes_on = DayField(
        label=_("Ny sista dag"), help_text=_("Till och med den här dagen, klockan 23.59.")
    )

    def __init__(self, round: Round, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.earliest = max(today(), round.closes_on + datetime.timedelta(days=1))
        self.latest = round.opens_on + LONGEST
        self.fields["closes_on"].widget.attrs["min"] = self.earliest.isoformat()

    def clean_closes_on(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["closes_on"]
        if day < self.earliest:
            raise forms.ValidationError(
                _("Välj en dag efter den gamla sista dagen, och inte en dag som har varit.")
            )
        if day > self.latest:
            raise forms.ValidationError(_("En omgång kan vara öppen högst ett år."))
        return day


class ConfirmForm(forms.Form):
    """What can't be undone takes a tick of its own."""

    confirmed = forms.BooleanField(
        error_messages={"required": _("Kryssa i rutan för att visa att du är säker.")}
    )

    def __init__(self, label: Any, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["confirmed"].label = label
