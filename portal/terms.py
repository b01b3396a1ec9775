"""The vocabulary that every app shares: levels of the chain, school forms, roles."""

from collections.abc import Iterable
from functools import lru_cache

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """The three levels of the chain of governance, from the top down."""

    HUVUDMAN = "huvudman", _("Huvudman")
    REKTOR = "rektor", _("Rektor")
    UNDERVISNING = "undervisning", _("Undervisning")

    @property
    def place(self) -> str:
        """The level as the source's tables name it: "undervisningsnivån"."""
        return str(PLACES[self])

    @property
    def anonymous(self) -> bool:
        """Whether voices at this level are anonymous rather than role answers."""
        return self is Level.UNDERVISNING

    @property
    def above(self) -> "Level | None":
        """The next level up, which it can mirror; nothing is above the huvudman."""
        return ABOVE.get(self)

    @property
    def below(self) -> "Level | None":
        return next((level for level in Level if level.above is self), None)


ABOVE = {Level.REKTOR: Level.HUVUDMAN, Level.UNDERVISNING: Level.REKTOR}
PLACES = {
    Level.HUVUDMAN: _("huvudmannanivån"),
    Level.REKTOR: _("rektorsnivån"),
    Level.UNDERVISNING: _("undervisningsnivån"),
}


class SchoolForm(TextChoices):
    """School forms with the codes of Skolenhetsregistret, and FS for preschool."""

    FS = "FS", _("Förskola")
    FKLASS = "FKLASS", _("Förskoleklass")
    GR = "GR", _("Grundskola")
    GRAN = "GRAN", _("Anpassad grundskola")
    SP = "SP", _("Specialskola")
    SAM = "SAM", _("Sameskola")
    GY = "GY", _("Gymnasieskola")
    GYAN = "GYAN", _("Anpassad gymnasieskola")
    VUX = "VUX", _("Vuxenutbildning")
    FTH = "FTH", _("Fritidshem")


def school_form_names(forms: Iterable[str]) -> str:
    return ", ".join(str(SchoolForm(form).label) for form in forms)


# A school with preschool class and leisure-time centre is above all a school.
COMPANION_FORMS = frozenset({SchoolForm.FKLASS, SchoolForm.FTH})


@lru_cache(maxsize=1024)
def main_form(forms: tuple[str, ...]) -> SchoolForm:
    """The form that a unit is grouped by: grundskola rather than its förskoleklass."""
    return min(map(SchoolForm, forms), key=lambda form: form in COMPANION_FORMS)


class OrganisationKind(TextChoices):
    MUNICIPALITY = "municipality", _("Kommun")
    REGION = "region", _("Region")
    STATE = "state", _("Stat")
    INDEPENDENT = "independent", _("Enskild")


class Role(TextChoices):
    """What a membership lets a person do; all but ADMIN also answer at that level."""

    ADMIN = "admin", _("Administratör")
    HUVUDMAN = "huvudman", _("Huvudman")
    REKTOR = "rektor", _("Rektor")
    UNDERVISNING = "undervisning", _("Undervisning")


HUVUDMAN_ROLES = (Role.ADMIN, Role.HUVUDMAN)
UNIT_ROLES = (Role.REKTOR, Role.UNDERVISNING)


class InvitationState(TextChoices):
    """How far the invitation of somebody who has not come in has got."""

    NONE = "none", _("Inte inbjuden")
    WAITING = "waiting", _("Skickas snart")
    SENT = "sent", _("Skickad")
    VOID = "void", _("Gäller inte längre")
    GIVEN_UP = "given_up", _("Kom inte fram")
