from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.models.organisations import Organisation


class IdentityProvider(models.Model):
    """Where an organisation's own people sign in, such as its Entra ID."""

    class Protocol(models.TextChoices):
        OIDC = "oidc", "OpenID Connect"
        SAML = "saml", "SAML"

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="identity_providers"
    )
    protocol = models.CharField(max_length=4, choices=Protocol.choices)
    key = models.SlugField(_("adressnamn"), max_length=60, unique=True)
    name = models.CharField(_("namn på knappen"), max_length=60)
    issuer = models.CharField(_("utfärdare"), max_length=500)
    client_id = models.CharField(max_length=200, blank=True)
    sealed_secret = models.TextField(blank=True)
    address_claim = models.CharField(max_length=60, blank=True)
    metadata = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("inloggning med organisationens konto")
        verbose_name_plural = _("inloggningar med organisationens konto")
        ordering = ["organisation", "key"]
        constraints = [
            models.CheckConstraint(
                condition=Q(protocol="saml") | ~Q(client_id=""),
                name="an_oidc_provider_knows_the_portal_by_a_client_id",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SignInDomain(models.Model):
    """A domain whose addresses an identity provider vouches for, and no other one."""

    provider = models.ForeignKey(IdentityProvider, models.CASCADE, related_name="domains")
    domain = models.CharField(_("domän"), max_length=253, unique=True)

    class Meta:
        verbose_name = _("domän")
        verbose_name_plural = _("domäner")
        ordering = ["domain"]
        constraints = [
            models.CheckConstraint(
                condition=Q(domain=Lower("domain")), name="a_sign_in_domain_is_in_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.domain


class Identity(models.Model):
    """Who a person is to an identity provider, once they have signed in by it.

    It never lets anybody in: it keeps an address that has changed hands from doing so.
    """

    provider = models.ForeignKey(IdentityProvider, models.CASCADE, related_name="identities")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="identities")
    subject = models.CharField(max_length=300)

    class Meta:
        verbose_name = _("identitet")
        verbose_name_plural = _("identiteter")
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "user"], name="a_person_is_one_subject_to_a_provider"
            ),
            models.UniqueConstraint(
                fields=["provider", "subject"], name="a_subject_is_one_person_in_the_portal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: {self.user}"
