"""Offices that represent keep what they could do; who answers at night they say themselves."""

from django.db import migrations

USUAL = """
UPDATE directory_office SET authorities = '{lend,request_aid,sign_agreements}'
WHERE 'represent' = ANY (duties)
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0010_authorities")]
    operations = [migrations.RunSQL(USUAL, migrations.RunSQL.noop)]
