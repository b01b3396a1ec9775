from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from factors import drafts
from factors.models import Edition
from factors.terms import EDITION_SLUG_LIMIT, RESERVED_EDITION_SLUGS
from portal.models import Organisation


class NewDraftForm(forms.ModelForm):
    """A new edition, empty or going on from a published one."""

    base = forms.ModelChoiceField(
        queryset=Edition.objects.none(),
        label=_("Börja från"),
        required=False,
        empty_label=_("En tom utgåva"),
        help_text=_("Ett utkast som börjar från en utgåva har alla dess texter från början."),
    )

    class Meta:
        model = Edition
        fields = ("title",)
        labels = {"title": _("Titel")}
        help_texts = {"title": _("Så heter utgåvan för alla som läser den.")}
        error_messages = {"title": {"required": _("Skriv utgåvans titel.")}}

    def __init__(self, organisation: Organisation | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.editions = Edition.objects.filter(organisation=organisation)
        self.fields["base"].queryset = self.editions.published()  # type: ignore[attr-defined]

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if not slugify(title):
            raise forms.ValidationError(_("Skriv en titel med bokstäver eller siffror."))
        return title

    def save(self, commit: bool = True) -> Edition:
        title = self.cleaned_data["title"]
        slug = free_slug(self.editions, title)
        if base := self.cleaned_data["base"]:
            return drafts.go_on_from(base, slug, title)
        return drafts.begin(self.organisation, slug, title)


def free_slug(editions: QuerySet[Edition], title: str) -> str:
    """A name in addresses that no other edition of the keeper has."""
    name = slugify(title)[: EDITION_SLUG_LIMIT - 4].strip("-") or "utgava"
    taken = {*editions.values_list("slug", flat=True), *RESERVED_EDITION_SLUGS}
    numbered = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (name, *numbered) if slug not in taken)
