"""Rows repeated inside the database: many organisations or rounds that are alike from one.

What is repeated was made by the portal's own code, so that a copy has the shape of what opening
and closing write.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Field, Max, Model

from assessments.models import (
    Assessment,
    Block,
    Participation,
    Rating,
    Response,
    Round,
    RoundFactor,
    Tally,
)
from portal.models import Membership, Organisation, Unit, User

Models = tuple[type[Model], ...]

# In the order that they point to each other.
OF_A_ROUND: Models = (
    *(Round, RoundFactor, Block, Assessment, Response, Participation, Rating, Tally),
)
OF_AN_ORGANISATION: Models = (Organisation, Unit, User, Membership, *OF_A_ROUND)

REPEAT = """
WITH RECURSIVE copy(number) AS (
    SELECT {first} UNION ALL SELECT number + 1 FROM copy WHERE number < {last}
)
INSERT INTO {table} ({columns})
SELECT {values}
FROM copy CROSS JOIN {table} pattern
WHERE pattern.id > {after} AND pattern.id <= {after} + {size}
ORDER BY copy.number, pattern.id
"""
# What has to differ between copies, or else would say that nothing ever changes.
TURNED = (
    "CASE (copy.number + pattern.statement_id) % 4 WHEN {} THEN pattern.n1"
    " WHEN {} THEN pattern.n2 WHEN {} THEN pattern.n3 ELSE pattern.n4 END"
)
DIFFERENT = {
    (Organisation, "slug"): "pattern.slug || '-' || copy.number",
    (User, "email"): "'n' || copy.number || '.' || pattern.email",
    **{
        (Tally, f"n{step + 1}"): TURNED.format(*((turn - step) % 4 for turn in range(3)))
        for step in range(4)
    },
}


class Pattern:
    """What is added to some tables from now on, until it is repeated for the first time.

    Copies point to each other as the rows of the pattern do, and else to the same.
    """

    def __init__(self, models: Models) -> None:
        self.begun = {model: highest(model) for model in models}
        self.sizes: dict[type[Model], int] = {}
        self.copies = 0

    def repeat(self, times: int) -> None:
        if not times:
            return
        self.sizes = self.sizes or {model: highest(model) - n for model, n in self.begun.items()}
        with unchecked():
            for model in self.begun:
                execute(self.repeating(model, times))
        for statement in connection.ops.sequence_reset_sql(no_style(), list(self.begun)):
            execute(statement)
        self.copies += times

    def repeating(self, model: type[Model], times: int) -> str:
        fields = model._meta.concrete_fields
        return REPEAT.format(
            table=model._meta.db_table,
            columns=", ".join(field.column for field in fields),
            values=", ".join(value(field, self.sizes) for field in fields),
            after=self.begun[model],
            size=self.sizes[model],
            first=self.copies + 1,
            last=self.copies + times,
        )


def value(field: Field, sizes: dict[type[Model], int]) -> str:
    if (field.model, field.column) in DIFFERENT:
        return DIFFERENT[field.model, field.column]
    named = field.model if field.primary_key else field.related_model
    step = f" + copy.number * {sizes[named]}" if named in sizes else ""
    return f"pattern.{field.column}{step}"


def highest(model: type[Model]) -> int:
    return model._default_manager.aggregate(highest=Max("pk"))["highest"] or 0


def execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def unchecked() -> Iterator[None]:
    """On PostgreSQL copies are not asked one by one whether what they point to exists."""
    if connection.vendor != "postgresql":
        yield
        return
    execute("SET session_replication_role = replica")
    try:
        yield
    finally:
        execute("SET session_replication_role = DEFAULT")
