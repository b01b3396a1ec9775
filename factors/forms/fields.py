"""Fields for the catalogue's texts: what a file may not say, a form may not either."""

import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from factors.catalogue.records import address_fault, length_fault, sign_fault
from factors.models import Edition


class CatalogueText(forms.CharField):
    """A text of an edition; only one with paragraphs may have line breaks.

    The browser is not told the limit: it would cut off what is pasted without a word.
    """

    def __init__(self, *, limit: int, paragraphs: bool = False, **options: Any) -> None:
        if paragraphs:
            options.setdefault("widget", forms.Textarea)
        super().__init__(**options)
        self.limit, self.paragraphs = limit, paragraphs

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))

    def validate(self, value: str) -> None:
        super().validate(value)
        if fault := self.fault_of(value):
            raise forms.ValidationError(fault)

    def fault_of(self, text: str) -> str | None:
        return length_fault(text, self.limit, self.required) or sign_fault(text, self.paragraphs)


class CatalogueAddress(CatalogueText):
    """The address of a page on the web."""

    def fault_of(self, text: str) -> str | None:
        return super().fault_of(text) or address_fault(text)


def source_choice(edition: Edition) -> forms.ModelChoiceField:
    """Which of the edition's sources a text was read in."""
    return forms.ModelChoiceField(
        edition.sources.all(),
        label=_("Källa"),
        required=False,
        empty_label=_("Ingen angiven"),
        error_messages={"invalid_choice": _("Välj en av utgåvans källor.")},
    )
