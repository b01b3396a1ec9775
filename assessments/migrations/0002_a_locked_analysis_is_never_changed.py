"""A migration that alters the tables on SQLite makes them anew, and must put the triggers back.

With its round a locked analysis can be removed, but nothing that it says can be another.
"""

from django.db import migrations

NAME = "a_locked_analysis_is_never_changed"
PARTS = ("passage", "finding")
# Where one of its parts would be written.
IS_LOCKED = """
    EXISTS (SELECT 1 FROM assessments_analysis
            WHERE id = NEW.analysis_id AND locked_on IS NOT NULL)
"""
SQLITE = [
    f"""
    CREATE TRIGGER {NAME} BEFORE UPDATE ON assessments_analysis
    WHEN OLD.locked_on IS NOT NULL
    BEGIN SELECT RAISE(ABORT, '{NAME}'); END
    """,
    *(
        f"""
        CREATE TRIGGER {NAME}_{part}_{event} BEFORE {event} ON assessments_{part}
        WHEN {IS_LOCKED}
        BEGIN SELECT RAISE(ABORT, '{NAME}'); END
        """
        for part in PARTS
        for event in ("INSERT", "UPDATE")
    ),
]
POSTGRESQL = [
    f"""
    CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{NAME}' USING ERRCODE = 'check_violation';
    END $$
    """,
    f"""
    CREATE TRIGGER {NAME} BEFORE UPDATE ON assessments_analysis
    FOR EACH ROW WHEN (OLD.locked_on IS NOT NULL) EXECUTE FUNCTION {NAME}()
    """,
    f"""
    CREATE FUNCTION {NAME}_in_part() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF {IS_LOCKED} THEN
            RAISE EXCEPTION '{NAME}' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    *(
        f"""
        CREATE TRIGGER {NAME}_{part} BEFORE INSERT OR UPDATE ON assessments_{part}
        FOR EACH ROW EXECUTE FUNCTION {NAME}_in_part()
        """
        for part in PARTS
    ),
]


def refuse_changes(apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("assessments", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes)]
