"""An auditor looks for what an organization did and what concerns it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["organization_id", "sequence"], name="audit_organization"),
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["office_id", "sequence"], name="audit_office"),
        ),
    ]
