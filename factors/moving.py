"""The order of a draft's factors."""

from django.db.models import Max

from factors.models import Factor


def move(factor: Factor, step: int) -> None:
    """One step earlier (-1) or later (1); the first and the last stay."""
    group = list(Factor.objects.filter(edition=factor.edition_id))
    place = group.index(factor) + step
    if not 0 <= place < len(group):
        return
    other = group[place]
    mine, theirs = factor.position, other.position
    last = Factor.objects.filter(edition=factor.edition_id).aggregate(last=Max("position"))["last"]
    # Two never have the same position, not even on their way.
    for each, position in ((factor, last + 1), (other, mine), (factor, theirs)):
        Factor.objects.filter(pk=each.pk).update(position=position)
