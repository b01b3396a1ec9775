from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models.invitations import Invitation
from portal.models.organisations import Organisation


class Problem(models.TextChoices):
    """Why a letter did not reach anybody, in words for the person who can do something about it."""

    NO_ADDRESS = "no_address", _("Personen har ingen e-postadress.")
    BAD_ADDRESS = "bad_address", _("Adressen går inte att skicka till.")
    UNKNOWN_ADDRESS = "unknown_address", _("Adressen finns inte.")
    FULL = "full", _("Brevlådan är full.")
    REFUSED = "refused", _("Mottagarens server tar inte emot våra mejl.")
    NO_ANSWER = (
        "no_answer",
        _("Mottagarens server tog inte emot mejlet, fast vi försökte ett dygn."),
    )

    @property
    def advice(self) -> str:
        return str(ADVICE[self])


ADVICE = {
    Problem.NO_ADDRESS: _("Lägg in en adress, eller skriv ut en inloggningslapp."),
    Problem.BAD_ADDRESS: _("Rätta adressen och försök igen."),
    Problem.UNKNOWN_ADDRESS: _("Rätta adressen och försök igen."),
    Problem.FULL: _("Be personen tömma den, och försök sedan igen."),
    Problem.REFUSED: _("Be er it-avdelning att släppa igenom våra mejl, och försök sedan igen."),
    Problem.NO_ANSWER: _("Kontrollera det som står efter @ i adressen, och försök igen."),
}


class LetterQuerySet(models.QuerySet["Letter"]):
    def waiting(self) -> "LetterQuerySet":
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True)

    def due(self) -> "LetterQuerySet":
        return self.waiting().filter(not_before__lte=timezone.now())

    def given_up(self) -> "LetterQuerySet":
        return self.filter(given_up_at__isnull=False)


class Letter(models.Model):
    """A mail to one person, which waits, is sent or is given up.

    What it says is emptied when it has been sent. The very existence of a blind letter would tell
    something about the person, such as that they have not answered: it is shown to nobody, counted
    nowhere, and deleted when it is done with.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="letters")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="letters")
    invitation = models.ForeignKey(
        Invitation, models.CASCADE, null=True, blank=True, related_name="letters"
    )
    kind = models.CharField(max_length=40)
    # The key of what it is about, which its kind knows.
    about = models.PositiveBigIntegerField(null=True, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    is_blind = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    not_before = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=20, choices=Problem.choices, blank=True)
    reply = models.CharField(max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("brev")
        verbose_name_plural = _("brev")
        # Blind ones last: when others leave tells nothing of them.
        ordering = ["is_blind", "not_before", "pk"]
        indexes = [
            models.Index(
                fields=["is_blind", "not_before", "id"],
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="letters_that_wait",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(given_up_at__isnull=True),
                name="a_letter_is_not_both_sent_and_given_up",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(subject="", text="", html=""),
                name="a_sent_letter_holds_no_text",
            ),
            models.CheckConstraint(
                condition=Q(is_blind=False) | Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="a_blind_letter_is_not_kept_when_done_with",
            ),
            models.CheckConstraint(
                condition=Q(given_up_at__isnull=True) | ~Q(problem=""),
                name="a_letter_is_given_up_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.user}"

    @property
    def advice(self) -> str:
        """What to do about it, for one that was given up."""
        return Problem(self.problem).advice
