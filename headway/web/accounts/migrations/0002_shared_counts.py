from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    # Django describes the table of its cache nowhere else than in this command; one that is there stays.
    call_command("createcachetable", "headway_cache", database=schema_editor.connection.alias, verbosity=0)


def drop_table(apps, schema_editor):
    schema_editor.execute("DROP TABLE headway_cache")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_seen_assertion")]

    operations = [migrations.RunPython(make_table, drop_table)]
