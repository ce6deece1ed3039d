"""What a lender reads before the terms stands with the offer, so the request can stay closed."""

from django.db import migrations, models

COPIED = """
SELECT set_config('muster.wall', 'open', true);
UPDATE aid_offer offer SET
    county = left(coalesce(nullif(place.county_name, ''), 'a county in ' || upper(place.state),
                           'a county not on record'), 120),
    incident_kind = incident.kind, exercise = incident.exercise, tlp = request.tlp
FROM aid_request request
JOIN aid_incident incident ON incident.id = request.incident_id
JOIN directory_organization town ON town.id = incident.organization_id
LEFT JOIN directory_jurisdiction place ON place.id = coalesce(town.jurisdiction_id, town.seat_id)
WHERE request.id = offer.request_id
"""


class Migration(migrations.Migration):
    dependencies = [("aid", "0010_wall")]

    operations = [
        migrations.AddField(
            "offer",
            "county",
            models.CharField(max_length=120, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            "offer", "exercise", models.BooleanField(default=False), preserve_default=False
        ),
        migrations.AddField(
            "offer",
            "incident_kind",
            models.CharField(
                blank=True,
                choices=[
                    ("ransomware", "Ransomware or encrypted systems"),
                    ("intrusion", "Intruder in the network"),
                    ("outage", "Outage or failed system"),
                    ("election", "Election-system trouble"),
                    ("pandemic", "Pandemic surge"),
                    ("disaster", "Natural disaster"),
                    ("staff_loss", "Sudden loss of IT staff"),
                ],
                default="",
                max_length=20,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "offer", "tlp", models.CharField(max_length=12, default=""), preserve_default=False
        ),
        migrations.RunSQL(COPIED, migrations.RunSQL.noop),
    ]
