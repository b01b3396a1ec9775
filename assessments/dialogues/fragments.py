"""Parts of pages that a process has made already, for those who sit at the same table."""

from collections import OrderedDict
from collections.abc import Hashable

MOST = 256

_made: OrderedDict[Hashable, str] = OrderedDict()


def get(key: Hashable) -> str | None:
    return _made.get(key)


def keep(key: Hashable, html: str) -> None:
    """The oldest goes: a part is asked for again within seconds, or never."""
    _made[key] = html
    while len(_made) > MOST:
        _made.popitem(last=False)
