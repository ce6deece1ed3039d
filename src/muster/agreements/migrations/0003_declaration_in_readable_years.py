"""A declaration's time lies in years Python can read."""

import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("agreements", "0002_endings_and_exercises")]
    operations = [
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                name="declaration_in_readable_years",
                condition=models.Q(
                    during__startswith__gte=datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC),
                    during__endswith__lte=datetime.datetime(2200, 1, 1, tzinfo=datetime.UTC),
                    during__lower_inf=False,
                    during__upper_inf=False,
                ),
            ),
        ),
    ]
