"""An action, written or changed."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from assessments.development.origins import Origin, RowKey
from assessments.forms.answers import LARGEST_VERSION, WrittenField
from assessments.forms.fields import ONE_LINE, ChosenField
from assessments.models import Action
from assessments.results.asked import Asked
from assessments.results.chain import row_name
from assessments.terms import ACTION_LIMIT
from factors.models import SubGoal
from factors.terms import OVERALL_ROW
from portal.days import today
from portal.forms.fields import DayField
from portal.models import User
from portal.terms import Level

TEXTS = ("seen", "cause", "doing", "measure")
HALF_A_YEAR = datetime.timedelta(days=182)
EARLIEST, LATEST = datetime.date(2000, 1, 1), datetime.date(2100, 1, 1)


class TextField(WrittenField):
    def __init__(self, label: Any, help_text: Any = "", required: bool = False) -> None:
        super().__init__(ACTION_LIMIT)
        self.label, self.help_text, self.required = label, help_text, required
        self.widget = forms.Textarea(attrs={"rows": 3})
        self.widget.is_required = required
        self.error_messages["required"] = _("Skriv något här.")


class ActionForm(forms.Form):
    """`seen_version` is what the sender had in view; the later of two keeps their words."""

    title = forms.CharField(
        label=_("Vad ska ni göra?"),
        max_length=120,
        validators=[ONE_LINE],
        help_text=_("Kort, som en rubrik: ”Kollegiala lektionsbesök varannan vecka”."),
        error_messages={
            "required": _("Skriv kort vad ni ska göra."),
            "max_length": _("Högst %(limit_value)d tecken. Skriv resten under ”Så ska vi göra”."),
        },
    )
    level = forms.ChoiceField(
        label=_("Vems insats är det?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj nivå.")},
    )
    responsible = forms.ChoiceField(
        label=_("Ansvarig"),
        required=False,
        error_messages={"invalid_choice": _("Personen arbetar inte här längre. Välj någon annan.")},
    )
    begins_on = DayField(label=_("Från"))
    ends_on = DayField(label=_("Till"))
    seen = TextField(_("Det här ser vi"))
    cause = TextField(
        _("Så här förstår vi varför"),
        _("Skollagen ber om orsaken, inte bara om åtgärden. Skriv vad ni tror att det beror på."),
    )
    doing = TextField(_("Så ska vi göra"))
    measure = TextField(_("Så vet vi hur det gick"))
    rows = ChosenField(label=_("Rader som det gäller"), required=False)
    sub_goals = ChosenField(label=_("Delmål som det gäller"), required=False)
    seen_version = forms.IntegerField(
        min_value=0, max_value=LARGEST_VERSION, widget=forms.HiddenInput
    )

    def __init__(
        self,
        action: Action,
        levels: list[Level],
        people: Iterable[User],
        asked: Asked | None,
        sub_goals: list[SubGoal],
        data: QueryDict | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial or {}, auto_id="action_%s")
        self.action = action
        self.other: Action | None = None
        # Who has left stays until somebody chooses another.
        standing = [action.responsible] if action.responsible else []
        self.people = {str(person.pk): person for person in [*people, *standing]}
        fields: dict[str, Any] = self.fields
        fields["level"].choices = [(each.value, each.label) for each in levels]
        if len(levels) == 1:
            fields["level"].required = False
            fields["level"].widget = forms.HiddenInput()
        fields["responsible"].choices = [
            ("", _("Ingen än")),
            *((pk, person.name or person.email or "") for pk, person in self.people.items()),
        ]
        self.levels = levels
        rows = _rows_of(asked)
        fields["rows"].offer(rows, [(key, _row_label(*each)) for key, each in rows.items()])
        goals = {str(each.pk): each for each in sub_goals}
        fields["sub_goals"].offer(goals, [(pk, each.text) for pk, each in goals.items()])
        for name, offered in (("rows", rows), ("sub_goals", goals)):
            if not offered:
                del fields[name]

    def clean_ends_on(self) -> datetime.date:
        ends: datetime.date = self.cleaned_data["ends_on"]
        begins = self.cleaned_data.get("begins_on")
        if begins and ends < begins:
            raise forms.ValidationError(_("Sista dagen kan inte vara före den första."))
        if not EARLIEST <= ends <= LATEST:
            raise forms.ValidationError(_("Välj en dag mellan år 2000 och 2100."))
        return ends

    def clean_begins_on(self) -> datetime.date:
        begins: datetime.date = self.cleaned_data["begins_on"]
        if not EARLIEST <= begins <= LATEST:
            raise forms.ValidationError(_("Välj en dag mellan år 2000 och 2100."))
        return begins

    def fill(self) -> Action:
        chosen = self.cleaned_data
        for name in ("title", "begins_on", "ends_on", *TEXTS):
            setattr(self.action, name, chosen[name])
        self.action.level = chosen["level"] or self.levels[0]
        self.action.responsible = self.people.get(chosen["responsible"])
        return self.action

    @property
    def rows_chosen(self) -> list[RowKey] | None:
        """None where the form offered none, so that what is linked stays."""
        if "rows" not in self.fields:
            return None
        return [(factor.pk, row) for factor, row in self.cleaned_data["rows"]]

    def confront(self, other: Action) -> None:
        """Shows what somebody else has saved; the next save knows of it."""
        self.other = other
        self.data = changed(self.data, seen_version=str(other.version))

    @property
    def differs(self) -> list[tuple[Any, str]]:
        """What the other one wrote, where it is not the same as here."""
        if self.other is None:
            return []
        theirs = told_of(self.other, [*self._rows_of_other()], list(self.other.sub_goals.all()))
        mine = told_of(
            self.action,
            [_row_label(*each) for each in self.cleaned_data.get("rows", [])],
            self.cleaned_data.get("sub_goals", []),
        )
        return [
            (self[name].label, text)
            for name, text in theirs.items()
            if name in self.fields and text != mine[name]
        ]

    def _rows_of_other(self) -> Iterator[str]:
        linked = self.other.rows.select_related("factor") if self.other else ()
        return (_row_label(each.factor, each.row) for each in linked)


def told_of(action: Action, rows: list[str], sub_goals: list[SubGoal]) -> dict[str, str]:
    """What an action says, field by field, as it is read."""
    return {
        **{name: getattr(action, name) for name in ("title", *TEXTS)},
        "level": str(Level(action.level).label),
        "responsible": str(action.responsible or ""),
        "begins_on": date_format(action.begins_on, "j F Y"),
        "ends_on": date_format(action.ends_on, "j F Y"),
        "rows": "\n".join(sorted(rows)),
        "sub_goals": "\n".join(sorted(each.text for each in sub_goals)),
    }


def changed(data: Any, **fields: str) -> Any:
    """What was sent, with some of it other than it was."""
    copy = data.copy()
    for name, value in fields.items():
        copy[name] = value
    return copy


def initial_of(action: Action, origin: Origin | None) -> dict[str, Any]:
    """What stands, or for a new one what is most often wanted."""
    if action.pk:
        names = ("title", "level", "begins_on", "ends_on", *TEXTS)
        standing: dict[str, Any] = {name: getattr(action, name) for name in names}
        return standing | {
            "responsible": action.responsible_id,
            "rows": [_key(each.factor_id, each.row) for each in action.rows.all()],
            "sub_goals": [str(each.pk) for each in action.sub_goals.all()],
            "seen_version": action.version,
        }
    return {
        "begins_on": today(),
        "ends_on": today() + HALF_A_YEAR,
        "rows": [_key(*each) for each in origin.rows] if origin else [],
        "seen_version": 0,
    }


def _rows_of(asked: Asked | None) -> dict[str, tuple[Any, int]]:
    factors = asked.factors if asked else ()
    return {
        _key(each.factor.pk, row): (each.factor, row)
        for each in factors
        for row in (OVERALL_ROW, *each.rows)
    }


def _row_label(factor: Any, row: int) -> str:
    name = row_name(row).lower() if row else _("faktorn som helhet")
    return f"{factor.name}, {name}"


def _key(factor: int, row: int) -> str:
    return f"{factor}-{row}"
