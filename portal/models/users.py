from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models.fields import KeyField
from portal.models.memberships import Offices
from portal.sorting import search_key, sort_key


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str | None, name: str = "", **fields: Any) -> "User":
        address = email.strip().lower() if email else None
        user = self.model(email=address or None, name=name, **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in with a code sent to the e-mail address; there are no passwords.

    Those without an address of their own at work sign in with a code from a slip of paper.
    """

    email = models.EmailField(  # noqa: DJ001 (unique where it is known)
        _("e-postadress"), null=True, blank=True
    )
    name = models.CharField(_("namn"), max_length=150, blank=True)
    sort_key = KeyField("name", sort_key)
    search_key = KeyField("name", search_key)
    # The identity in the school's own systems (SS 12000), for those who are fetched from there.
    source_id = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)
    # Empty until chosen: then mail is in Swedish, and pages are as the browser's cookie says.
    language = models.CharField(
        _("språk"), max_length=2, choices=settings.LANGUAGES, blank=True, default=""
    )
    is_protected = models.BooleanField(_("skyddade personuppgifter"), default=False)
    # Keeps the national catalogue, for all organisations.
    is_catalogue_editor = models.BooleanField(_("katalogredaktör"), default=False)
    # Sees to the portal, for all organisations; never their results.
    is_steward = models.BooleanField(_("portalförvaltare"), default=False)
    is_active = models.BooleanField(_("aktiv"), default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    pseudonymised_on = models.DateField(null=True, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("personer")
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_user_per_email_whatever_its_case"),
            # The sign-in looks for the address as it is stored.
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="an_email_is_in_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(email__isnull=True) | ~Q(email=""),
                name="an_email_is_missing_or_written",
            ),
            models.CheckConstraint(
                condition=Q(is_protected=False) | Q(name="", email__isnull=True),
                name="a_protected_person_has_neither_name_nor_address",
            ),
            models.CheckConstraint(
                condition=Q(pseudonymised_on=None) | Q(email=None, source_id=None, is_active=False),
                name="who_is_pseudonymised_cannot_be_found_or_sign_in",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or _("Person %(number)s") % {"number": self.pk}

    @cached_property
    def offices(self) -> Offices:
        """Read once, since all that a page shows is asked of it: each request reads its own person.

        Who may see a row is told in SQL by these few numbers, and not by membership's rows again.
        """
        current = self.memberships.current().select_related("organisation")
        return Offices(tuple(current.order_by("pk")))

    def get_full_name(self) -> str:
        return str(self)
