"""Names by their length: what has only common words in it is found without sorting them all."""

from django.db import migrations, models
from django.db.models.functions import Length


class Migration(migrations.Migration):

    dependencies = [
        ("directory", "0011_usual_authorities"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(
                Length("search_key"), "name", "id", name="organization_shortest"
            ),
        ),
        migrations.AddIndex(
            model_name="organization",
            index=models.Index(
                Length("search_key"),
                "name",
                "id",
                name="organization_shortest_members",
                condition=models.Q(member_since__isnull=False),
            ),
        ),
    ]
