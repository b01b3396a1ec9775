"""What is wrong with a catalogue file, where in the file, and what to do about it."""

from collections.abc import Sequence
from dataclasses import dataclass

SHOWN_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend; `place` is a path like `factors[1].statements[3].level`."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class CatalogueError(Exception):
    """The file can't be loaded; every fault that was found is told."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults: Sequence[Fault] = faults


def shown(text: str) -> str:
    """A stranger's text as it can be shown in a message: short, and only printable signs."""
    printable = "".join(
        sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text
    )
    return printable if len(printable) <= SHOWN_LENGTH else f"{printable[:SHOWN_LENGTH]}…"
