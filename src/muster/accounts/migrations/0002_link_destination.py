"""A mail link remembers the page it leads to."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="signinlink",
            name="destination",
            field=models.CharField(blank=True, default="", max_length=500),
            preserve_default=False,
        )
    ]
