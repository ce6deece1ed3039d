"""Times away lie in years Python can read; those that do not are cut to them."""

import datetime

from django.db import migrations, models

READABLE = "tstzrange('2000-01-01 00:00+00', '2200-01-01 00:00+00')"

# What lies wholly outside says nothing about any day somebody could be asked for.
CUT = f"""
DELETE FROM responders_absence WHERE NOT during && {READABLE};
UPDATE responders_absence SET during = during * {READABLE} WHERE NOT during <@ {READABLE};
"""


class Migration(migrations.Migration):
    dependencies = [("responders", "0001_initial")]
    operations = [
        migrations.RunSQL(CUT, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="absence",
            constraint=models.CheckConstraint(
                name="absence_in_readable_years",
                condition=models.Q(
                    during__startswith__gte=datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC),
                    during__endswith__lte=datetime.datetime(2200, 1, 1, tzinfo=datetime.UTC),
                    during__lower_inf=False,
                    during__upper_inf=False,
                ),
            ),
        ),
    ]
