from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from factors.forms.fields import CatalogueAddress, CatalogueText
from factors.forms.seen import SeenForm
from factors.models import Edition, Source
from factors.sources import name_of
from factors.terms import ADDRESS_LIMIT, SOURCE_LIMIT


class SourceForm(SeenForm, forms.ModelForm):
    title = CatalogueText(
        limit=SOURCE_LIMIT,
        label=_("Titel"),
        help_text=_("Vad sidan eller dokumentet heter, och vems det är."),
        error_messages={"required": _("Skriv källans titel.")},
    )
    address = CatalogueAddress(
        limit=ADDRESS_LIMIT,
        required=False,
        label=_("Webbadress"),
        widget=forms.URLInput,
    )
    read_on = forms.DateField(
        required=False,
        label=_("Läst"),
        help_text=_("Dagen då texterna hämtades därifrån."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("Skriv dagen som år-månad-dag, till exempel 2026-08-15.")},
    )

    class Meta:
        model = Source
        fields = ("title", "address", "read_on")

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.edition = edition

    def save(self, commit: bool = True) -> Source:
        source = self.instance
        if not source.pk:
            last = source.edition.sources.last()
            source.slug, source.position = name_of(source), last.position + 1 if last else 1
        return super().save(commit)
