"""A dialogue that was held without the portal, in one form with what was agreed on."""

import datetime
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.dialogues.writing_up import Account, rows_of
from assessments.forms.answers import WrittenField
from assessments.forms.fields import ONE_LINE
from assessments.forms.joint_ratings import JointRatingForm
from assessments.forms.outcomes import (
    InReportField,
    PeopleField,
    decisions_field,
    summary_field,
)
from assessments.joint_ratings import Agreements, JointFactor, digest
from assessments.terms import DIALOGUE_NOTE_LIMIT

CHECK_OUTS_LIMIT = 16_000


class CheckOutsField(WrittenField):
    """One answer a line, enough of them or none."""

    def __init__(self, floor: int) -> None:
        super().__init__(CHECK_OUTS_LIMIT)
        self.floor = floor
        self.widget = forms.Textarea(attrs={"rows": 5})
        self.label = _("Svar från utcheckningen")
        self.help_text = (
            _("Ett svar på varje rad, minst %d svar eller inga. De visas i bokstavsordning.")
            % floor
        )

    def clean(self, value: Any) -> tuple[str, ...]:
        texts = tuple(filter(None, map(str.strip, super().clean(value).split("\n"))))
        if 0 < len(texts) < self.floor:
            raise forms.ValidationError(
                gettext(
                    "Det är %(number)d svar. Färre än %(floor)d visas inte, eftersom det då kan gå "
                    "att gissa vem som har skrivit. Skriv det viktigaste i sammanfattningen i "
                    "stället, och töm fältet."
                )
                % {"number": len(texts), "floor": self.floor}
            )
        if any(len(text) > DIALOGUE_NOTE_LIMIT for text in texts):
            raise forms.ValidationError(
                gettext("Ett av svaren är längre än %d tecken. Korta det.") % DIALOGUE_NOTE_LIMIT
            )
        return texts


class WriteUpForm(JointRatingForm):
    """What is agreed on already stands beside each line, and is kept where nothing new is said."""

    group = forms.CharField(
        label=_("Vilka som möttes, om det inte var alla"),
        max_length=100,
        required=False,
        validators=[ONE_LINE],
        help_text=_(
            "Till exempel ”Arbetslag Norr”. Då sparas skattningen som gruppens, inte som den "
            "gemensamma för alla."
        ),
    )
    took_part = PeopleField()
    summary = summary_field()
    decisions = decisions_field()

    def __init__(
        self,
        factor: JointFactor,
        since: datetime.date,
        floor: int,
        unit: bool,
        data: QueryDict | None = None,
    ) -> None:
        super().__init__(replace(factor, agreements={}), since, data)
        self.factor = factor
        if data is None:
            self.seen = digest(factor.standing)
        self.fields["check_outs"] = CheckOutsField(floor)
        self.fields["in_report"] = InReportField(unit)
        for line in self.lines:
            line.standing = factor.standing.get(line.statement.pk)

    def clean(self) -> dict[str, Any]:
        super().clean()
        if not self.errors and not (self._has_words or self.wanted):
            raise forms.ValidationError(
                _("Skriv vad ni kom fram till eller bestämde, eller välj minst ett gemensamt svar.")
            )
        return self.cleaned_data

    @property
    def _has_words(self) -> bool:
        return any(self.cleaned_data[name] for name in ("summary", "decisions", "check_outs"))

    def account(self, chosen: Iterable[int]) -> Account:
        data = self.cleaned_data
        return Account(
            held_on=data["agreed_on"],
            group=data["group"],
            took_part=data["took_part"],
            summary=data["summary"],
            decisions=data["decisions"],
            in_report=data["in_report"],
            rows=rows_of(self.factor, self.wanted, chosen),
            agreed=self.wanted,
            check_outs=data["check_outs"],
        )

    def confront(self, standing: Agreements) -> None:
        """Only where something new is said of what stands."""
        super().confront(standing)
        mine = self.wanted
        for line in self.lines:
            line.contested = line.contested and line.statement.pk in mine
            line.standing = standing.get(line.statement.pk)
