"""The decision on an analysis: who made it, when, and under which number it is kept."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from assessments.analyses.sharing import Decision, decision_of, digest
from assessments.forms.answers import WrittenField
from assessments.models import Analysis
from portal.days import today
from portal.forms.fields import DayField


class LineField(WrittenField):
    """A text of one line: a pasted line break is a space."""

    def __init__(self, limit: int, label: Any, help_text: Any = "") -> None:
        super().__init__(limit)
        self.label, self.help_text = label, help_text

    def to_python(self, value: Any) -> str:
        return " ".join(super().to_python(value).split())


class DecisionForm(forms.Form):
    """`seen` tells which decision the sender had in view."""

    decided_by = LineField(
        120,
        _("Beslutad av"),
        _("Till exempel barn- och utbildningsnämnden, styrelsen eller rektor."),
    )
    decided_on = DayField(label=_("Beslutsdag"), required=False)
    diary_number = LineField(60, _("Diarienummer"))

    def __init__(self, analysis: Analysis, data: QueryDict | None = None) -> None:
        standing = decision_of(analysis)
        super().__init__(data, initial=standing)
        self.seen = digest(standing) if data is None else data.get("seen", "")
        self.others: Decision = {}
        self.fields["decided_on"].widget.attrs["max"] = today().isoformat()

    def clean_decided_on(self) -> Any:
        day = self.cleaned_data["decided_on"]
        if day and day > today():
            raise forms.ValidationError(_("Beslutet kan inte ligga framåt i tiden."))
        return day

    @property
    def wanted(self) -> Decision:
        return {name: self.cleaned_data[name] for name in self.fields}

    def confront(self, standing: Decision) -> None:
        """Keeps what stands where it differs; the next save knows of it."""
        self.seen = digest(standing)
        mine = self.wanted
        self.others = {name: value for name, value in standing.items() if value != mine[name]}

    @property
    def lines(self) -> list[tuple[forms.BoundField, str | None]]:
        """Each field, and what somebody else has saved in it."""
        return [(field, self._other(field.name)) for field in self]

    def _other(self, name: str) -> str | None:
        if name not in self.others:
            return None
        theirs = self.others[name]
        return date_format(theirs) if name == "decided_on" and theirs else str(theirs or _("inget"))
