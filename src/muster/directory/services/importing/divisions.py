"""Division ids into territories, and a government for each that has none yet."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Final

from django.db.backends.utils import CursorWrapper

from muster.directory.models import GOVERNMENTS
from muster.directory.services.importing.governments import add_governments
from muster.directory.services.importing.reports import Loaded
from muster.directory.services.importing.settling import settle
from muster.directory.services.importing.tables import counted, fill, rows_of
from muster.directory.services.importing.wording import (
    KIND_OF_GOVERNMENT,
    government_title,
    taken_apart,
)
from muster.formats.official.adjacency import RENAMED
from muster.formats.official.divisions import Division, spoken_name
from muster.formats.official.reading import Reading, refused_row

SOURCE: Final = "Open Civic Data division ids"
LONGEST_SLUG: Final = 80

_COLUMNS = {
    "ocd_id": "text",
    "named": "boolean",
    "name": "text",
    "descriptor": "text",
    "title": "text",
    "kind": "text",
    "state": "text",
    "geoid": "text",
    "ended_on": "date",
}
# A territory comes with what it lies in and its county, so that nothing is written twice.
_NEW = """
    CREATE TEMPORARY TABLE new_ones ON COMMIT DROP AS
    SELECT uuidv7() AS id, one.*, regexp_replace(one.ocd_id, '/[^/]+$', '') AS inside
    FROM incoming one
    WHERE NOT EXISTS (SELECT FROM directory_jurisdiction known WHERE known.ocd_id = one.ocd_id)
"""
_INSERT = """
    WITH above AS (
        SELECT id, ocd_id, CASE WHEN kind = 'county' THEN geoid ELSE '' END AS county
        FROM new_ones
        UNION ALL SELECT id, ocd_id, county_fips FROM directory_jurisdiction
    ), counties AS (
        SELECT geoid, name FROM new_ones WHERE kind = 'county'
        UNION SELECT geoid, name FROM directory_jurisdiction WHERE kind = 'county'
    ), placed AS (
        SELECT one.*, above.id AS parent_id, CASE
            WHEN one.kind = 'county' THEN one.geoid
            WHEN one.kind = 'township' THEN left(one.geoid, 5)
            WHEN one.kind = 'school_district' THEN coalesce(above.county, '')
            ELSE ''
        END AS county_fips
        FROM new_ones one LEFT JOIN above ON above.ocd_id = one.inside
    )
    INSERT INTO directory_jurisdiction (id, ocd_id, name, descriptor, kind, state, geoid, ended_on,
                                        parent_id, county_fips, county_name, source, as_of)
    SELECT placed.id, ocd_id, placed.name, descriptor, kind, state, placed.geoid, ended_on,
           parent_id, county_fips, coalesce(left(counties.name, 100), ''), %s, %s
    FROM placed LEFT JOIN counties ON counties.geoid = county_fips AND county_fips <> ''
"""
_UPDATE = """
    UPDATE directory_jurisdiction known SET
        name = CASE WHEN one.named THEN one.name ELSE known.name END,
        descriptor = CASE WHEN one.named THEN one.descriptor ELSE known.descriptor END,
        kind = one.kind, geoid = coalesce(nullif(one.geoid, ''), known.geoid),
        ended_on = coalesce(one.ended_on, known.ended_on)
    FROM incoming one
    WHERE one.ocd_id = known.ocd_id AND (
        one.named AND (one.name, one.descriptor) <> (known.name, known.descriptor)
        OR one.kind <> known.kind
        OR one.geoid <> '' AND one.geoid <> known.geoid
        OR one.ended_on <> known.ended_on OR one.ended_on IS NOT NULL AND known.ended_on IS NULL)
"""
# A town that was known by its Census code only.
_NAMED_AT_LAST = """
    UPDATE directory_jurisdiction known SET ocd_id = one.ocd_id FROM incoming one
    WHERE known.ocd_id LIKE '%/census_place:%' AND one.geoid = known.geoid
      AND NOT EXISTS (SELECT FROM directory_jurisdiction other WHERE other.ocd_id = one.ocd_id)
"""
# Only where nobody has joined: a member's name is its own.
_RENAME = """
    UPDATE directory_organization known SET name = one.title
    FROM incoming one JOIN directory_jurisdiction territory USING (ocd_id)
    WHERE one.named AND known.jurisdiction_id = territory.id AND known.member_since IS NULL
      AND known.source = %s AND known.entered_at IS NULL AND known.name <> one.title
