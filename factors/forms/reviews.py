from django import forms
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from factors import drafts
from factors.forms.fields import CatalogueText
from factors.models import Edition
from factors.terms import EDITION_NOTE_LIMIT, EDITION_TITLE_LIMIT

# With an edition's title it has room in the log.
REASON_LIMIT = 95


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=_("Vad ska ändras?"),
        required=False,
        max_length=REASON_LIMIT,
        help_text=_("En mening räcker. Den visas här och i katalogens händelser."),
    )


class MendForm(forms.Form):
    """An edition that mends a published one: the same texts, and a note about what was wrong."""

    title = CatalogueText(
        limit=EDITION_TITLE_LIMIT,
        label=_("Titel"),
        help_text=_("Så heter den nya utgåvan för alla som läser den."),
        error_messages={"required": _("Skriv utgåvans titel.")},
    )
    note = CatalogueText(
        limit=EDITION_NOTE_LIMIT,
        label=_("Vad rättas?"),
        help_text=_("Skriv överst vad som var fel. Anmärkningen läses av alla."),
        error_messages={"required": _("Skriv vad som rättas.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, published: Edition, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"title": published.title, "note": published.note})
        self.published = published

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if title == self.published.title:
            raise forms.ValidationError(_("Ge den nya utgåvan en egen titel."))
        if not slugify(title):
            raise forms.ValidationError(_("Skriv en titel med bokstäver eller siffror."))
        return title

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        if note.split() == self.published.note.split():
            raise forms.ValidationError(_("Skriv vad som rättas i den nya utgåvan."))
        return note

    def save(self) -> Edition:
        title = self.cleaned_data["title"]
        slug = drafts.free_slug(self.published.organisation, title)
        draft = drafts.go_on_from(self.published, slug, title)
        draft.note = self.cleaned_data["note"]
        draft.save(update_fields=["note"])
        return draft
