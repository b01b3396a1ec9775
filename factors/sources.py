"""How many texts stand on each source: one that is stood on stays."""

from collections import Counter

from factors.models import Edition, Factor, NationalGoal, Prompt, Source, Statement, SubGoal
from factors.names import free_name
from factors.terms import SOURCE_SLUG_LIMIT

TEXTS = (NationalGoal, SubGoal, Factor, Statement, Prompt)


def texts_by_source(edition: Edition) -> Counter[int]:
    found: Counter[int] = Counter()
    for model in TEXTS:
        texts = model._default_manager.filter(source__edition=edition)
        found.update(texts.values_list("source", flat=True))
    return found


def name_of(source: Source) -> str:
    """Its own name in the edition's files, which stays when its title is mended."""
    taken = source.edition.sources.values_list("slug", flat=True)
    return free_name(source.title, taken, SOURCE_SLUG_LIMIT, "kalla")