"""


def load_divisions(cursor: CursorWrapper, reading: Reading[Division], as_of: date) -> Loaded:
    """Territories with what depends on them; other ids of one become aliases."""
    loaded = Loaded()
    own: dict[str, Division] = {}
    others: list[tuple[int, Division]] = []
    for line, row in zip(reading.lines, reading.rows, strict=True):
        if row.kind not in KIND_OF_GOVERNMENT:
            _leave_out(loaded, "of another kind than a government's")
        elif row.same_as:
            others.append((line, row))
        elif row.id in own:
            sentence = f"{row.id} stands twice; the first row is kept."
            loaded.refused.append(refused_row(line, row.name, sentence))
        else:
            own[row.id] = row
    if own:
        _write(cursor, own.values(), loaded, as_of)
    _add_aliases(cursor, others, loaded)
    settle(cursor)
    add_governments(cursor, source=SOURCE, as_of=as_of)
    return loaded


def _write(cursor: CursorWrapper, rows: Collection[Division], loaded: Loaded, as_of: date) -> None:
    fill(cursor, _COLUMNS, map(_incoming, rows))
    cursor.execute(_NAMED_AT_LAST)
    loaded.changed = counted(cursor, _UPDATE)
    cursor.execute("DROP TABLE IF EXISTS new_ones")
    cursor.execute(_NEW)
    unnamed = rows_of(cursor, "SELECT ocd_id FROM new_ones WHERE NOT named")
    if unnamed:
        spoken = [(ocd_id, spoken_name(ocd_id)[:200]) for (ocd_id,) in unnamed]
        fill(cursor, {"ocd_id": "text", "said": "text"}, spoken, table="spoken")
        cursor.execute(
            "UPDATE new_ones SET name = said FROM spoken WHERE spoken.ocd_id = new_ones.ocd_id"
        )
    loaded.added = counted(cursor, _INSERT, [SOURCE, as_of])
    loaded.unchanged = len(rows) - loaded.changed - loaded.added
    if loaded.added:
        # Without fresh figures every later join of this transaction is a bad guess.
        cursor.execute("ANALYZE directory_jurisdiction")
    if loaded.changed:
        cursor.execute(_RENAME, [SOURCE])


def _leave_out(loaded: Loaded, what: str) -> None:
    loaded.left_out[what] = loaded.left_out.get(what, 0) + 1


def _incoming(row: Division) -> tuple[Any, ...]:
    name, descriptor = taken_apart(row.name)
    return (
        row.id,
        bool(row.name),
        name[:200],
        descriptor,
        government_title(name, descriptor, row.kind)[:200],
        row.kind.value,
        row.state,
        RENAMED.get(row.geoid, row.geoid),
        row.ended_on,
    )


def _add_aliases(cursor: CursorWrapper, others: list[tuple[int, Division]], loaded: Loaded) -> None:
    """Other ids of known territories. One of a territory that has an id of its own keeps both."""
    if not others:
        return
    fill(
        cursor,
        {"line": "integer", "ocd_id": "text", "same_as": "text", "note": "text"},
        ((line, row.id, row.same_as, row.note) for line, row in others),
        table="others",
    )
    for line, other, same_as in rows_of(
        cursor,
        """
        SELECT line, ocd_id, same_as FROM others
        WHERE NOT EXISTS (SELECT FROM directory_jurisdiction one WHERE one.ocd_id = same_as)
        ORDER BY line
        """,
    ):
        sentence = f"It is said to be {same_as}, which is not in the directory."
        loaded.refused.append(refused_row(line, other, sentence))
    cursor.execute(
        """
        INSERT INTO directory_divisionalias AS known (ocd_id, jurisdiction_id, note)
        SELECT DISTINCT ON (one.ocd_id) one.ocd_id, target.id, left(trim(one.note), 300)
        FROM others one JOIN directory_jurisdiction target ON target.ocd_id = one.same_as
        ORDER BY one.ocd_id, one.line
        ON CONFLICT (ocd_id) DO UPDATE
            SET jurisdiction_id = excluded.jurisdiction_id, note = excluded.note
            WHERE (known.jurisdiction_id, known.note) <> (excluded.jurisdiction_id, excluded.note)
        RETURNING xmax = 0
        """
    )
    written = [new for (new,) in cursor.fetchall()]
    loaded.added += sum(written)
    loaded.changed += len(written) - sum(written)
    loaded.unchanged += len(others) - len(written)
    _merge_twins(cursor)


_TWINS = """
    SELECT twin.id AS twin, kept.id AS kept
    FROM directory_divisionalias other
    JOIN directory_jurisdiction second ON second.ocd_id = other.ocd_id
    JOIN directory_organization twin ON twin.jurisdiction_id = second.id
    JOIN directory_organization kept ON kept.jurisdiction_id = other.jurisdiction_id
    WHERE twin.member_since IS NULL AND twin.kind = ANY(%(governments)s)
      AND kept.kind = ANY(%(governments)s)
      AND NOT EXISTS (SELECT FROM directory_office WHERE organization_id = twin.id)
      AND NOT EXISTS (SELECT FROM directory_organization WHERE parent_id = twin.id)
      AND NOT EXISTS (SELECT FROM directory_organization WHERE successor_id = twin.id)
      AND NOT EXISTS (SELECT FROM directory_joiningrequest WHERE organization_id = twin.id)
      AND NOT EXISTS (SELECT FROM directory_domainclaim WHERE organization_id = twin.id)
"""


def _merge_twins(cursor: CursorWrapper) -> None:
    """A consolidated city and county is one government, whichever of its ids came first."""
    values = {"governments": [kind.value for kind in GOVERNMENTS]}
    twins = rows_of(cursor, _TWINS, values)
    cursor.executemany(
        "UPDATE directory_officialdomain SET organization_id = %s WHERE organization_id = %s",
        [(kept, twin) for twin, kept in twins],
    )
    cursor.execute(
        "DELETE FROM directory_organization WHERE id = ANY(%s)", [[twin for twin, _ in twins]]
    )
