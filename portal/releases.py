"""What two releases can share: whether one works on the tables that the other has made.

A migration that only adds leaves an older release beside it in peace, and is the rule. One that
takes away or changes has `_stop_` in its name: it is done while the portal stands still, and no
release that does not know it starts again on that database.
"""

from collections.abc import Iterable, Iterator

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations import (
    AddField,
    AddIndex,
    AlterModelManagers,
    AlterModelOptions,
    CreateModel,
    Migration,
)
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import FieldOperation

from portal.environment import refuse
from portal.health import applied_migrations, known_migrations
from portal.version import version

STOP = "_stop_"
ADDING = (CreateModel, AddIndex, AlterModelManagers, AlterModelOptions)


def pending() -> list[Migration]:
    """What this release would do with the tables, in order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [migration for migration, _backwards in plan]


def needing_a_stop(migrations: Iterable[Migration]) -> list[str]:
    """Those that an older release does not work beside."""
    return [str(each) for each in migrations if STOP in each.name or not only_adds(each)]


def only_adds(migration: Migration) -> bool:
    return not list(changing(migration))


def changing(migration: Migration) -> Iterator[Operation]:
    """What it does with tables that stood before it, other than to add to them."""
    made = {each.name_lower for each in migration.operations if isinstance(each, CreateModel)}
    for operation in migration.operations:
        table = getattr(operation, "model_name_lower", getattr(operation, "model_name", ""))
        if str(table).lower() not in made and not adds(operation):
            yield operation


def adds(operation: Operation) -> bool:
    """An older release writes rows without the new column, so it must get along without a value."""
    if isinstance(operation, AddField):
        field = operation.field
        return bool(field.null or field.has_db_default() or field.many_to_many)
    return isinstance(operation, ADDING) and not isinstance(operation, FieldOperation)


def unknown_stops() -> list[str]:
    """What has been done with the tables that this release can't work on."""
    unknown = applied_migrations() - known_migrations()
    return sorted(name for _app, name in unknown if STOP in name)


def refuse_if_left_behind() -> None:
    """Before anything is served or done. Without an answer from the database nothing is known."""
    try:
        left_behind = unknown_stops()
    except (DatabaseError, InterfaceError):
        return
    if left_behind:
        refuse(
            f"Databasen är ändrad av en nyare version ({', '.join(left_behind)}), och {version()} "
            "kan inte arbeta med den. Starta den nyare, eller lägg tillbaka kopian från före den."
        )
