from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from factors import drafts
from factors.forms.fields import CatalogueText
from factors.forms.seen import SeenForm
from factors.models import Edition
from factors.terms import BACKGROUND_LIMIT, EDITION_NOTE_LIMIT, EDITION_TITLE_LIMIT
from portal.models import Organisation


def title_field() -> CatalogueText:
    return CatalogueText(
        limit=EDITION_TITLE_LIMIT,
        label=_("Titel"),
        help_text=_("Så heter utgåvan för alla som läser den."),
        error_messages={"required": _("Skriv utgåvans titel.")},
    )


class NewDraftForm(forms.ModelForm):
    """A new edition, empty or going on from a published one."""

    base = forms.ModelChoiceField(
        queryset=Edition.objects.none(),
        label=_("Börja från"),
        required=False,
        empty_label=_("En tom utgåva"),
        help_text=_("Ett utkast som börjar från en utgåva har alla dess texter från början."),
    )

    title = title_field()

    class Meta:
        model = Edition
        fields = ("title",)

    def __init__(self, organisation: Organisation | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        published = Edition.objects.published().filter(organisation=organisation)
        self.fields["base"].queryset = published  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if not slugify(title):
            raise forms.ValidationError(_("Skriv en titel med bokstäver eller siffror."))
        return title

    def save(self, commit: bool = True) -> Edition:
        title = self.cleaned_data["title"]
        slug = drafts.free_slug(self.organisation, title)
        if base := self.cleaned_data["base"]:
            return drafts.go_on_from(base, slug, title)
        return drafts.begin(self.organisation, slug, title)


class EditionForm(SeenForm, forms.ModelForm):
    """What an edition says of itself."""

    title = title_field()
    background = CatalogueText(
        limit=BACKGROUND_LIMIT,
        paragraphs=True,
        required=False,
        label=_("Bakgrund"),
        help_text=_("Varför texterna finns och hur de är tänkta att användas. Får ha stycken."),
    )
    note = CatalogueText(
        limit=EDITION_NOTE_LIMIT,
        required=False,
        label=_("Anmärkning"),
        help_text=_("Det som läsaren bör veta, till exempel vad som saknas eller är rättat."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    class Meta:
        model = Edition
        fields = ("title", "background", "note")
