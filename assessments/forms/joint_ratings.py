"""What a unit agreed on about one factor, all of it in one form."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from assessments.answering import CHOICES, key_of
from assessments.forms.answers import WrittenField
from assessments.joint_ratings import Agreement, Agreements, JointFactor, digest
from assessments.terms import JOINT_REASON_LIMIT
from factors.models import Statement
from portal.days import today
from portal.forms.fields import DayField

NONE = ""


@dataclass(slots=True)
class Line:
    """One statement; where it is contested, `other` is what somebody else has saved.

    `standing` is what was agreed on before, where that is not what the line is filled in with.
    """

    statement: Statement
    step: forms.BoundField
    reason: forms.BoundField
    contested: bool = False
    other: Agreement | None = None
    standing: Agreement | None = None


class StepField(forms.ChoiceField):
    def __init__(self) -> None:
        steps = [(key, step.label) for key, step in CHOICES.items()]
        super().__init__(
            choices=[*steps, (NONE, _("Inget gemensamt svar"))],
            required=False,
            error_messages={
                "invalid_choice": _(
                    "Välj ett av stegen, ”Kan inte bedöma” eller ”Inget gemensamt svar”."
                )
            },
        )


class ReasonField(WrittenField):
    def __init__(self, about: Statement) -> None:
        super().__init__(JOINT_REASON_LIMIT)
        # A browser cuts what is pasted at a maxlength, in silence; we say that it is too long.
        self.widget = forms.Textarea(attrs={"rows": 2})
        self.label = format_html(
            '{} <span class="visually-hidden">{}</span>', _("Hur vet ni det?"), about.text
        )
        self.help_text = _("Högst %d tecken. Skriv inget som pekar ut någon.") % JOINT_REASON_LIMIT


def held_between(day: datetime.date, since: datetime.date) -> datetime.date:
    """The day of a conversation in a round."""
    if not since <= day <= today():
        raise forms.ValidationError(
            _("Välj en dag från det att omgången öppnade till och med i dag.")
        )
    return day


class JointRatingForm(forms.Form):
    """`seen` tells which agreements the sender had in view."""

    agreed_on = DayField(label=_("Dag för samtalet"))

    def __init__(
        self, factor: JointFactor, since: datetime.date, data: QueryDict | None = None
    ) -> None:
        super().__init__(data, initial={"agreed_on": factor.agreed_on or today()})
        self.since = since
        self.seen = digest(factor.standing) if data is None else data.get("seen", "")
        self.other_day: datetime.date | None = None
        self.lines = [self._line(each, factor.standing) for each in factor.statements]
        bounds = {"min": since.isoformat(), "max": today().isoformat()}
        self.fields["agreed_on"].widget.attrs.update(bounds)

    def _line(self, statement: Statement, standing: Agreements) -> Line:
        step, reason = f"step-{statement.pk}", f"reason-{statement.pk}"
        self.fields |= {step: StepField(), reason: ReasonField(statement)}
        if agreement := standing.get(statement.pk):
            self.initial.update({step: key_of(agreement.step), reason: agreement.reason})
        return Line(statement, self[step], self[reason])

    def clean_agreed_on(self) -> datetime.date:
        return held_between(self.cleaned_data["agreed_on"], self.since)

    def clean(self) -> dict[str, Any]:
        for line in self.lines:
            chosen = self.cleaned_data.get(line.step.name, NONE) != NONE
            if not chosen and self.cleaned_data.get(line.reason.name) and not line.step.errors:
                self.add_error(
                    line.step.name,
                    _("Ni har skrivit hur ni vet det. Välj också ett svar, eller ta bort texten."),
                )
        return self.cleaned_data

    @property
    def wanted(self) -> Agreements:
        return dict(self._wanted())

    def _wanted(self) -> Iterator[tuple[int, Agreement]]:
        data = self.cleaned_data
        for line in self.lines:
            if data[line.step.name] != NONE:
                step = CHOICES[data[line.step.name]].value
                agreed = Agreement(step, data[line.reason.name], data["agreed_on"])
                yield line.statement.pk, agreed

    def confront(self, standing: Agreements) -> None:
        """Shows beside each line what stands, where it differs; the next save knows of it."""
        self.seen = digest(standing)
        mine = self.wanted
        for line in self.lines:
            line.other = standing.get(line.statement.pk)
            line.contested = _said(mine.get(line.statement.pk)) != _said(line.other)
        days = {agreement.agreed_on for agreement in standing.values()}
        self.other_day = max(days - {self.cleaned_data["agreed_on"]}, default=None)

    @property
    def wrong(self) -> list[Line]:
        return [line for line in self.lines if line.step.errors or line.reason.errors]


def _said(agreement: Agreement | None) -> tuple[int | None, str] | None:
    return (agreement.step, agreement.reason) if agreement else None
