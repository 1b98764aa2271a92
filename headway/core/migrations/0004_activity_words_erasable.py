"""The words of an activity row leave the chain: they are sealed by a salted hash and can be erased."""

from importlib import import_module

from django.db import migrations, models

before = import_module("headway.core.migrations.0002_activity_append_only")

FIXED = (
    "id", "workspace_id", "sequence", "at", "actor_id", "channel", "action", "outcome", "subject_kind",
    "subject_id", "seal", "previous_hash", "hash",
)  # fmt: skip


def _erases(same):
    kept = " AND ".join(f"NEW.{name} {same} OLD.{name}" for name in FIXED)
    return f"NEW.erased_at IS NOT NULL AND NEW.salt = '' AND {kept}"


SQLITE = [
    f"""CREATE TRIGGER activity_no_update BEFORE UPDATE ON core_activity WHEN NOT ({_erases("IS")})
       BEGIN SELECT RAISE(ABORT, 'activity rows cannot be changed'); END""",
    """CREATE TRIGGER activity_no_delete BEFORE DELETE ON core_activity
       BEGIN SELECT RAISE(ABORT, 'activity rows cannot be deleted'); END""",
]
POSTGRES = [
    f"""CREATE FUNCTION activity_refuse() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN
         IF TG_OP = 'UPDATE' AND {_erases("IS NOT DISTINCT FROM")} THEN RETURN NEW; END IF;
         RAISE EXCEPTION 'activity rows cannot be changed or deleted';
       END $$""",
    before.POSTGRES[1],
]


def protect(apps, schema_editor):
    for statement in POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("core", "0003_decision_rights_fields")]
    operations = [
        migrations.RunPython(before.unprotect, before.protect),
        migrations.AddField("activity", "salt", models.CharField(blank=True, max_length=32, default=""), False),
        migrations.AddField("activity", "seal", models.CharField(blank=True, max_length=64, default=""), False),
        migrations.AddField("activity", "erased_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(protect, before.unprotect),
    ]
