from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0006_shortcuts_off")]

    operations = [
        migrations.AddField(
            model_name="importrun", name="notes", field=models.JSONField(blank=True, default=list)
        ),
    ]
