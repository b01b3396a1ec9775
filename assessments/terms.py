"""The vocabulary of a self-assessment: the scale, the states of a round, the limits."""

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Fewer distinct persons than this are never shown, and never exist after closing.
FLOOR = 5
# A round may ask for larger groups, but not so large that nothing is left to see.
HIGHEST_FLOOR = 30
# A comparison of fewer huvudmän than this is not shown.
COMPARED = 5
# While a round is open, response rates are shown for groups of at least this many asked.
RATE_FLOOR = 10
COMMENT_LIMIT = 2000
REFLECTION_LIMIT = 4000
JOINT_REASON_LIMIT = 1000
DIALOGUE_NOTE_LIMIT = 4000
ACTION_LIMIT = 4000
ANALYSIS_LIMIT = 4000
MOST_TABLES = 40
# So many can answer, one after the other, on a phone that a table shares.
MOST_AT_A_TABLE = 40
# Of letters and digits that are not mistaken for each other: 31 ** 8 codes.
CODE_LENGTH = 8
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ2345679"
MINUTES_PER_FACTOR = 1
STATEMENTS_PER_MINUTE = 4


class RoundState(TextChoices):
    DRAFT = "draft", _("Utkast")
    OPEN = "open", _("Öppen")
    CLOSED = "closed", _("Stängd")


class MailingKind(TextChoices):
    """What a round's letters are about; each kind has its templates in templates/mail/<value>/."""

    ASKED = "asked", _("Inbjudan att svara")
    REMINDER = "reminder", _("Påminnelse")
    CLOSING_TOMORROW = "closing_tomorrow", _("Stänger i morgon")
    RESULTS_READY = "results_ready", _("Resultatet är klart")

    @property
    def reminds(self) -> bool:
        """Whether it goes to those who have not handed in alone, and so is never counted."""
        return self in (MailingKind.REMINDER, MailingKind.CLOSING_TOMORROW)


class DialogueStep(TextChoices):
    """What those who take part in a dialogue do, in this order."""

    PLANNED = "planned", _("Planerat")
    GATHERING = "gathering", _("Samling")
    REFLECTION = "reflection", _("Egen reflektion")
    TABLE = "table", _("Samtal vid bordet")
    JOINT = "joint", _("Gemensam skattning")
    CHECK_OUT = "check_out", _("Utcheckning")
    ENDED = "ended", _("Avslutat")


class ActionStatus(TextChoices):
    PLANNED = "planned", _("Planerad")
    ONGOING = "ongoing", _("Pågår")
    DONE = "done", _("Klar")
    DROPPED = "dropped", _("Avbruten")


class Phase(TextChoices):
    """The questions of the year's cycle."""

    WHERE = "where", _("Var är vi?")
    AIM = "aim", _("Vart ska vi?")
    HOW = "how", _("Hur gör vi?")
    OUTCOME = "outcome", _("Hur blev det?")


class Section(TextChoices):
    """What an analysis tells of, in this order; a judgement is of one factor."""

    CARRIED_OUT = "carried_out", _("Så gick arbetet till")
    TAKING_PART = "taking_part", _("Så deltog elever, barn och vårdnadshavare")
    MATERIAL = "material", _("Underlag")
    STRENGTHS = "strengths", _("Styrkor")
    TO_DEVELOP = "to_develop", _("Utvecklingsområden")
    CAUSES = "causes", _("Orsaker")
    FOLLOW_UP = "follow_up", _("Så följer vi upp")
    JUDGEMENT = "judgement", _("Bedömning")


class FindingKind(TextChoices):
    """What the portal proposes that an analysis says of the figures."""

    STRENGTH = "strength", _("Stämmer bäst")
    DEVELOP = "develop", _("Stämmer minst")
    SPAN = "span", _("Störst spännvidd mellan nivåerna")
    CHANGE = "change", _("Störst förändring sedan förra gången")


class Stance(TextChoices):
    """What the person says of a proposal; until then it is nobody's word."""

    PENDING = "pending", _("Inte än")
    CONFIRMED = "confirmed", _("Ta med som det står")
    CHANGED = "changed", _("Ta med, med egna ord")
    DECLINED = "declined", _("Ta inte med")


class Outcome(TextChoices):
    """What closing made of an assessment; pending while open, and while it waits for a pool."""

    PENDING = "", _("pågår fortfarande")
    SHOWN = "shown", _("visas")
    FEW = "few", _("för få svar")
    NONE = "none", _("inga svar")


class Step(NamedTuple):
    """One answer on the scale; `value` None is "Kan inte bedöma"."""

    value: int | None
    label: str | Promise
    key: str


STEPS = (
    Step(1, _("Stämmer inte"), "1"),
    Step(2, _("Stämmer delvis"), "2"),
    Step(3, _("Stämmer till stor del"), "3"),
    Step(4, _("Stämmer helt"), "4"),
)
UNSURE = Step(None, _("Kan inte bedöma"), "0")


def choice_of(value: int | None) -> Step:
    return next(each for each in (*STEPS, UNSURE) if each.value == value)


def minutes_to_answer(factors: int, statements: int) -> int:
    """Whole minutes it takes to read `factors` descriptions and rate `statements`."""
    return factors * MINUTES_PER_FACTOR + -(-statements // STATEMENTS_PER_MINUTE)
