"""A migration that alters the table on SQLite makes it anew, and must put its trigger back."""

from django.db import migrations

SQLITE = [
    """
    CREATE TRIGGER an_event_is_never_changed BEFORE UPDATE ON portal_auditevent
    BEGIN SELECT RAISE(ABORT, 'an_event_is_never_changed'); END
    """,
]
POSTGRESQL = [
    """
    CREATE FUNCTION an_event_is_never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'an_event_is_never_changed' USING ERRCODE = 'check_violation';
    END $$
    """,
    """
    CREATE TRIGGER an_event_is_never_changed BEFORE UPDATE ON portal_auditevent
    FOR EACH ROW EXECUTE FUNCTION an_event_is_never_changed()
    """,
]


def refuse_changes(apps, schema_editor):
    statements = POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("portal", "0001_initial")]
    operations = [migrations.RunPython(refuse_changes)]
