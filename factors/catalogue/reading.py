"""From the bytes of a catalogue file to its content, or to all that is wrong with it."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from factors import terms
from factors.catalogue.content import (
    LOCAL,
    NATIONAL,
    Catalogue,
    EditionEntry,
    FactorEntry,
    GoalEntry,
    PromptEntry,
    SourceEntry,
    StatementEntry,
    SubGoalEntry,
)
from factors.catalogue.faults import CatalogueError, Fault
from factors.catalogue.files import decoded
from factors.catalogue.records import NO_NUMBER, NO_TEXT, Record, build
from factors.terms import LAST_ROW, OVERALL_ROW, PromptKind
from portal.terms import Level, SchoolForm

T = TypeVar("T")


def read_catalogue(data: bytes) -> Catalogue:
    """The content of a catalogue file, in order, or a CatalogueError that tells all its faults."""
    return catalogue_of(decoded(data))


def catalogue_of(values: object) -> Catalogue:
    """The same of values that have been read already, whatever file they came from."""
    return unsorted(values).in_order


def unsorted(values: object) -> Catalogue:
    """The same in the order of the file, so that what is wrong can be told by its place."""
    faults: list[Fault] = []
    catalogue = build(values, "", faults, _catalogue)
    if faults:
        raise CatalogueError(*faults)
    return catalogue


def _catalogue(record: Record) -> Catalogue:
    catalogue = Catalogue(
        edition=record.one("edition", _edition),
        sources=record.each("sources", _source),
        national_goals=record.each("national_goals", _goal),
        sub_goals=record.each("sub_goals", _sub_goal),
        factors=record.each("factors", _factor),
        prompts=record.each("prompts", _prompt),
    )
    _check_catalogue(record, catalogue)
    return catalogue


def _edition(record: Record) -> EditionEntry:
    return EditionEntry(
        slug=record.slug("slug", terms.EDITION_SLUG_LIMIT, reserved=terms.RESERVED_EDITION_SLUGS),
        scope=record.choice("scope", [NATIONAL, LOCAL]),
        title=record.text("title", terms.EDITION_TITLE_LIMIT),
        published_on=record.day("published_on", required=False),
        base=record.slug("base", terms.EDITION_SLUG_LIMIT, required=False),
        background=record.text(
            "background", terms.BACKGROUND_LIMIT, required=False, paragraphs=True
        ),
        note=record.text("note", terms.EDITION_NOTE_LIMIT, required=False),
    )


def _source(record: Record) -> SourceEntry:
    return SourceEntry(
        slug=record.slug("slug", terms.SOURCE_SLUG_LIMIT),
        title=record.text("title", terms.SOURCE_LIMIT),
        address=record.address("address", terms.ADDRESS_LIMIT),
        read_on=record.day("read_on", required=False),
    )


def _named_source(record: Record) -> str:
    return record.slug("source", terms.SOURCE_SLUG_LIMIT, required=False)


def _goal(record: Record) -> GoalEntry:
    return GoalEntry(
        school_form=record.choice("school_form", SchoolForm.values),
        text=record.text("text", terms.GOAL_LIMIT),
        complete=record.flag("complete", True),
        source=_named_source(record),
    )


def _sub_goal(record: Record) -> SubGoalEntry:
    return SubGoalEntry(
        school_form=record.choice("school_form", SchoolForm.values),
        row=record.number("row", 1, LAST_ROW),
        text=record.text("text", terms.GOAL_LIMIT),
        complete=record.flag("complete", True),
        note=record.text("note", terms.NOTE_LIMIT, required=False),
        source=_named_source(record),
        follows=record.number("follows", 1, LAST_ROW, required=False),
    )


def _factor(record: Record) -> FactorEntry:
    factor = FactorEntry(
        slug=record.slug("slug", terms.FACTOR_SLUG_LIMIT, reserved=terms.RESERVED_FACTOR_SLUGS),
        name=record.text("name", terms.FACTOR_NAME_LIMIT),
        why=record.text("why", terms.WHY_LIMIT, required=False, paragraphs=True),
        signs=record.text("signs", terms.SIGNS_LIMIT, required=False, paragraphs=True),
        stem=record.text("stem", terms.STEM_LIMIT, required=False),
        complete=record.flag("complete", True),
        note=record.text("note", terms.FACTOR_NOTE_LIMIT, required=False),
        source=_named_source(record),
        adds_to=record.slug("adds_to", terms.FACTOR_SLUG_LIMIT, required=False),
        statements=record.each("statements", _statement),
    )
    _check_factor(record, factor)
    return factor


def _statement(record: Record) -> StatementEntry:
    statement = StatementEntry(
        row=record.number("row", OVERALL_ROW, LAST_ROW),
        level=record.choice("level", Level.values),
        text=record.text("text", terms.STATEMENT_LIMIT),
        complete=record.flag("complete", True),
        own_wording=record.flag("own_wording", False),
        note=record.text("note", terms.NOTE_LIMIT, required=False),
        source=_named_source(record),
        follows=record.cell("follows"),
    )
    if statement.row == OVERALL_ROW and not (statement.own_wording and statement.complete):
        message = _("Den sammantagna frågan är portalens egen. Skriv true, och låt den vara hel.")
        record.fault("own_wording", message)
    return statement


def _prompt(record: Record) -> PromptEntry:
    return PromptEntry(
        kind=record.choice("kind", PromptKind.values),
        text=record.text("text", terms.PROMPT_LIMIT),
        note=record.text("note", terms.NOTE_LIMIT, required=False),
        source=_named_source(record),
    )


def _check_catalogue(record: Record, catalogue: Catalogue) -> None:
    _unique(record, "sources", catalogue.sources, lambda source: (source.slug,))
    _check_sources(record, catalogue)
    _unique(record, "national_goals", catalogue.national_goals, lambda goal: (goal.school_form,))
    _unique(record, "sub_goals", catalogue.sub_goals, lambda goal: (goal.school_form, goal.row))
    _unique(record, "factors", catalogue.factors, lambda factor: (factor.slug,))
    if catalogue.edition.scope == LOCAL:
        for key in ("national_goals", "sub_goals"):
            if getattr(catalogue, key):
                record.fault(key, _("En lokal utgåva har inga nationella mål. Ta bort dem."))


def _check_sources(record: Record, catalogue: Catalogue) -> None:
    """A text names one of the edition's sources."""
    known = {source.slug for source in catalogue.sources}
    for place, name in _sources_named(record, catalogue):
        if name and name not in known:
            message = _("Källan %s finns inte i listan sources. Lägg till den eller rätta namnet.")
            record.faults.append(Fault(f"{place}.source", message % name))


