from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0004_replay_links")]

    operations = [
        migrations.AddField(
            model_name="tile",
            name="aim_metric",
            field=models.CharField(blank=True, max_length=100),
        ),
        migrations.AddField(
            model_name="tile",
            name="aims_at",
            field=models.CharField(
                choices=[
                    ("number", "A number"),
                    ("previous", "The period before, and so many per cent more"),
                    ("metric", "What a metric is"),
                ],
                default="number",
                max_length=8,
            ),
        ),
    ]
