"""Notes whose roster changed, by triggers, so that nothing that writes can forget to."""

from django.db import migrations, models

NOTE = """
CREATE FUNCTION responders_note_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO responders_rosterchange (organization, transaction)
    SELECT DISTINCT {organization}, pg_current_xact_id()::text::bigint FROM {source};
    RETURN NULL;
END
$$;
"""

ON = """
CREATE TRIGGER {table}_{event}_{side} AFTER {event} ON {table}
    REFERENCING {side} TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION responders_note_{name}();
"""

# People who may not sign in any more answer for nobody; that is rare, so everybody is read again.
ANYBODY = """
CREATE FUNCTION responders_note_anybody() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO responders_rosterchange (organization, transaction)
    VALUES (NULL, pg_current_xact_id()::text::bigint);
    RETURN NULL;
END
$$;
CREATE TRIGGER accounts_person_activity AFTER UPDATE OF is_active ON accounts_person
    FOR EACH ROW WHEN (OLD.is_active IS DISTINCT FROM NEW.is_active)
    EXECUTE FUNCTION responders_note_anybody();
"""

KINDS = {
    "people": (
        "touched.organization_id",
        "touched",
        ("responders_responder", "directory_office"),
    ),
    "details": (
        "person.organization_id",
        "touched JOIN responders_responder person ON person.id = touched.responder_id",
        ("responders_qualification", "responders_absence"),
    ),
    "holders": (
        "office.organization_id",
        "touched JOIN directory_office office ON office.id = touched.office_id",
        ("directory_tenure",),
    ),
}

EVENTS = (("INSERT", "NEW"), ("DELETE", "OLD"), ("UPDATE", "NEW"), ("UPDATE", "OLD"))


def _sql() -> str:
    parts = [ANYBODY]
    for name, (organization, source, tables) in KINDS.items():
        parts.append(NOTE.format(name=name, organization=organization, source=source))
        parts += [
            ON.format(table=table, event=event, side=side, name=name)
            for table in tables
            for event, side in EVENTS
        ]
    return "".join(parts)


class Migration(migrations.Migration):
    dependencies = [
        ("responders", "0002_absence_in_readable_years"),
        ("directory", "0002_office_phone"),
        ("accounts", "0002_link_destination"),
    ]
    operations = [
        migrations.CreateModel(
            name="RosterChange",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("organization", models.UUIDField(null=True)),
                ("transaction", models.BigIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["transaction"], name="roster_change_transaction")
                ],
            },
        ),
        migrations.RunSQL(_sql(), migrations.RunSQL.noop),
    ]
