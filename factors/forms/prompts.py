from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from factors.forms.fields import CatalogueText, source_choice
from factors.forms.seen import SeenForm
from factors.models import Edition, Prompt
from factors.prompts import last_position
from factors.terms import NOTE_LIMIT, PROMPT_LIMIT, PromptKind


class PromptForm(SeenForm, forms.ModelForm):
    kind = forms.ChoiceField(
        label=_("När frågan ställs"),
        choices=PromptKind.choices,
        error_messages={"required": _("Välj när frågan ställs.")},
    )
    text = CatalogueText(
        limit=PROMPT_LIMIT,
        label=_("Fråga"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Skriv frågan.")},
    )
    note = CatalogueText(
        limit=NOTE_LIMIT,
        required=False,
        label=_("Anmärkning"),
        help_text=_("Visas under frågorna, till exempel om ordalydelsen är ändrad."),
    )

    class Meta:
        model = Prompt
        fields = ("kind", "text", "note", "source")

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.edition = edition
        self.fields["source"] = source_choice(edition)

    def save(self, commit: bool = True) -> Prompt:
        if not self.instance.pk or "kind" in self.changed_data:
            kind = self.cleaned_data["kind"]
            self.instance.position = last_position(self.instance.edition, kind)
        return super().save(commit)
