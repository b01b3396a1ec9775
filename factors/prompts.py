"""The order of an edition's prompts: each kind has its own."""

from django.db.models import Max

from factors.models import Edition, Prompt


def last_position(edition: Edition, kind: str) -> int:
    """Where a new prompt of the kind comes."""
    last = edition.prompts.filter(kind=kind).aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def move(prompt: Prompt, step: int) -> None:
    """One step earlier (-1) or later (1); the first and the last of the kind stay."""
    group = list(Prompt.objects.filter(edition=prompt.edition_id, kind=prompt.kind))
    place = group.index(prompt) + step
    if not 0 <= place < len(group):
        return
    other = group[place]
    between = last_position(prompt.edition, prompt.kind)
    mine, theirs = prompt.position, other.position
    for each, position in ((prompt, between), (other, mine), (prompt, theirs)):
        each.position = position
        each.save(update_fields=["position"])
