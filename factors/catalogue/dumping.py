"""From an edition's rows to its content: what is exported, copied and compared."""

from django.db.models import Prefetch

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
from factors.catalogue.writing import cell_of
from factors.models import Edition, Factor, Source, Statement


def content_of(edition: Edition) -> Catalogue:
    """All that the edition says, in order; the same number of queries however much it is."""
    return Catalogue(
        edition=_edition(edition),
        sources=tuple(
            SourceEntry(source.slug, source.title, source.address, source.read_on)
            for source in edition.sources.all()
        ),
        national_goals=tuple(
            GoalEntry(goal.school_form, goal.text, goal.complete, _slug(goal.source))
            for goal in edition.national_goals.select_related("source")
        ),
        sub_goals=tuple(
            SubGoalEntry(
                school_form=goal.school_form,
                row=goal.row,
                text=goal.text,
                complete=goal.complete,
                note=goal.note,
                source=_slug(goal.source),
                follows=goal.follows.row if goal.follows else 0,
            )
            for goal in edition.sub_goals.select_related("source", "follows")
        ),
        factors=tuple(_factor(factor) for factor in _factors(edition)),
        prompts=tuple(
            PromptEntry(prompt.kind, prompt.text, prompt.note, _slug(prompt.source))
            for prompt in edition.prompts.select_related("source").order_by("position", "pk")
        ),
    ).in_order


def _edition(edition: Edition) -> EditionEntry:
    return EditionEntry(
        slug=edition.slug,
        scope=LOCAL if edition.is_local else NATIONAL,
        title=edition.title,
        published_on=edition.published_on,
        base=edition.base.slug if edition.base else "",
        background=edition.background,
        note=edition.note,
    )


def _factors(edition: Edition) -> list[Factor]:
    statements = Statement.objects.select_related("source", "follows__factor")
    factors = edition.factors.select_related("source")
    return list(factors.prefetch_related(Prefetch("statements", statements)))


def _factor(factor: Factor) -> FactorEntry:
    return FactorEntry(
        slug=factor.slug,
        name=factor.name,
        why=factor.why,
        signs=factor.signs,
        stem=factor.stem,
        complete=factor.complete,
        note=factor.note,
        source=_slug(factor.source),
        adds_to=factor.adds_to,
        statements=tuple(_statement(statement) for statement in factor.statements.all()),
    )


def _statement(statement: Statement) -> StatementEntry:
    return StatementEntry(
        row=statement.row,
        level=statement.level,
        text=statement.text,
        complete=statement.complete,
        own_wording=statement.own_wording,
        note=statement.note,
        source=_slug(statement.source),
        follows=cell_of(statement.follows) if statement.follows else "",
    )


def _slug(source: Source | None) -> str:
    return source.slug if source else ""
