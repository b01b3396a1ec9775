"""What is an organisation's own beside a factor: rows that it adds, and sub-goals it has chosen."""

from collections.abc import Iterable
from dataclasses import dataclass

from factors import tables
from factors.figures.beside_goals import forms_of
from factors.models import Edition, Factor, Statement, SubGoal
from factors.sub_goal_links import Concerned, concerned_by, goals_of, sub_goal_links
from factors.terms import OVERALL_ROW
from portal.models import Organisation


@dataclass(frozen=True, slots=True)
class Addition:
    """A local factor that adds to a national one."""

    factor: Factor
    rows: list[tables.Row]


@dataclass(frozen=True, slots=True)
class OwnBeside:
    additions: list[Addition]
    concerned: list[Concerned]


def own_beside(
    organisation: Organisation, factor: Factor, statements: Iterable[Statement]
) -> OwnBeside:
    added = [] if factor.is_local else _additions(organisation, factor)
    links = sub_goal_links(organisation)
    rows = sorted({OVERALL_ROW, *(statement.row for statement in statements)})
    goals = goals_here(organisation) if links else []
    return OwnBeside(added, concerned_by(links, factor, rows, goals))


def goals_here(organisation: Organisation) -> list[SubGoal]:
    """The newest national sub-goals of the school forms that the organisation has."""
    forms = forms_of(organisation.units.filter(closed_on=None))
    return goals_of(Edition.objects.newest_national(), forms)


def _additions(organisation: Organisation, factor: Factor) -> list[Addition]:
    """Each in its newest edition."""
    found = Factor.objects.filter(
        edition__in=organisation.editions.published(), adds_to=factor.slug
    ).order_by("-edition__published_on", "-edition__pk", "position")
    newest: dict[str, Factor] = {}
    for each in found.select_related("edition__organisation").prefetch_related("statements"):
        newest.setdefault(each.slug, each)
    return [Addition(each, tables.level_rows(each.statements.all())) for each in newest.values()]
