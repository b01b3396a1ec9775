"""Names in addresses, made of titles."""

from collections.abc import Iterable

from django.utils.text import slugify


def free_name(title: str, taken: Iterable[str], limit: int, otherwise: str) -> str:
    """A name that nothing else in the same place has; `otherwise`, of a title without letters."""
    names = set(taken)
    name = slugify(title)[: limit - 4].strip("-") or otherwise
    numbered = (f"{name}-{number}" for number in range(2, len(names) + 3))
    return next(free for free in (name, *numbered) if free not in names)
