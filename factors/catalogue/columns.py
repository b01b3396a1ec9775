"""The sheets of an edition in Excel: what the columns are called, and what stands in them.

The headings are the file's format, and the same in every language of the portal.
"""

from dataclasses import dataclass

from factors.catalogue.content import LOCAL, NATIONAL
from factors.terms import PromptKind

TEXT, NUMBER, FLAG = "text", "number", "flag"
# The sheet that explains the others, and is not read.
README = "Läs mig"
NARROW, MIDDLE, WIDE = 14, 28, 70
YES, NO = "ja", "nej"

# What a person writes for what the format calls by an English word.
WORDS = {
    "scope": {NATIONAL: "nationell", LOCAL: "lokal"},
    "kind": {
        PromptKind.REFLECTION.value: "egen reflektion",
        PromptKind.ROUND_TABLE.value: "samtal vid bordet",
        PromptKind.CHECK_OUT.value: "digital utcheckning",
    },
}


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    heading: str
    width: int = NARROW
    kind: str = TEXT


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    columns: tuple[Column, ...]


SOURCE = Column("source", "Källa", MIDDLE)
COMPLETE = Column("complete", "Fullständig", NARROW, FLAG)
NOTE = Column("note", "Anmärkning", MIDDLE)
ROW = Column("row", "Rad", NARROW, NUMBER)
SCHOOL_FORM = Column("school_form", "Skolform")
TEXT_COLUMN = Column("text", "Text", WIDE)
# Which factor a statement belongs to; in JSON the statements stand inside it.
FACTOR = Column("factor", "Faktor", MIDDLE)
STATEMENTS = "statements"

SHEETS = {
    "edition": Sheet(
        "Utgåva",
        (
            Column("slug", "Adressnamn", MIDDLE),
            Column("scope", "Slag"),
            Column("title", "Titel", MIDDLE),
            Column("published_on", "Publicerad"),
            Column("base", "Bygger på", MIDDLE),
            Column("background", "Bakgrund", WIDE),
            NOTE,
        ),
    ),
    "sources": Sheet(
        "Källor",
        (
            Column("slug", "Adressnamn", MIDDLE),
            Column("title", "Titel", WIDE),
            Column("address", "Webbadress", MIDDLE),
            Column("read_on", "Läst den"),
        ),
    ),
    "national_goals": Sheet("Målsättningar", (SCHOOL_FORM, TEXT_COLUMN, COMPLETE, SOURCE)),
    "sub_goals": Sheet(
        "Delmål",
        (
            SCHOOL_FORM,
            ROW,
            TEXT_COLUMN,
            COMPLETE,
            NOTE,
            SOURCE,
            Column("follows", "Följer rad", NARROW, NUMBER),
        ),
    ),
    "factors": Sheet(
        "Faktorer",
        (
            Column("slug", "Adressnamn", MIDDLE),
            Column("name", "Namn", MIDDLE),
            Column("why", "Varför", WIDE),
            Column("signs", "Hur den kan märkas", WIDE),
            Column("stem", "Inledning till tabellen", MIDDLE),
            COMPLETE,
            NOTE,
            SOURCE,
            Column("adds_to", "Tillägg till", MIDDLE),
        ),
    ),
    STATEMENTS: Sheet(
        "Påståenden",
        (
            FACTOR,
            ROW,
            Column("level", "Nivå"),
            TEXT_COLUMN,
            COMPLETE,
            Column("own_wording", "Egen formulering", NARROW, FLAG),
            NOTE,
            SOURCE,
            Column("follows", "Följer", MIDDLE),
        ),
    ),
    "prompts": Sheet("Frågor", (Column("kind", "Slag", MIDDLE), TEXT_COLUMN, NOTE, SOURCE)),
}
