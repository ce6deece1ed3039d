"""The offices a person holds or acts for at a moment, and the wall told so, in one query."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection

from muster.authz.actors import Authority, Duty, Standing
from muster.authz.sight import LOOKING, told

_HELD = """
    held AS (
        SELECT office.id, office.title, office.organization_id, organization.name,
               office.duties, office.authorities
        FROM directory_tenure tenure
        JOIN directory_office office ON office.id = tenure.office_id
        JOIN directory_organization organization ON organization.id = office.organization_id
        WHERE tenure.person_id = %(person)s AND tenure.during @> %(at)s::timestamptz
          AND office.retired_at IS NULL
    ),
    standing AS (
        SELECT id, title, organization_id, name, duties, authorities,
               NULL::varchar[] AS given, ''::varchar AS receiver
        FROM held
        UNION ALL
        SELECT giver.id, giver.title, giver.organization_id, organization.name,
               ARRAY['contact']::varchar[], giver.authorities,
               delegation.authorities, held.title
        FROM held
        JOIN directory_delegation delegation ON delegation.receiver_id = held.id
        JOIN directory_office giver ON giver.id = delegation.giver_id
        JOIN directory_organization organization ON organization.id = giver.organization_id
        WHERE delegation.during @> %(at)s::timestamptz AND delegation.revoked_at IS NULL
          AND giver.retired_at IS NULL
    )
"""
_ORDERED = """
    SELECT standing.* FROM standing ORDER BY given IS NOT NULL, name, title, id, receiver
"""
_FOUND = f"WITH {_HELD} {_ORDERED}"
# The wall hears what `sight_of` says of the actor these rows make, without a trip of its own.
_LOOKING = LOOKING.format(
    hub="CASE WHEN bool_or(duties && ARRAY['coordinate', 'audit']::varchar[]) "
    "THEN 'yes' ELSE '' END",
    organizations="coalesce(array_agg(DISTINCT organization_id) "
    "FILTER (WHERE duties && ARRAY['represent', 'contact']::varchar[])::text, '')",
)
_TOLD: Final = f"""
    WITH {_HELD}, looking AS MATERIALIZED (SELECT {_LOOKING} FROM standing)
    SELECT standing.* FROM looking LEFT JOIN standing ON true
    ORDER BY given IS NOT NULL, name, title, standing.id, receiver
"""  # noqa: S608 - of constants


def standings_of(person: UUID, *, at: datetime) -> tuple[Standing, ...]:
    """Offices held first, then those acted for; of each by organization and title. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_FOUND, {"person": person, "at": at})
        return tuple(map(_standing, cursor.fetchall()))


def standings_shown(person: UUID, *, at: datetime) -> tuple[Standing, ...]:
    """The same, and from here on the database shows this thread what they may see. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD, {"person": person, "at": at})
        found = tuple(_standing(row) for row in cursor.fetchall() if row[0] is not None)
    told(person=person, standings=found)
    return found


def _standing(row: tuple[Any, ...]) -> Standing:
    office, title, organization, name, duties, authorities, given, receiver = row
    able = frozenset(map(Authority, authorities))
    return Standing(
        office_id=office,
        office_title=title,
        organization_id=organization,
        organization_name=name,
        duties=frozenset(map(Duty, duties)),
        authorities=able if given is None else able & frozenset(map(Authority, given)),
        by_delegation=receiver,
    )
