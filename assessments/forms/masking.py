import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from assessments.masking import capitalised, digest, stands_in

OTHER_LIMIT = 200


class MaskForm(forms.Form):
    """Words that stand in a comment: ticked among those that may be names, or typed."""

    names = forms.MultipleChoiceField(
        label=_("Ord med stor bokstav"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}),
        error_messages={"invalid_choice": _("”%(value)s” står inte i kommentaren. Välj igen.")},
    )
    other = forms.CharField(
        label=_("Andra ord"),
        help_text=_(
            "Skriv dem som de står i kommentaren, med komma emellan. Varje form av ett namn är "
            "ett eget ord: Kim, Kims."
        ),
        max_length=OTHER_LIMIT,
        required=False,
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, text: str, data: QueryDict | None = None, **kwargs: Any) -> None:
        super().__init__(data, **{"initial": {"seen": digest(text)}} | kwargs)
        self.text = text
        words = [(word, word) for word in capitalised(text)]
        self.fields["names"].choices = words  # type: ignore[attr-defined]
        if not words:
            del self.fields["names"]

    @property
    def is_stale(self) -> bool:
        """Whether the text was another when the form was shown."""
        return self.data.get("seen", "") not in ("", digest(self.text))

    def on(self, text: str) -> "MaskForm":
        """What was chosen and typed, for the text as it stands now."""
        data: Any = self.data
        chosen = {"names": data.getlist("names"), "other": data.get("other", "")}
        return MaskForm(text, initial={"seen": digest(text)} | chosen)

    @property
    def words(self) -> list[str]:
        return [*self.cleaned_data.get("names", []), *self.cleaned_data["other"]]

    def clean_other(self) -> list[str]:
        typed = re.split(r"[,;\n]", self.cleaned_data["other"])
        words = [word.strip() for word in typed if word.strip()]
        for word in words:
            if not stands_in(self.text, word):
                raise forms.ValidationError(
                    _(
                        "”%(word)s” står inte i kommentaren som ett eget ord. Skriv det precis "
                        "som det står där."
                    ),
                    params={"word": word},
                )
        return words

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.words:
            raise forms.ValidationError(_("Kryssa för eller skriv minst ett ord som ska bort."))
        return cleaned
