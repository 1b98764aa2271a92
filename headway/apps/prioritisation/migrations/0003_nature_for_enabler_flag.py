from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("prioritisation", "0002_initiative_nature"),
    ]

    operations = [
        migrations.RemoveField(
            model_name='initiative',
            name='is_enabler',
        ),
    ]
