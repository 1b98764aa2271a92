"""The database itself refuses to change or remove a signed head."""

from django.db import migrations

SQLITE = [
    """CREATE TRIGGER signed_head_no_update BEFORE UPDATE ON audit_signedhead
       BEGIN SELECT RAISE(ABORT, 'signed heads cannot be changed'); END""",
    """CREATE TRIGGER signed_head_no_delete BEFORE DELETE ON audit_signedhead
       BEGIN SELECT RAISE(ABORT, 'signed heads cannot be deleted'); END""",
    """CREATE TRIGGER chain_end_no_delete BEFORE DELETE ON audit_chainend
       BEGIN SELECT RAISE(ABORT, 'the end of a chain cannot be deleted'); END""",
]
POSTGRES = [
    """CREATE FUNCTION signed_head_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION 'signed heads cannot be changed or deleted'; END $$""",
    """CREATE TRIGGER signed_head_append_only BEFORE UPDATE OR DELETE ON audit_signedhead
       FOR EACH ROW EXECUTE FUNCTION signed_head_refuse()""",
    """CREATE TRIGGER chain_end_no_delete BEFORE DELETE ON audit_chainend
       FOR EACH ROW EXECUTE FUNCTION signed_head_refuse()""",
]
UNDO_SQLITE = [
    "DROP TRIGGER signed_head_no_update",
    "DROP TRIGGER signed_head_no_delete",
    "DROP TRIGGER chain_end_no_delete",
]
UNDO_POSTGRES = [
    "DROP TRIGGER signed_head_append_only ON audit_signedhead",
    "DROP TRIGGER chain_end_no_delete ON audit_chainend",
    "DROP FUNCTION signed_head_refuse()",
]


def protect(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def unprotect(apps, schema_editor):
    for statement in UNDO_POSTGRES if schema_editor.connection.vendor == "postgresql" else UNDO_SQLITE:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_signed_heads")]
    operations = [migrations.RunPython(protect, unprotect)]
