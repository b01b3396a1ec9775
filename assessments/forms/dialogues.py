"""The plan of a dialogue: what it is about, how long each step takes, who leads it."""

import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessments.dialogues.planning import A_PLAN, READY, Minutes, Subject
from assessments.forms.fields import ONE_LINE, ChosenField
from assessments.models import Dialogue
from assessments.terms import MOST_TABLES
from portal.days import today
from portal.forms.fields import DayField
from portal.models import User
from portal.terms import Level

OWN = "own"
LONGEST_STEP = 180


class MinutesField(forms.IntegerField):
    default_error_messages = {
        "required": _("Skriv minuter. 0 hoppar över steget."),
        "invalid": _("Skriv ett helt tal, till exempel 10."),
        "min_value": _("Skriv 0 eller mer."),
        "max_value": _("Högst %(limit_value)d minuter."),
    }

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, min_value=0, max_value=LONGEST_STEP)


class DialogueForm(forms.Form):
    plan = forms.ChoiceField(
        label=_("Hur lång tid har ni?"),
        choices=[
            *((str(minutes), _("%d minuter") % minutes) for minutes in READY),
            (OWN, _("Egen tid för varje steg")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj hur lång tid ni har.")},
    )
    rows = ChosenField(
        label=_("Rader att prata om"),
        required=False,
        help_text=_(
            "Två eller tre räcker långt. Väljer du ingen rad pratar ni om faktorn som helhet."
        ),
    )
    begins_on = DayField(label=_("Dag"), required=False)
    begins_at = forms.TimeField(
        label=_("Klockslag"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _("Skriv klockslaget som 15.00.")},
    )
    tables = forms.IntegerField(
        label=_("Antal bord"),
        initial=1,
        min_value=1,
        max_value=MOST_TABLES,
        help_text=_("Fyra till sex personer vid varje bord är lagom."),
        error_messages={
            "required": _("Skriv antal bord, minst 1."),
            "invalid": _("Skriv ett helt tal, till exempel 4."),
            "min_value": _("Minst ett bord."),
            "max_value": _("Högst %(limit_value)d bord."),
        },
    )
    level = forms.ChoiceField(
        label=_("Nivå som ni skattar tillsammans"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj nivå.")},
    )
    group = forms.CharField(
        label=_("Om ni inte är hela enheten: vilka möts?"),
        required=False,
        max_length=100,
        validators=[ONE_LINE],
        help_text=_(
            "Till exempel ett arbetslag eller ledningsgruppen. Deras gemensamma skattning "
            "stannar då vid samtalet och blir inte hela enhetens."
        ),
    )
    facilitator = forms.ChoiceField(
        label=_("Samtalsledare"),
        error_messages={
            "invalid_choice": _("Personen arbetar inte här längre. Välj någon annan."),
            "required": _("Välj vem som leder samtalet."),
        },
    )
    one_phone_a_table = forms.BooleanField(
        label=_("En telefon per bord"),
        required=False,
        help_text=_("Annars går var och en med på sin egen."),
    )
    rates_again = forms.BooleanField(
        label=_("Skatta helheten en gång till vid utcheckningen"),
        required=False,
        help_text=_("Då syns om bilden har flyttat sig sedan självskattningen."),
    )
    prompts = ChosenField(label=_("Frågor till samtalet"), required=False)
    reflection_minutes = MinutesField(_("Egen reflektion"))
    table_minutes = MinutesField(_("Samtal vid bordet"))
    joint_minutes = MinutesField(_("Gemensam skattning"))
    check_out_minutes = MinutesField(_("Utcheckning"))

    def __init__(
        self,
        dialogue: Dialogue,
        subject: Subject,
        leaders: list[User],
        data: QueryDict | None = None,
    ) -> None:
        data = data and self._with_minutes(data)
        super().__init__(data, initial=_initial(dialogue, subject), auto_id="dialogue_%s")
        self.dialogue, self.subject = dialogue, subject
        self.leaders = {str(person.pk): person for person in leaders}
        self.teams = list(subject.unit.teams.all()) if subject.unit else []
        self._offer()

    def tick_row(self, row: str) -> None:
        """The row that somebody came from, if it is one of the factor's."""
        if row in {str(each) for each in self.subject.texts}:
            self.initial["rows"] = [row]

    def _offer(self) -> None:
        fields: dict[str, Any] = self.fields
        rows = self.subject.texts
        fields["rows"].offer(
            {str(row): row for row in rows}, [(row, _row_label(row, self.subject)) for row in rows]
        )
        prompts = {str(prompt.pk): prompt for prompt in self.subject.prompts}
        fields["prompts"].offer(prompts, [(pk, prompt.text) for pk, prompt in prompts.items()])
        fields["level"].choices = [(each.value, each.label) for each in self.subject.levels]
        fields["facilitator"].choices = [
            (pk, person.name or person.email or _("Utan namn"))
            for pk, person in self.leaders.items()
        ]
        if len(self.subject.levels) == 1:
            del fields["level"], fields["group"]
        else:
            fields["group"].widget.attrs["list"] = "arbetslag"

    @staticmethod
    def _with_minutes(data: QueryDict) -> QueryDict:
        """A ready plan's own minutes, whatever stands in the fields that it does not use."""
        plan = data.get("plan", "")
        ready = READY.get(int(plan)) if plan.isdecimal() and len(plan) < 4 else None
        if not ready:
            return data
        filled = data.copy()
        for name, minutes in ready._asdict().items():
            filled[f"{name}_minutes"] = str(minutes)
        return filled

    def clean_begins_on(self) -> datetime.date | None:
        day: datetime.date | None = self.cleaned_data["begins_on"]
        if day and not today() <= day <= today() + datetime.timedelta(days=730):
            raise forms.ValidationError(_("Välj en dag från i dag och högst två år fram."))
        return day

    def clean(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        if bool(chosen.get("begins_on")) != bool(chosen.get("begins_at")) and not (
            {"begins_on", "begins_at"} & self.errors.keys()
        ):
            missing = "begins_at" if chosen.get("begins_on") else "begins_on"
            self.add_error(missing, _("Skriv både dag och klockslag, eller inget av dem."))
        if not self.errors and not any(self.minutes):
            self.add_error("reflection_minutes", _("Minst ett steg behöver ha minuter."))
        if not self.errors and not (chosen["rows"] or chosen["prompts"]):
            self.add_error("rows", _("Välj minst en rad eller en fråga att prata om."))
        return chosen

    @property
    def minutes(self) -> Minutes:
        return Minutes(*(self.cleaned_data[f"{step}_minutes"] for step in Minutes._fields))

    def fill(self) -> Dialogue:
        """The dialogue as it is planned; its rows, prompts and tables are saved apart."""
        chosen = self.cleaned_data
        for name in (
            *(f"{step}_minutes" for step in Minutes._fields),
            "rates_again",
            "one_phone_a_table",
        ):
            setattr(self.dialogue, name, chosen[name])
        self.dialogue.level = chosen.get("level") or Level.HUVUDMAN
        self.dialogue.group = chosen.get("group", "")
        self.dialogue.facilitator = self.leaders[chosen["facilitator"]]
        day, time = chosen["begins_on"], chosen["begins_at"]
        begins = datetime.datetime.combine(day, time) if day else None
        self.dialogue.begins_at = timezone.make_aware(begins) if begins else None
        return self.dialogue


def _initial(dialogue: Dialogue, subject: Subject) -> dict[str, Any]:
    minutes = Minutes(
        dialogue.reflection_minutes,
        dialogue.table_minutes,
        dialogue.joint_minutes,
        dialogue.check_out_minutes,
    )
    plan = next((str(whole) for whole, ready in READY.items() if ready == minutes), OWN)
    begins = timezone.localtime(dialogue.begins_at) if dialogue.begins_at else None
    standing = {
        "plan": plan,
        "level": dialogue.level,
        "group": dialogue.group,
        "facilitator": dialogue.facilitator_id,
        "one_phone_a_table": dialogue.one_phone_a_table,
        "rates_again": dialogue.rates_again,
        "begins_on": begins and begins.date(),
        "begins_at": begins and begins.time(),
        **{f"{name}_minutes": value for name, value in minutes._asdict().items()},
    }
    if not dialogue.pk:
        return standing | {
            "prompts": [each.pk for each in subject.prompts],
            "rows": [],
            "tables": 1,
        }
    return standing | {
        "prompts": list(dialogue.prompts.values_list("pk", flat=True)),
        "rows": list(dialogue.rows.values_list("row", flat=True)),
        "tables": dialogue.tables.count(),
    }


def new_dialogue(subject: Subject, leader: User) -> Dialogue:
    """As a rektor most often wants it."""
    ready = READY[A_PLAN]
    return Dialogue(
        round=subject.round,
        factor=subject.asked.factor,
        unit=subject.unit,
        level=subject.levels[0],
        facilitator=leader,
        rates_again=True,
        **{f"{name}_minutes": value for name, value in ready._asdict().items()},
    )


def _row_label(row: int, subject: Subject) -> str:
    lowest = subject.levels[0]
    texts = dict(subject.texts[row])
    own = texts[lowest]
    if own:
        return _("Rad %(row)d: %(text)s") % {"row": row, "text": own.text}
    other = next((each for each in texts.values() if each), None)
    told = {"row": row, "level": lowest.place, "text": other.text if other else ""}
    return (
        _(
            "Rad %(row)d: %(text)s (Raden finns inte på %(level)s: den går att prata om men inte "
            "att skatta.)"
        )
        % told
    )
