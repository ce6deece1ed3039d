"""What the policies of confidential tables ask: is the wall open, and if not, who looks?

Each reads a setting of the connection; a connection on which nothing was set is nobody's. They
are plain SQL, so that the planner sees through them.
"""

from django.db import migrations

FUNCTIONS = """
CREATE FUNCTION muster_wall_is_open() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(current_setting('muster.wall', true), '') = 'open';
CREATE FUNCTION muster_at_the_hub() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(current_setting('muster.hub', true), '') = 'yes';
CREATE FUNCTION muster_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    RETURN nullif(current_setting('muster.person', true), '')::uuid;
CREATE FUNCTION muster_organizations() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE
    RETURN coalesce(nullif(current_setting('muster.organizations', true), ''), '{}')::uuid[];
"""
GONE = """
DROP FUNCTION muster_organizations();
DROP FUNCTION muster_person();
DROP FUNCTION muster_at_the_hub();
DROP FUNCTION muster_wall_is_open();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [migrations.RunSQL(FUNCTIONS, GONE)]
