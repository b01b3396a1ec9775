"""The earlier texts that a text goes on from, edition by edition: figures may cross to them."""

from collections.abc import Iterable, Iterator, Mapping

from factors.models import Edition, Statement, SubGoal


def statements_before(edition: Edition) -> dict[int, list[int]]:
    """The ids of what each of its statements goes on from, the nearest first.

    One query, however many editions there are: an edition follows only one of the same keeper.
    """
    kept = Statement.objects.filter(factor__edition__organisation=edition.organisation_id)
    return _before(edition, kept.order_by().values_list("pk", "follows", "factor__edition"))


def confirmed_statements_before(edition: Edition) -> dict[int, list[int]]:
    """The same, but only through editions where a person has said what follows what."""
    confirmed = Statement.objects.filter(
        factor__edition__organisation=edition.organisation_id,
        factor__edition__lineage_by__isnull=False,
    )
    return _before(edition, confirmed.order_by().values_list("pk", "follows", "factor__edition"))


def sub_goals_before(edition: Edition) -> dict[int, list[int]]:
    kept = SubGoal.objects.filter(edition__organisation=edition.organisation_id)
    return _before(edition, kept.order_by().values_list("pk", "follows", "edition"))


def _before(edition: Edition, texts: Iterable[tuple[int, int | None, int]]) -> dict[int, list[int]]:
    lines = list(texts)
    follows = {pk: earlier for pk, earlier, _edition in lines if earlier}
    mine = (pk for pk, _earlier, home in lines if home == edition.pk)
    return {pk: list(_ancestors(pk, follows)) for pk in mine}


def _ancestors(pk: int, follows: Mapping[int, int]) -> Iterator[int]:
    while pk in follows:
        pk = follows[pk]
        yield pk
