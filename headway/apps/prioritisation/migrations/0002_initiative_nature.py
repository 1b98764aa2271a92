from django.db import migrations, models

INITIATIVE = "prioritisation.initiative"


def nature_from_flag(apps, schema_editor):
    """What was marked as an enabler is of that nature; imports keep being undoable."""
    apps.get_model("prioritisation", "Initiative").objects.filter(is_enabler=True).update(nature="enabler")
    for run in apps.get_model("core", "ImportRun").objects.filter(kind="initiatives"):
        kept = run.before.get(INITIATIVE, {})
        for fields in kept.values():
            if "is_enabler" in fields:
                fields["nature"] = "enabler" if fields.pop("is_enabler") else "feature"
        if kept:
            run.save(update_fields=["before"])


def flag_from_nature(apps, schema_editor):
    apps.get_model("prioritisation", "Initiative").objects.filter(nature="enabler").update(is_enabler=True)


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0001_initial"),
        ("prioritisation", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name='initiative',
            name='nature',
            field=models.CharField(choices=[('feature', 'Feature'), ('enabler', 'Enabler'), ('debt', 'Debt'), ('compliance', 'Compliance')], default='feature', max_length=10),
        ),
        migrations.RunPython(nature_from_flag, flag_from_nature),
    ]
