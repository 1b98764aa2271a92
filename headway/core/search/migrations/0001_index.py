"""The tables of the search index; its triggers come after every migration, since they follow other apps' tables."""

from django.db import migrations

from headway.core.search.tables import tables_drop, tables_make


def make(apps, schema_editor):
    for statement in tables_make(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    for statement in tables_drop(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("core", "0004_activity_words_erasable")]
    operations = [migrations.RunPython(make, drop)]
