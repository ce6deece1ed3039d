"""CISA's .gov list: each domain tied to its government, or left for a person to decide."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.backends.utils import CursorWrapper

from muster.directory.services.importing.bodies import add_bodies
from muster.directory.services.importing.known import Known, known_governments
from muster.directory.services.importing.reports import Loaded
from muster.directory.services.importing.tables import counted, fill, rows_of
from muster.domain.naming.domains import Row, Tied, tie
from muster.formats.official.dotgov import GovDomain
from muster.formats.official.reading import Reading

SHORT: Final = 0.8
"""A file with a smaller share of the known domains than this is no full list."""

_COLUMNS = {
    "domain": "text",
    "kind": "text",
    "election": "boolean",
    "registrant": "text",
    "suborganization": "text",
    "city": "text",
    "state": "text",
    "contact_domain": "text",
    "organization_id": "uuid",
    "office_name": "text",
    "rule": "text",
    "why": "text",
    "candidates": "jsonb",
}
_AS_PUBLISHED = "kind, election, registrant, suborganization, city, state, contact_domain"
_AS_TIED = "organization_id, office_name, rule, why, candidates"
_NEW = f"""
    INSERT INTO directory_officialdomain
        (id, domain, {_AS_PUBLISHED}, {_AS_TIED}, set_aside, as_of)
    SELECT uuidv7(), domain, {_AS_PUBLISHED}, {_AS_TIED}, false, %s FROM incoming one
    WHERE NOT EXISTS (SELECT FROM directory_officialdomain known WHERE known.domain = one.domain)
    ON CONFLICT (domain) DO NOTHING
"""  # noqa: S608 (of constants)
# What a person decided stays, whatever the rules would say now.
_CHANGED = """
    UPDATE directory_officialdomain known SET
        {published}, {tied}, as_of = %s, gone_on = NULL
    FROM incoming one
    WHERE one.domain = known.domain
      AND (({known_published}) IS DISTINCT FROM ({one_published})
           OR known.gone_on IS NOT NULL
           OR known.decided_at IS NULL AND ({known_tied}) IS DISTINCT FROM ({one_tied}))
""".format(
    published=", ".join(f"{name} = one.{name}" for name in _AS_PUBLISHED.split(", ")),
    tied=", ".join(
        f"{name} = CASE WHEN known.decided_at IS NULL THEN one.{name} ELSE known.{name} END"
        for name in _AS_TIED.split(", ")
    ),
    known_published=", ".join(f"known.{name}" for name in _AS_PUBLISHED.split(", ")),
    one_published=", ".join(f"one.{name}" for name in _AS_PUBLISHED.split(", ")),
    known_tied=", ".join(f"known.{name}" for name in _AS_TIED.split(", ")),
    one_tied=", ".join(f"one.{name}" for name in _AS_TIED.split(", ")),
)
_GONE = """
    UPDATE directory_officialdomain known SET gone_on = %s
    WHERE gone_on IS NULL
      AND NOT EXISTS (SELECT FROM incoming one WHERE one.domain = known.domain)
"""
_KEPT = """
    SELECT count(*), count(one.domain)
    FROM directory_officialdomain known LEFT JOIN incoming one USING (domain)
    WHERE known.gone_on IS NULL
"""


@dataclass(frozen=True, slots=True)
class _Answer:
    organization_id: Any
    office_name: str
    rule: str
    why: str
    candidates: str


def load_domains(cursor: CursorWrapper, reading: Reading[GovDomain], as_of: date) -> Loaded:
    """Federal rows are left out. Counts are of domains; new bodies are counted as added too."""
    loaded = Loaded()
    rows = [row for row in reading.rows if not row.federal]
    if len(rows) < len(reading.rows):
        loaded.left_out["federal"] = len(reading.rows) - len(rows)
    bodies = add_bodies(cursor, rows, as_of=as_of)
    fill(cursor, _COLUMNS, _incoming(rows, known_governments(cursor)))
    [(live, still)] = rows_of(cursor, _KEPT)
    loaded.changed = counted(cursor, _CHANGED, [as_of])
    loaded.added = counted(cursor, _NEW, [as_of])
    loaded.unchanged = len(rows) - loaded.added - loaded.changed
    loaded.added += bodies
    if still >= SHORT * live:
        loaded.gone = counted(cursor, _GONE, [as_of])
    elif live:
        loaded.left_out["known domains kept, as this is no full list"] = live - still
    return loaded


def _incoming(rows: list[GovDomain], known: Known) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        answer = _answer(row, known)
        yield (
            row.domain,
            row.kind[:40],
            row.election,
            row.organization[:300],
            row.suborganization[:300],
            row.city[:100],
            row.state,
            row.contact_domain,
            answer.organization_id,
            answer.office_name[:300],
            answer.rule,
            answer.why,
            answer.candidates,
        )


def _answer(row: GovDomain, known: Known) -> _Answer:
    asked = Row(row.domain, row.kind, row.organization, row.suborganization, row.city, row.state)
    found = tie(asked, known.governments)
    if isinstance(found, Tied):
        organization = known.organization(found.government_id)
        if organization is not None:
            return _Answer(organization, found.office_name, found.rule, found.why, "[]")
        return _Answer(None, "", "", f"{found.why} It has no organization here.", "[]")
    candidates = [
        [str(known.organization(one.government_id)), one.reason]
        for one in found.candidates
        if known.organization(one.government_id)
    ]
    return _Answer(None, "", "", found.why, json.dumps(candidates))
