from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('analytics', '0003_collecting'),
    ]

    operations = [
        migrations.AddField(
            model_name='eventrejection',
            name='example',
            field=models.CharField(blank=True, default='', max_length=300),
        ),
    ]
