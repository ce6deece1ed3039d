"""What follows from the rest: what lies in what, in which county, and where it is on the map."""

from __future__ import annotations

from django.db.backends.utils import CursorWrapper

PARENTS = """
    UPDATE directory_jurisdiction one SET parent_id = above.id
    FROM directory_jurisdiction above
    WHERE one.parent_id IS NULL AND one.kind <> 'state'
      AND above.ocd_id = regexp_replace(one.ocd_id, '/[^/]+$', '')
"""
# A district of a town lies in the town's county, which other files tell.
COUNTY_CODES = """
    UPDATE directory_jurisdiction one SET county_fips = above.county_fips
    FROM directory_jurisdiction above
    WHERE one.county_fips = '' AND one.kind = 'school_district' AND above.id = one.parent_id
      AND above.county_fips <> ''
"""
# A city that belongs to no county stands for one, as in Virginia.
COUNTY_NAMES = """
    UPDATE directory_jurisdiction one SET county_name = left(found.name, 100)
    FROM (
        SELECT each.id, coalesce(county.name,
                                 CASE WHEN each.kind = 'municipality'
                                      THEN each.name || ', independent city' END) AS name
        FROM directory_jurisdiction each
        LEFT JOIN directory_jurisdiction county
            ON county.kind = 'county' AND county.geoid = each.county_fips
        WHERE each.county_fips <> ''
    ) found
    WHERE found.id = one.id AND found.name IS NOT NULL
      AND one.county_name <> left(found.name, 100)
"""
POINTS = """
    UPDATE directory_jurisdiction one
    SET latitude = county.latitude, longitude = county.longitude, placed_by_county = true
    FROM directory_jurisdiction county
    WHERE county.kind = 'county' AND county.geoid = one.county_fips AND one.county_fips <> ''
      AND one.kind <> 'county' AND county.latitude IS NOT NULL
      AND (one.latitude IS NULL OR one.placed_by_county)
      AND (one.latitude, one.longitude) IS DISTINCT FROM (county.latitude, county.longitude)
"""


def settle(cursor: CursorWrapper) -> None:
    """Touches only rows that are not as they should be; run twice, it changes nothing."""
    for statement in (PARENTS, COUNTY_CODES, COUNTY_NAMES, POINTS):
        cursor.execute(statement)
