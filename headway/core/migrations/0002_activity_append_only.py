"""The database itself refuses to change or remove a row of the activity log."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER activity_no_update BEFORE UPDATE ON core_activity
       BEGIN SELECT RAISE(ABORT, 'activity rows cannot be changed'); END""",
    """CREATE TRIGGER activity_no_delete BEFORE DELETE ON core_activity
       BEGIN SELECT RAISE(ABORT, 'activity rows cannot be deleted'); END""",
]
POSTGRES = [
    """CREATE FUNCTION activity_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'activity rows cannot be changed or deleted'; END $$""",
    """CREATE TRIGGER activity_append_only BEFORE UPDATE OR DELETE ON core_activity
       FOR EACH ROW EXECUTE FUNCTION activity_refuse()""",
]
UNDO_SQLITE = ["DROP TRIGGER activity_no_update", "DROP TRIGGER activity_no_delete"]
UNDO_POSTGRES = ["DROP TRIGGER activity_append_only ON core_activity", "DROP FUNCTION activity_refuse()"]


def protect(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unprotect(apps, schema_editor):
    for statement in UNDO_POSTGRES if schema_editor.connection.vendor == "postgresql" else UNDO_SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
