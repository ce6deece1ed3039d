"""Notes that the legal ground changed, by triggers, so that nothing that writes can forget to."""

from django.db import migrations, models

NOTE = """
CREATE FUNCTION agreements_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO agreements_groundchange (transaction)
    VALUES (pg_current_xact_id()::text::bigint);
    RETURN NULL;
END
$$;
"""

ON = """
CREATE TRIGGER {table}_changes AFTER INSERT OR UPDATE OR DELETE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION agreements_note_change();
"""

# Whoever is a government of the state may join by signing, and a declaration reaches by territory.
TABLES = (
    "agreements_agreement",
    "agreements_clause",
    "agreements_party",
    "agreements_declaration",
    "agreements_signedact",
    "directory_organization",
    "directory_jurisdiction",
)


class Migration(migrations.Migration):
    dependencies = [
        ("agreements", "0003_declaration_in_readable_years"),
        ("directory", "0002_office_phone"),
    ]
    operations = [
        migrations.CreateModel(
            name="GroundChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("transaction", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["transaction"], name="ground_change_transaction")
                ],
            },
        ),
        migrations.RunSQL(
            NOTE + "".join(ON.format(table=table) for table in TABLES), migrations.RunSQL.noop
        ),
    ]