def _sources_named(record: Record, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for key in ("national_goals", "sub_goals", "factors", "prompts"):
        for index, entry in enumerate(getattr(catalogue, key)):
            yield f"{record.at(key)}[{index}]", entry.source
    for index, factor in enumerate(catalogue.factors):
        for number, statement in enumerate(factor.statements):
            yield f"{record.at('factors')}[{index}].statements[{number}]", statement.source


def _check_factor(record: Record, factor: FactorEntry) -> None:
    if factor.complete and not factor.statements and record.holds("statements", list):
        message = _("Listan är tom. Lägg till påståendena, eller skriv false i complete.")
        record.fault("statements", message)
    cells = [(statement.row, statement.level) for statement in factor.statements]
    _unique(record, "statements", cells, lambda cell: cell)
    if any(NO_NUMBER in cell or NO_TEXT in cell for cell in cells):
        return
    asked = {level for row, level in cells if row == OVERALL_ROW}
    for level in sorted({level for row, level in cells} - asked):
        message = _("Den sammantagna frågan (rad 0) saknas på nivån %s. Lägg till den.")
        record.fault("statements", message % level)


def _unique(
    record: Record, key: str, entries: Sequence[T], identity: Callable[[T], tuple[object, ...]]
) -> None:
    """No two entries of the list are about the same thing; faulty ones are told already."""
    first: dict[tuple[object, ...], int] = {}
    for index, entry in enumerate(entries):
        what = identity(entry)
        if NO_TEXT in what or NO_NUMBER in what:
            continue
        if first.setdefault(what, index) != index:
            place = f"{record.at(key)}[{first[what]}]"
            values = {"what": ", ".join(map(str, what)), "place": place}
            message = _(
                "Dubblett: (%(what)s) finns redan i %(place)s. Ta bort eller ändra en av dem."
            )
            record.fault(f"{key}[{index}]", message % values)
