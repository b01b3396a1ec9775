"""All texts of an edition, each with its place: where it stands and where it is mended."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from factors.catalogue.content import Catalogue, FactorEntry, StatementEntry
from factors.terms import OVERALL_ROW, PromptKind
from portal.terms import Level, SchoolForm

# What makes a text the same one in two editions: ("statement", "larande", 3, "rektor").
Key = tuple[str | int, ...]


class Part(StrEnum):
    """The page where it is written."""

    EDITION = "edition"
    SOURCES = "sources"
    GOALS = "goals"
    SUB_GOALS = "sub_goals"
    FACTOR = "factor"
    LEVELS = "levels"
    PROMPTS = "prompts"
    LINEAGE = "lineage"


@dataclass(frozen=True, slots=True)
class Place:
    """`heading` and `spot` are for people: "Lärande", "Rad 3, rektor"."""

    part: Part
    heading: str
    spot: str = ""
    factor: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """`remarks` is what is said about the text: that it is cut, its source, a note."""

    key: Key
    place: Place
    text: str
    remarks: str = ""
    follows: Key = ()


def texts_of(catalogue: Catalogue) -> Iterator[Text]:
    """All that is not empty, in the order of the pages."""
    return (text for text in _texts(catalogue) if text.text)


def goals_place(spot: str = "") -> Place:
    return Place(Part.GOALS, _("Nationella målsättningar"), spot)


def sub_goals_place(spot: str = "") -> Place:
    return Place(Part.SUB_GOALS, _("Delmål"), spot)


def sub_goal_spot(row: int, form: str) -> str:
    return _("Rad %(row)s, %(form)s") % {"row": row, "form": SchoolForm(form).label.lower()}


def factor_place(factor: FactorEntry, spot: str = "") -> Place:
    return Place(Part.FACTOR, factor.name, spot, factor.slug)


def levels_place(factor: FactorEntry, spot: str = "") -> Place:
    return Place(Part.LEVELS, factor.name, spot, factor.slug)


def cell_spot(row: int, level: str) -> str:
    place = {"row": row, "level": Level(level).label.lower()}
    if row == OVERALL_ROW:
        return _("Frågan om helheten, %(level)s") % place
    return _("Rad %(row)s, %(level)s") % place


def prompts_place(kind: str = "") -> Place:
    return Place(
        Part.PROMPTS, _("Frågor till samtalet"), str(PromptKind(kind).label) if kind else ""
    )


def _texts(catalogue: Catalogue) -> Iterator[Text]:
    titles = {source.slug: source.title for source in catalogue.sources}
    yield from _about_edition(catalogue)
    for goal in catalogue.national_goals:
        place = goals_place(str(SchoolForm(goal.school_form).label))
        remarks = _remarks(goal.complete, titles.get(goal.source))
        yield Text(("goal", goal.school_form), place, goal.text, remarks)
    for sub in catalogue.sub_goals:
        yield Text(
            ("sub_goal", sub.row, sub.school_form),
            sub_goals_place(sub_goal_spot(sub.row, sub.school_form)),
            sub.text,
            _remarks(sub.complete, titles.get(sub.source), sub.note),
            ("sub_goal", sub.follows, sub.school_form) if sub.follows else (),
        )
    for factor in catalogue.factors:
        yield from _of_factor(factor, titles)
    for prompt in catalogue.prompts:
        remarks = _remarks(True, titles.get(prompt.source), prompt.note)
        key = ("prompt", prompt.kind, prompt.text)
        yield Text(key, prompts_place(prompt.kind), prompt.text, remarks)


def _about_edition(catalogue: Catalogue) -> Iterator[Text]:
    edition, heading = catalogue.edition, _("Om utgåvan")
    named = [
        ("title", _("Titel"), edition.title),
        ("background", _("Bakgrund"), edition.background),
        ("note", _("Anmärkning"), edition.note),
    ]
    for name, label, text in named:
        yield Text(("edition", name), Place(Part.EDITION, heading, label), text)
    for source in catalogue.sources:
        place = Place(Part.SOURCES, _("Källor"), source.slug)
        day = _("Läst %s.") % source.read_on if source.read_on else ""
        remarks = " ".join(filter(None, [source.address, day]))
        yield Text(("source", source.slug), place, source.title, remarks)


def _of_factor(factor: FactorEntry, titles: dict[str, str]) -> Iterator[Text]:
    remarks = _remarks(factor.complete, titles.get(factor.source), factor.note)
    if factor.adds_to:
        remarks = " ".join([remarks, _("Tillägg till %s.") % factor.adds_to]).strip()
    named = [
        ("name", _("Namn"), factor.name, remarks),
        ("why", _("Varför"), factor.why, ""),
        ("signs", _("Så kan den märkas"), factor.signs, ""),
        ("stem", _("Inledning till tabellen"), factor.stem, ""),
    ]
    for name, label, text, said in named:
        key = ("factor", factor.slug, name)
        yield Text(key, factor_place(factor, label), text, said)
    for statement in factor.statements:
        yield _of_statement(factor, statement, titles)


def _of_statement(factor: FactorEntry, entry: StatementEntry, titles: dict[str, str]) -> Text:
    remarks = _remarks(entry.complete, titles.get(entry.source), entry.note)
    if entry.own_wording and entry.row != OVERALL_ROW:
        remarks = " ".join([_("Portalens egen formulering."), remarks]).strip()
    slug, row, level = entry.follows.split("/") if entry.follows else ("", "0", "")
    return Text(
        ("statement", factor.slug, entry.row, entry.level),
        levels_place(factor, cell_spot(entry.row, entry.level)),
        entry.text,
        remarks,
        ("statement", slug, int(row), level) if slug else (),
    )


def _remarks(complete: bool, source: str | None, note: str = "") -> str:
    cut = "" if complete else _("Inte fullständig.")
    named = _("Källa: %s.") % source if source else ""
    return " ".join(filter(None, [cut, named, note]))
