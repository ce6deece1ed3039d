"""Partners and bodies entered by people: other names, a point of their own, and their end."""

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import muster.domain.ids
from django.db import migrations, models

NAMES = """
CREATE OR REPLACE FUNCTION directory_write_search_key() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whereabouts text;
BEGIN
    SELECT concat_ws(' ', county_name, state) INTO whereabouts
        FROM directory_jurisdiction WHERE id = coalesce(NEW.jurisdiction_id, NEW.seat_id);
    NEW.search_key := ' ' || directory_plain(
        concat_ws(' ', NEW.name, NEW.also_known_as, NEW.city, whereabouts));
    RETURN NEW;
END
$$;
DROP TRIGGER organization_search_key ON directory_organization;
CREATE TRIGGER organization_search_key
    BEFORE INSERT OR UPDATE OF name, also_known_as, city, jurisdiction_id, seat_id, search_key
    ON directory_organization
    FOR EACH ROW EXECUTE FUNCTION directory_write_search_key();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0008_affiliation'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClosedTenure',
            fields=[
                ('id', models.UUIDField(default=muster.domain.ids.uuid7, editable=False, primary_key=True, serialize=False)),
                ('planned', django.contrib.postgres.fields.ranges.DateTimeRangeField()),
            ],
        ),
        migrations.AddField(
            model_name='organization',
            name='also_known_as',
            field=models.CharField(blank=True, db_default='', max_length=200),
        ),
        migrations.AddField(
            model_name='organization',
            name='closed_on',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='organization',
            name='entered_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='organization',
            name='latitude',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='organization',
            name='longitude',
            field=models.FloatField(null=True),
        ),
        migrations.AddField(
            model_name='organization',
            name='successor',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='directory.organization'),
        ),
        migrations.AddField(
            model_name='organization',
            name='website',
            field=models.CharField(blank=True, db_default='', max_length=200),
        ),
        migrations.AlterField(
            model_name='organization',
            name='kind',
            field=models.CharField(choices=[('city', 'City or town'), ('county', 'County'), ('state', 'State or territory'), ('school_district', 'School district'), ('special_district', 'Special district'), ('tribe', 'Tribal government'), ('regional', 'Body of several governments'), ('state_agency', 'State agency'), ('sheriff', 'Sheriff or police'), ('utility', 'Water, power or other utility'), ('emergency_center', '911 center'), ('court', 'Court or clerk'), ('elections', 'Elections office'), ('library', 'Library'), ('school', 'School or college of a government'), ('health', 'Public health or hospital'), ('department', 'Department'), ('national_guard', 'National Guard'), ('volunteer_corps', 'Volunteer corps'), ('federal_team', 'Federal team'), ('university', 'University'), ('association', 'Association'), ('cooperative', 'Purchasing cooperative'), ('sharing_center', 'Information sharing center (ISAC)'), ('hub', 'Hub')], max_length=20),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), _connector='OR'), name='organization_on_the_globe'),
        ),
        migrations.AddConstraint(
            model_name='organization',
            constraint=models.CheckConstraint(condition=models.Q(('successor', None), models.Q(('closed_on__isnull', False), models.Q(('successor', models.F('id')), _negated=True)), _connector='OR'), name='organization_succeeded_when_closed'),
        ),
        migrations.AddField(
            model_name='closedtenure',
            name='organization',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closed_tenures', to='directory.organization'),
        ),
        migrations.AddField(
            model_name='closedtenure',
            name='tenure',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.tenure'),
        ),
        migrations.RunSQL(NAMES, migrations.RunSQL.noop),
    ]
