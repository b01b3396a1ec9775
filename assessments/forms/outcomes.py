"""What came of a dialogue, corrected afterwards or written up from the start."""

import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assessments.dialogues.editing import Written, digest, note_key, standing_outcome
from assessments.dialogues.outcomes import check_outs
from assessments.forms.answers import WrittenField
from assessments.forms.joint_ratings import held_between
from assessments.models import Dialogue
from assessments.terms import DIALOGUE_NOTE_LIMIT
from portal.days import today
from portal.forms.fields import DayField

MOST_PEOPLE = 9999


class TextField(WrittenField):
    """A text of some length, in a box that grows with it."""

    def __init__(self, label: Any, help_text: Any = "", rows: int = 4) -> None:
        super().__init__(DIALOGUE_NOTE_LIMIT)
        # A browser cuts what is pasted at a maxlength, in silence; we say that it is too long.
        self.widget = forms.Textarea(attrs={"rows": rows})
        self.label, self.help_text = label, help_text


class PeopleField(forms.IntegerField):
    default_error_messages = {
        "invalid": _("Skriv ett helt tal, till exempel 24."),
        "min_value": _("Skriv minst 1, eller lämna fältet tomt."),
        "max_value": _("Skriv högst %(limit_value)d."),
    }

    def __init__(self) -> None:
        super().__init__(
            label=_("Antal som deltog"), required=False, min_value=1, max_value=MOST_PEOPLE
        )


def summary_field() -> TextField:
    return TextField(_("Det här kom vi fram till"), _("Skriv inget som pekar ut någon."))


def decisions_field() -> TextField:
    return TextField(_("Det här bestämde vi"))


class InReportField(forms.BooleanField):
    def __init__(self, unit: bool) -> None:
        super().__init__(
            label=_("Ta med i enhetens rapport") if unit else _("Ta med i huvudmannens rapport"),
            required=False,
            help_text=_(
                "Då läser huvudmannanivån det också, i enhetens kvalitetsrapport. Annars "
                "läses det bara av dem som arbetar på enheten."
            )
            if unit
            else _("Annars läses det bara av dem på huvudmannanivån."),
        )


class OutcomeForm(forms.Form):
    """`seen` tells which outcome the sender had in view."""

    held_on = DayField(label=_("Dag för samtalet"))
    took_part = PeopleField()
    summary = summary_field()
    decisions = decisions_field()

    def __init__(self, dialogue: Dialogue, data: QueryDict | None = None) -> None:
        standing = standing_outcome(dialogue)
        super().__init__(data, initial=standing)
        self.dialogue = dialogue
        self.seen = digest(standing) if data is None else data.get("seen", "")
        self.others: Written = {}
        for table in dialogue.tables.all():
            label = _("Anteckning från bord %d") % table.number
            self.fields[note_key(table.number)] = TextField(label, rows=3)
        self.readable = list(dialogue.check_outs.all()) if check_outs(dialogue).enough else []
        self.fields["hidden"] = self._hidden()
        self.fields["in_report"] = InReportField(dialogue.unit_id is not None)
        bounds = {"min": dialogue.round.opens_on.isoformat(), "max": today().isoformat()}
        self.fields["held_on"].widget.attrs.update(bounds)

    def _hidden(self) -> forms.MultipleChoiceField:
        """Which check-outs are not to be shown; those that are too few to be shown are not read."""
        return forms.MultipleChoiceField(
            label=_("Dölj svar från utcheckningen"),
            help_text=_(
                "Dölj det som kränker eller pekar ut någon. Hur många som är dolda står kvar. "
                "Om svaret redan står i en framtagen rapport tas rapportens fil bort."
            ),
            choices=[(str(each.pk), each.text) for each in self.readable],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            error_messages={"invalid_choice": _("Svaret finns inte kvar. Välj igen.")},
        )

    def clean_held_on(self) -> datetime.date:
        return held_between(self.cleaned_data["held_on"], self.dialogue.round.opens_on)

    def clean_hidden(self) -> list[str]:
        """In the order of the answers; where none are read, those that were hidden stay so."""
        chosen = self.cleaned_data["hidden"]
        every = self.dialogue.check_outs.all()
        if not self.readable:
            return [str(each.pk) for each in every if each.hidden]
        return [str(each.pk) for each in every if str(each.pk) in chosen]

    @property
    def wanted(self) -> Written:
        return {name: self.cleaned_data[name] for name in self.fields}

    def confront(self, standing: Written) -> None:
        """Keeps what stands where it differs; the next save knows of it."""
        self.seen = digest(standing)
        mine = self.wanted
        self.others = {
            name: theirs for name, theirs in standing.items() if mine.get(name) != theirs
        }

    @property
    def lines(self) -> list[tuple[forms.BoundField, str | None]]:
        """Each field, and what somebody else has saved in it."""
        return [(field, self._other(field)) for field in self if self._is_asked(field)]

    def _is_asked(self, field: forms.BoundField) -> bool:
        return field.name != "hidden" or bool(self.readable)

    def _other(self, field: forms.BoundField) -> str | None:
        if field.name not in self.others:
            return None
        theirs = self.others[field.name]
        if field.name == "hidden":
            number = len(theirs)
            return ngettext("%d dolt svar", "%d dolda svar", number) % number
        if isinstance(theirs, bool):
            return str(_("Ja") if theirs else _("Nej"))
        return str(theirs if theirs is not None else "") or str(_("inget"))
