"""What phones send during a dialogue."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assessments.answering import CHOICES
from assessments.forms.answers import AnswerForm, IdField, WrittenField
from assessments.models import Dialogue, DialogueTable
from assessments.terms import DIALOGUE_NOTE_LIMIT, JOINT_REASON_LIMIT, REFLECTION_LIMIT
from factors.models import Prompt, Statement
from factors.terms import PromptKind

CHOOSE = _("Välj ett av stegen eller ”Kan inte bedöma”.")
# The same whether the code never was, is an old one or was guessed.
NOT_VALID = _(
    "Koden gäller inte. Läs den en gång till på duken, eller fråga den som leder samtalet."
)
SOMETHING = _("Skriv något först.")


class StepField(forms.ChoiceField):
    def __init__(self, required: bool, error: Any = CHOOSE) -> None:
        super().__init__(
            choices=[(key, step.label) for key, step in CHOICES.items()],
            required=required,
            error_messages={"invalid_choice": error, "required": error},
        )


class CodeForm(forms.Form):
    code = forms.CharField(label=_("Kod"), error_messages={"required": NOT_VALID})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hints = {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
            "autofocus": True,
        }
        self.fields["code"].widget.attrs.update(hints)


class TableForm(AnswerForm):
    """What is written for a table, and for no other that the phone has moved to meanwhile."""

    table = IdField()

    def is_at(self, table: DialogueTable) -> bool:
        return bool(self.cleaned_data["table"] == table.number)


class NoteForm(TableForm):
    text = WrittenField(DIALOGUE_NOTE_LIMIT)


class SeatReflectionForm(AnswerForm):
    prompt = IdField()
    text = WrittenField(REFLECTION_LIMIT)
    shared = forms.BooleanField(required=False)

    def asked_in(self, dialogue: Dialogue) -> Prompt | None:
        prompts = dialogue.prompts.filter(kind=PromptKind.REFLECTION)
        return prompts.filter(pk=self.cleaned_data["prompt"]).first()


class TableRatingForm(TableForm):
    """Their step is chosen first: a reason alone agrees on nothing."""

    statement = IdField()
    step = StepField(True, _("Välj också ett steg, så sparas det ni har skrivit."))
    text = WrittenField(JOINT_REASON_LIMIT)

    def asked_in(self, dialogue: Dialogue) -> Statement | None:
        asked = Statement.objects.ratable().filter(
            factor=dialogue.factor_id,
            level=dialogue.level,
            row__in=dialogue.rows.values("row"),
        )
        return asked.filter(pk=self.cleaned_data["statement"]).first()

    @property
    def step_value(self) -> int | None:
        return CHOICES[self.cleaned_data["step"]].value


class CheckOutForm(AnswerForm):
    """`seen` is how many have answered on the phone before."""

    text = WrittenField(DIALOGUE_NOTE_LIMIT)
    step = StepField(False)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self.errors and not data.get("text") and not data.get("step"):
            self.add_error("text", SOMETHING)
        return data

    @property
    def rated(self) -> bool:
        return bool(self.cleaned_data["step"])

    @property
    def step_value(self) -> int | None:
        return CHOICES[self.cleaned_data["step"]].value if self.rated else None
