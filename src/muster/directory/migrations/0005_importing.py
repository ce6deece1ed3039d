"""Where a body without a territory has its door, and places without a government."""

import django.db.models.deletion
from django.db import migrations, models

WHEREABOUTS = """
CREATE OR REPLACE FUNCTION directory_write_search_key() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    whereabouts text;
BEGIN
    SELECT concat_ws(' ', county_name, state) INTO whereabouts
        FROM directory_jurisdiction WHERE id = coalesce(NEW.jurisdiction_id, NEW.seat_id);
    NEW.search_key := ' ' || directory_plain(concat_ws(' ', NEW.name, NEW.city, whereabouts));
    RETURN NEW;
END
$$;
DROP TRIGGER organization_search_key ON directory_organization;
CREATE TRIGGER organization_search_key
    BEFORE INSERT OR UPDATE OF name, city, jurisdiction_id, seat_id, search_key
    ON directory_organization
    FOR EACH ROW EXECUTE FUNCTION directory_write_search_key();

-- Planned anew each time, as a list brings fifty thousand rows where a person brings one.
CREATE OR REPLACE FUNCTION directory_move_search_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE $move$
        WITH moved AS MATERIALIZED (
            SELECT is_now.id FROM is_now JOIN was ON was.id = is_now.id
            WHERE (was.county_name, was.state) IS DISTINCT FROM (is_now.county_name, is_now.state)
        )
        UPDATE directory_organization one SET search_key = ''
        FROM moved WHERE one.jurisdiction_id = moved.id
                      OR one.seat_id = moved.id AND one.jurisdiction_id IS NULL
    $move$;
    RETURN NULL;
END
$$;
"""

KINDS = """
UPDATE directory_jurisdiction SET kind = 'municipality' WHERE kind = 'place';
UPDATE directory_jurisdiction SET kind = 'state' WHERE kind = 'district';
"""


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0004_searching_and_circles'),
    ]

    operations = [
        migrations.CreateModel(
            name='Settlement',
            fields=[
                ('geoid', models.CharField(max_length=7, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('state', models.CharField(max_length=2)),
                ('latitude', models.FloatField()),
                ('longitude', models.FloatField()),
            ],
        ),
        migrations.AddField(
            model_name='jurisdiction',
            name='placed_by_county',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='organization',
            name='seat',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seated_here', to='directory.jurisdiction'),
        ),
        migrations.RunSQL(WHEREABOUTS, migrations.RunSQL.noop),
        migrations.RunSQL(KINDS, migrations.RunSQL.noop),
    ]
