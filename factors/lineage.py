"""Which text of a draft goes on from which in its base: proposed by likeness, said by a person."""

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple, TypeVar

from factors.likeness import ALIKE, likeness
from factors.models import Edition, Statement, SubGoal
from portal.models import User

T = TypeVar("T", Statement, SubGoal)


class Proposal(NamedTuple):
    """The key of the earlier text, and how alike the two are."""

    follows: int
    likeness: float


def statements(edition: Edition) -> list[Statement]:
    here = Statement.objects.filter(factor__edition=edition)
    here = here.select_related("factor", "follows__factor")
    return list(here.order_by("factor__position", "row", "level"))


def sub_goals(edition: Edition) -> list[SubGoal]:
    return list(edition.sub_goals.select_related("follows"))


def kin(text: Statement | SubGoal) -> Hashable:
    """Only kin follow each other: a level's rows, its question on one factor, a school form."""
    if isinstance(text, SubGoal):
        return text.school_form
    return text.level, text.factor.slug if text.is_overall else ""


def home(text: Statement | SubGoal) -> Hashable:
    """What makes one of two that are as alike the likelier."""
    return text.row if isinstance(text, SubGoal) else text.factor.slug


def proposals(new: Sequence[T], old: Sequence[T]) -> dict[int, Proposal]:
    """At most one earlier text for each, and none twice; the same words come first."""
    chosen = _identical(new, old)
    taken = {proposal.follows for proposal in chosen.values()}
    pairs = [
        (_rank(text, earlier, alike), text.pk, Proposal(earlier.pk, alike))
        for text in new
        for earlier in old
        if text.pk not in chosen and earlier.pk not in taken and kin(text) == kin(earlier)
        if (alike := likeness(text.text, earlier.text, ALIKE)) >= ALIKE
    ]
    for _order, pk, proposal in sorted(pairs, key=lambda pair: pair[0], reverse=True):
        if pk not in chosen and proposal.follows not in taken:
            chosen[pk] = proposal
            taken.add(proposal.follows)
    return chosen


def _identical(new: Sequence[T], old: Sequence[T]) -> dict[int, Proposal]:
    """Those that say the same, first at home; so few are left to measure against each other."""
    chosen: dict[int, Proposal] = {}
    taken: set[int] = set()
    for place in (home, lambda _text: None):
        free = {(kin(text), text.text, place(text)): text for text in old if text.pk not in taken}
        for text in new:
            same = free.get((kin(text), text.text, place(text)))
            if text.pk not in chosen and same and same.pk not in taken:
                chosen[text.pk] = Proposal(same.pk, 1.0)
                taken.add(same.pk)
    return chosen


def _rank(text: T, earlier: T, alike: float) -> tuple[bool, float, bool]:
    return home(text) == home(earlier), alike, text.follows_id == earlier.pk


def confirm(draft: Edition, by: User, follows: Mapping[Statement | SubGoal, int | None]) -> None:
    """Written inside `drafts.held`. What was handed over stays so if nothing else follows now."""
    changed = [text for text, earlier in follows.items() if text.follows_id != earlier]
    for text in changed:
        text.follows_id = follows[text]
        text.save(update_fields=["follows"])
    if changed:
        draft.submitted_by = None
    draft.lineage_by = by
    draft.save(update_fields=["submitted_by", "lineage_by"])
