"""What an action asks of those above, and their answer."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assessments.forms.actions import TextField
from assessments.models import Action
from portal.terms import Level


class NeedForm(forms.Form):
    level = forms.ChoiceField(
        label=_("Av vem?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Välj vem ni behöver det av.")},
    )
    text = TextField(
        _("Det här behöver vi"),
        _("Den som får frågan måste svara: med en insats, eller med varför inte."),
        required=True,
    )

    def __init__(self, levels: list[Level], data: QueryDict | None = None) -> None:
        initial = {"level": levels[-1]} if levels else {}
        super().__init__(data, initial=initial, auto_id="need_%s")
        self.fields["level"].choices = [(each.value, each.label) for each in levels]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """An action of one's own, or a reason, or both."""

    action = forms.ChoiceField(
        label=_("En insats som svarar på det"),
        required=False,
        error_messages={"invalid_choice": _("Insatsen finns inte längre. Välj en annan.")},
    )
    reason = TextField(_("Svar i ord"), _("Säg vad ni gör, eller varför ni inte kan."))
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        actions: Iterable[Action],
        data: QueryDict | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial or {}, auto_id="answer_%s")
        self.actions = {str(each.pk): each for each in actions}
        self.fields["action"].choices = [  # type: ignore[attr-defined]
            ("", _("Ingen insats")),
            *((pk, each.title) for pk, each in self.actions.items()),
        ]

    def clean(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        if not self.errors and not (chosen["action"] or chosen["reason"]):
            self.add_error("reason", _("Välj en insats eller skriv ett svar."))
        return chosen

    @property
    def chosen(self) -> Action | None:
        return self.actions.get(self.cleaned_data["action"])
