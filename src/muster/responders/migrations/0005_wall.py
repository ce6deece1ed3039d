"""Home floors show to whoever speaks for their owner, and to nobody else."""

from django.db import migrations

from muster.authz.walls import wall


class Migration(migrations.Migration):
    dependencies = [
        ("responders", "0004_work_roles"),
        ("authz", "0001_sight"),
    ]

    operations = [
        wall(
            "responders_homefloor",
            seen="organization_id = ANY ((SELECT muster_organizations())::uuid[])",
        ),
    ]
