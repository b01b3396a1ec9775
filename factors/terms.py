"""The vocabulary of the catalogue, and how long its texts may be."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

# The overall question on a factor, asked after its rows.
OVERALL_ROW = 0
# Its wording is the portal's own; catalogue text, so never translated.
OVERALL_QUESTION = (
    "Sammantaget: hur väl stämmer beskrivningen av framgångsfaktorn på vår verksamhet?"
)
LAST_ROW = 99

# Pages that stand among an editor's editions.
RESERVED_EDITION_SLUGS = ("erbjudna", "fil", "handelser", "ny")
# Pages that stand among an edition's factors.
RESERVED_FACTOR_SLUGS = ("delmal", "mal", "ny", "sok")

EDITION_SLUG_LIMIT = 60
FACTOR_SLUG_LIMIT = 80
EDITION_TITLE_LIMIT = 200
BACKGROUND_LIMIT = 6000
SOURCE_SLUG_LIMIT = 60
SOURCE_LIMIT = 500
ADDRESS_LIMIT = 500
EDITION_NOTE_LIMIT = 2000
GOAL_LIMIT = 2000
FACTOR_NAME_LIMIT = 150
WHY_LIMIT = 4000
SIGNS_LIMIT = 6000
STEM_LIMIT = 300
FACTOR_NOTE_LIMIT = 1000
STATEMENT_LIMIT = 2000
PROMPT_LIMIT = 500
NOTE_LIMIT = 500


class PromptKind(TextChoices):
    REFLECTION = "reflection", _("Egen reflektion")
    ROUND_TABLE = "round_table", _("Samtal vid bordet")
    CHECK_OUT = "check_out", _("Digital utcheckning")


class FigureKind(TextChoices):
    """What the source says of a figure (`valueType`); a kind that is not here is kept as it is."""

    EXISTS = "EXISTS", _("Siffra")
    MISSING = "MISSING", _("Saknas")
    FEW_PUPILS = "OMITTED_DUE_TO_BASED_ON_FEW_PUPILS", _("För få elever")
    ROUNDED = "ROUNDED_OFF_DUE_TO_FEW_PUPILS_NOT_ELIGIBLE", _("Avrundad")
    NOT_REQUIRED = (
        "TEACHERS_EXCLUDED_DUE_TO_NO_REQUIRED_LEGITIMATION",
        _("Legitimation krävs inte"),
    )


# The kinds that can have a value to reckon with.
VALUED_KINDS = (FigureKind.EXISTS, FigureKind.ROUNDED)
MEASURE_LIMIT = 100
PROGRAMME_LIMIT = 20
PERIOD_LIMIT = 9
FIGURE_LIMIT = 40
FIGURE_KIND_LIMIT = 100
FIGURE_SOURCE_LIMIT = 150
