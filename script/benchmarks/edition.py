"""A synthetic national edition: as many statements as a figure needs, as long as real ones."""

import datetime

from factors.models import Edition, Factor, Prompt, Statement
from portal.terms import Level

TEXT = (
    "ger förutsättningar för arbetet, följer upp hur det går och tar tillsammans med andra "
    "ansvar för att det som beslutas också blir gjort i vardagen"
)
PROMPTS = ("Vad fungerar?", "Vad är svårt?", "Vad behöver vi?", "Vad gör jag själv?")


def add_sixty(quick: bool) -> Edition:
    """Sixty statements at each level, in two factors; a few when nothing is to be measured."""
    return add_edition(3, 3) if quick else add_edition(30, 30)


def add_edition(*sizes: int) -> Edition:
    """One factor for each size: so many statements at each level, the overall one included."""
    edition = Edition.objects.create(
        slug="prov", title="Prov", published_on=datetime.date(2026, 1, 1)
    )
    for position, size in enumerate(sizes, 1):
        add_factor(edition, position, size)
    Prompt.objects.bulk_create(
        Prompt(edition=edition, kind=Prompt.Kind.REFLECTION, position=position, text=text)
        for position, text in enumerate(PROMPTS, 1)
    )
    return edition


def add_factor(edition: Edition, position: int, size: int) -> Factor:
    factor = Factor.objects.create(
        edition=edition,
        slug=f"faktor-{position}",
        name=f"Framgångsfaktor {position}",
        position=position,
        why=f"Det {TEXT}. " * 2,
        signs=f"Det märks när var och en {TEXT}. " * 5,
        stem="Varje nivå i styrkedjan bidrar genom att på",
    )
    Statement.objects.bulk_create(
        Statement(factor=factor, row=row, level=level, text=f"{row}. {level.label}: {TEXT}.")
        for row in range(size)
        for level in Level
    )
    return factor
