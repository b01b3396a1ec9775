from typing import Any

from django import forms
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from factors.forms.fields import CatalogueText, source_choice
from factors.forms.seen import SeenForm
from factors.models import Edition, Factor
from factors.names import free_name
from factors.terms import (
    FACTOR_NAME_LIMIT,
    FACTOR_NOTE_LIMIT,
    FACTOR_SLUG_LIMIT,
    RESERVED_FACTOR_SLUGS,
    SIGNS_LIMIT,
    STEM_LIMIT,
    WHY_LIMIT,
)


class FactorForm(SeenForm, forms.ModelForm):
    """All of a factor but its table."""

    name = CatalogueText(
        limit=FACTOR_NAME_LIMIT,
        label=_("Namn"),
        error_messages={"required": _("Skriv framgångsfaktorns namn.")},
    )
    why = CatalogueText(
        limit=WHY_LIMIT,
        paragraphs=True,
        required=False,
        label=_("Varför är det en framgångsfaktor?"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    signs = CatalogueText(
        limit=SIGNS_LIMIT,
        paragraphs=True,
        required=False,
        label=_("Så kan den märkas"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    stem = CatalogueText(
        limit=STEM_LIMIT,
        required=False,
        label=_("Inledning till tabellen"),
        help_text=_("Till exempel: Varje nivå i styrkedjan bidrar till … genom att på"),
    )
    note = CatalogueText(
        limit=FACTOR_NOTE_LIMIT,
        required=False,
        label=_("Anmärkning"),
        help_text=_("Det som läsaren bör veta om texten, till exempel vad som saknas i källan."),
    )

    class Meta:
        model = Factor
        fields = ("name", "why", "signs", "stem", "source", "note", "complete", "adds_to")
        labels = {"complete": _("Hela texten och hela tabellen finns med")}

    def __init__(self, edition: Edition, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.edition = edition
        self.fields["source"] = source_choice(edition)
        if edition.is_local:
            self.fields["adds_to"] = added_to(self.instance.adds_to)
        else:
            del self.fields["adds_to"]

    def save(self, commit: bool = True) -> Factor:
        factor: Factor = self.instance
        if not factor.pk:
            siblings = factor.edition.factors
            taken = {*siblings.values_list("slug", flat=True), *RESERVED_FACTOR_SLUGS}
            factor.slug = free_name(factor.name, taken, FACTOR_SLUG_LIMIT, "faktor")
            factor.position = (siblings.aggregate(last=Max("position"))["last"] or 0) + 1
        return super().save(commit)


def added_to(standing: str) -> forms.ChoiceField:
    """The national factors; one that is no longer in the newest edition stays as it was chosen."""
    newest = Edition.objects.newest_national()
    choices = {factor.slug: factor.name for factor in newest.factors.all()} if newest else {}
    if standing:
        choices.setdefault(standing, standing)
    return forms.ChoiceField(
        label=_("Tillägg till en nationell framgångsfaktor"),
        help_text=_("I en omgång ställs raderna efter den nationella faktorns, alltid som lokala."),
        choices=[("", _("Nej, en egen framgångsfaktor")), *choices.items()],
        required=False,
    )
