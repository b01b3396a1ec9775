from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.forms.fields import AddressField
from portal.models import Organisation
from portal.models.organisations import RESERVED_SLUGS


class NumberField(forms.CharField):
    """Written with a hyphen or not."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("-", "").replace(" ", "")


class OrganisationForm(forms.ModelForm):
    organisation_number = NumberField(
        label=_("Organisationsnummer"),
        required=False,
        help_text=_("Tio siffror. Behövs för att hämta era enheter ur Skolenhetsregistret."),
    )
    contact_email = AddressField(
        label=_("Svarsadress"),
        required=False,
        help_text=_("Dit kommer svaret när någon svarar på ett mejl från portalen."),
    )

    class Meta:
        model = Organisation
        fields = ("name", "kind", "organisation_number", "contact_email")
        labels = {"name": _("Namn"), "kind": _("Typ av huvudman")}
        error_messages = {
            "name": {"required": _("Skriv huvudmannens namn.")},
            "kind": {"required": _("Välj typ av huvudman.")},
        }

    def clean_contact_email(self) -> str:
        return self.cleaned_data["contact_email"] or ""


class NewOrganisationForm(OrganisationForm):
    """With its address in the portal, and somebody to see to it."""

    admin = AddressField()
    admin_name = forms.CharField(max_length=150, required=False)

    class Meta(OrganisationForm.Meta):
        fields = ("slug", *OrganisationForm.Meta.fields)  # type: ignore[assignment]
        error_messages = OrganisationForm.Meta.error_messages | {
            "slug": {
                "unique": _("Adressnamnet är upptaget. Välj ett annat."),
                "invalid": _("Ett adressnamn har bara bokstäverna a–z, siffror och bindestreck."),
            },
        }

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if slug in RESERVED_SLUGS:
            raise forms.ValidationError(
                _("Adressnamnet är en av portalens egna sidor. Välj ett annat.")
            )
        return slug
