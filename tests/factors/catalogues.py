"""Editions of all kinds, with texts that a file format could spoil."""

import datetime
import unicodedata
from typing import Any

from hypothesis import strategies as st

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
from factors.catalogue.records import DIRECTIONS
from factors.terms import OVERALL_QUESTION, PromptKind
from portal.terms import Level, SchoolForm

HARD = ["=1+1", "+46", "-", "@a", "'=1", "''=1", "'n gång", "2026-01-02", "1,5", "0012", "sant"]
HARD += ["_x0041_", "x005F_", "_x1234x005F_", "_x005F_x0041_", "\ufffe\uffff", "😀", '"a"', "nej"]
SIGNS = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="".join(DIRECTIONS))
Draw = Any


def texts(least: int = 1, also: str = "") -> st.SearchStrategy[str]:
    signs = st.one_of(SIGNS, st.sampled_from(also)) if also else SIGNS
    made = st.one_of(st.sampled_from(HARD), st.text(signs, max_size=20))
    tidy = made.map(lambda text: unicodedata.normalize("NFC", text.strip()))
    return tidy.filter(lambda text: len(text) >= least)


LINE, NOTE, PARAGRAPHS = texts(), texts(0), texts(0, also="\n")
SLUGS = st.from_regex(r"[a-z0-9]{1,5}(-[a-z0-9]{1,5})?", fullmatch=True)
DAYS = st.none() | st.dates(min_value=datetime.date(1900, 1, 1))
CELLS = st.tuples(st.integers(1, 99), st.sampled_from(Level.values))


@st.composite
def catalogues(draw: Draw) -> Catalogue:
    scope = draw(st.sampled_from([NATIONAL, LOCAL]))
    slugs = draw(st.lists(SLUGS, unique=True, max_size=3))
    sources = st.sampled_from(["", *slugs])
    most = 3 if scope == NATIONAL else 0
    forms = st.sampled_from(SchoolForm.values)
    edition = st.builds(
        EditionEntry, SLUGS, st.just(scope), LINE, DAYS, st.just("") | SLUGS, PARAGRAPHS, NOTE
    )
    goals = st.builds(GoalEntry, forms, LINE, st.booleans(), sources)
    rows = st.integers(1, 99)
    sub_goals = st.builds(
        SubGoalEntry, forms, rows, LINE, st.booleans(), NOTE, sources, st.integers(0, 99)
    )
    prompts = st.builds(PromptEntry, st.sampled_from(PromptKind.values), LINE, NOTE, sources)
    return Catalogue(
        edition=draw(edition),
        sources=tuple(draw(_source(slug)) for slug in slugs),
        national_goals=_all(draw, goals, lambda goal: goal.school_form, most),
        sub_goals=_all(draw, sub_goals, lambda goal: (goal.school_form, goal.row), most),
        factors=_all(draw, _factors(sources), lambda factor: factor.slug, 3),
        prompts=_all(draw, prompts, None, 3),
    ).in_order


def _all(draw: Draw, entries: st.SearchStrategy[Any], identity: Any, most: int) -> tuple[Any, ...]:
    return tuple(draw(st.lists(entries, unique_by=identity, max_size=most)))


def _source(slug: str) -> st.SearchStrategy[SourceEntry]:
    addresses = st.sampled_from(["", "https://skolverket.se/a?b=c#d"])
    return st.builds(SourceEntry, st.just(slug), LINE, addresses, DAYS)


@st.composite
def _factors(draw: Draw, sources: st.SearchStrategy[str]) -> FactorEntry:
    cells = draw(st.lists(CELLS, unique=True, max_size=3))
    follows = st.sampled_from(["", "ansvar/3/rektor"])
    statements = [
        StatementEntry(
            row, level, draw(LINE), draw(st.booleans()), draw(st.booleans()), draw(NOTE),
            draw(sources), draw(follows),
        )
        for row, level in cells
    ]  # fmt: skip
    for level in {level for _row, level in cells}:
        statements.append(StatementEntry(0, level, OVERALL_QUESTION, True, True, "", "", ""))
    return FactorEntry(
        draw(SLUGS), draw(LINE), draw(PARAGRAPHS), draw(PARAGRAPHS), draw(NOTE),
        draw(st.booleans()), draw(NOTE), draw(sources), draw(st.just("") | SLUGS),
        tuple(statements),
    )  # fmt: skip
