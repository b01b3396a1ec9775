import datetime

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal import event_log
from portal.days import end_of, start_of
from portal.event_log import Events
from portal.forms.fields import DayField
from portal.verbs import SUBJECTS

KINDS = [("", _("Alla händelser")), *((key, label) for key, (label, _verbs) in SUBJECTS.items())]
SENSIBLE = [
    MinValueValidator(datetime.date(2000, 1, 1), _("Välj en dag efter år 2000.")),
    MaxValueValidator(datetime.date(2100, 1, 1), _("Välj en dag före år 2100.")),
]


class AuditFilterForm(forms.Form):
    """What the log is narrowed to; what can't be read narrows nothing, and says so."""

    kind = forms.ChoiceField(label=_("Händelser"), choices=KINDS, required=False)
    by = forms.CharField(label=_("Gjort av"), max_length=150, required=False)
    about = forms.CharField(label=_("Gäller"), max_length=150, required=False)
    first = DayField(label=_("Från och med"), required=False, validators=SENSIBLE)
    last = DayField(label=_("Till och med"), required=False, validators=SENSIBLE)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, use_required_attribute=False)
        self.full_clean()  # leaves what could be read

    def narrowed(self, events: Events) -> Events:
        wanted = self.cleaned_data
        if wanted.get("kind"):
            events = event_log.of_subject(events, wanted["kind"])
        if wanted.get("by"):
            events = event_log.done_by(events, wanted["by"])
        if wanted.get("about"):
            events = event_log.about(events, wanted["about"])
        if wanted.get("first"):
            events = events.filter(at__gte=start_of(wanted["first"]))
        if wanted.get("last"):
            events = events.filter(at__lt=end_of(wanted["last"]))
        return events
