import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessments.models import Mailing, Round
from assessments.planning import can_be_ticked, is_reminded_on, ticked
from assessments.terms import MailingKind
from portal.days import today
from portal.forms.fields import DayField

DAY = datetime.timedelta(days=1)
TO_WHOM = {
    MailingKind.ASKED: gettext_lazy("När omgången öppnar, %(day)s. Till alla som tillfrågas."),
    MailingKind.CLOSING_TOMORROW: gettext_lazy("%(day)s. Till dem som inte har lämnat in."),
    MailingKind.RESULTS_READY: gettext_lazy(
        "När omgången har stängt, senast %(day)s. Till alla som får se resultatet; en enhet som "
        "stänger i förtid får sitt då."
    ),
}


class PlanForm(forms.Form):
    """A tick for each mailing that follows the round's own days."""

    def __init__(self, round: Round, data: QueryDict | None = None) -> None:
        super().__init__(data)
        wanted = ticked(round)
        for kind in can_be_ticked(round):
            day = date_format(Mailing(round=round, kind=kind).due_on, "j F")
            self.fields[kind.value] = forms.BooleanField(
                label=kind.label,
                help_text=TO_WHOM[kind] % {"day": day},
                required=False,
                initial=kind in wanted,
            )

    @property
    def wanted(self) -> set[str]:
        return {kind for kind, is_ticked in self.cleaned_data.items() if is_ticked}


class ReminderForm(forms.Form):
    day = DayField(label=gettext_lazy("Dag"))

    def __init__(self, round: Round, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="reminder_%s")
        self.round = round
        self.first, self.last = max(today(), round.opens_on), round.closes_on
        limits = {"min": self.first.isoformat(), "max": self.last.isoformat()}
        self.fields["day"].widget.attrs.update(limits)

    def clean_day(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["day"]
        if not self.first <= day <= self.last:
            raise forms.ValidationError(
                _("Välj en dag från och med %(first)s till och med %(last)s.") % self._limits()
            )
        if is_reminded_on(self.round, day, None):
            raise forms.ValidationError(_("Den dagen går redan en påminnelse. Välj en annan dag."))
        return day

    def _limits(self) -> dict[str, Any]:
        return {"first": date_format(self.first, "j F"), "last": date_format(self.last, "j F")}
