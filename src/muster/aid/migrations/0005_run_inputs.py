from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("aid", "0004_outdated_orders"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="matchrun",
            options={"base_manager_name": "objects", "ordering": ["-ran_at"]},
        ),
        migrations.AddField(
            model_name="matchrun",
            name="inputs",
            field=models.BinaryField(null=True),
        ),
    ]
