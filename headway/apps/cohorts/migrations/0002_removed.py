from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cohorts", "0001_cohorts")]

    operations = [
        migrations.AddField(
            model_name="cohort", name="removed_at", field=models.DateTimeField(blank=True, null=True)
        ),
    ]
