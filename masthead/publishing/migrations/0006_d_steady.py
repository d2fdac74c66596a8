from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("publishing", "0005_calendar")]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="steady",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
    ]
