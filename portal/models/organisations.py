from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.models.fields import KeyField, SchoolFormsField
from portal.sorting import search_key, sort_key
from portal.terms import (
    HUVUDMAN_ROLES,
    OrganisationKind,
    SchoolForm,
    main_form,
    school_form_names,
)

if TYPE_CHECKING:
    from portal.models.users import User

# An organisation's pages start with its slug, beside the pages that belong to nobody.
RESERVED_SLUGS = (
    "demo",
    "faktorer",
    "halsa",
    "huvudman",
    "inbjudan",
    "katalog",
    "logga-in",
    "logga-ut",
    "mal",
    "mina-uppgifter",
    "samtal",
    "sprak",
    "static",
    "tillganglighet",
    "utgavor",
)
# So are the pages that belong to no unit, among those of the units.
RESERVED_UNIT_SLUGS = ("ny",)
UNIT_CODE = RegexValidator(r"^[0-9]{8}\Z", _("En skolenhetskod har åtta siffror."))

ORGANISATION_NUMBER = RegexValidator(
    r"^[0-9]{10}\Z", _("Ett organisationsnummer har tio siffror, till exempel 212000-1234.")
)


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: "User | AnonymousUser") -> "OrganisationQuerySet":
        """Organisations where the person works today."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(pk__in=user.offices.organisations())


class Organisation(models.Model):
    """A huvudman: a municipality, region, state body or independent school company."""

    name = models.CharField(_("namn"), max_length=150)
    slug = models.SlugField(_("adressnamn"), max_length=60, unique=True)
    kind = models.CharField(_("typ"), max_length=20, choices=OrganisationKind.choices)
    organisation_number = models.CharField(
        _("organisationsnummer"), max_length=10, blank=True, validators=[ORGANISATION_NUMBER]
    )
    sort_key = KeyField("name", sort_key)
    search_key = KeyField("name", search_key, db_index=False)
    greeting = models.TextField(_("hälsning"), max_length=500, blank=True)
    contact_email = models.EmailField(_("svarsadress"), blank=True)
    is_demo = models.BooleanField(_("påhittad, för att visa portalen"), default=False)
    # Who joined stands in the log.
    compares_since = models.DateField(_("deltar i jämförelsen sedan"), null=True, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("huvudman")
        verbose_name_plural = _("huvudmän")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED_SLUGS),
                name="an_organisation_slug_is_not_a_page_of_the_portal",
            ),
            models.CheckConstraint(
                condition=Q(organisation_number="") | Q(organisation_number__regex=r"^[0-9]{10}$"),
                name="an_organisation_number_has_ten_digits_or_is_missing",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class UnitQuerySet(models.QuerySet["Unit"]):
    def visible_to(self, user: "User | AnonymousUser") -> "UnitQuerySet":
        """The person's own units, and for those at huvudman level all units."""
        if not user.is_authenticated:
            return self.none()
        governed = user.offices.organisations(*HUVUDMAN_ROLES)
        return self.filter(Q(pk__in=user.offices.units()) | Q(organisation__in=governed))


class Unit(models.Model):
    """A school unit or preschool of an organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="units")
    name = models.CharField(_("namn"), max_length=150)
    slug = models.SlugField(_("adressnamn"), max_length=60)
    code = models.CharField(  # noqa: DJ001 (unique where it is known)
        _("skolenhetskod"), max_length=8, null=True, blank=True, validators=[UNIT_CODE]
    )
    school_forms = SchoolFormsField(_("skolformer"))
    area = models.CharField(_("område"), max_length=80, blank=True)
    sort_key = KeyField("name", sort_key)
    search_key = KeyField("name", search_key)
    closed_on = models.DateField(_("nedlagd"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("enhet")
        verbose_name_plural = _("enheter")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "slug"], name="a_unit_slug_is_unique_in_its_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation", "code"], name="a_unit_code_is_unique_in_its_organisation"
            ),
            models.CheckConstraint(
                condition=Q(code__isnull=True) | Q(code__regex=r"^[0-9]{8}$"),
                name="a_unit_code_has_eight_digits_or_is_missing",
            ),
            models.CheckConstraint(condition=~Q(school_forms=()), name="a_unit_has_a_school_form"),
            models.CheckConstraint(
                condition=~Q(slug__in=RESERVED_UNIT_SLUGS),
                name="a_unit_slug_is_not_a_page_of_its_organisation",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(closed_on__isnull=False),
                name="a_merged_unit_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def main_form(self) -> SchoolForm:
        return main_form(tuple(self.school_forms))

    @property
    def school_form_names(self) -> str:
        return school_form_names(self.school_forms)


class Team(models.Model):
    """A work team (arbetslag) within a unit."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="teams")
    name = models.CharField(_("namn"), max_length=100)
    sort_key = KeyField("name", sort_key)

    class Meta:
        verbose_name = _("arbetslag")
        verbose_name_plural = _("arbetslag")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "name"], name="a_team_name_is_unique_in_its_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.name
