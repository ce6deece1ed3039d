"""Popolo, the civic data standard: who there is, which posts they have, and who holds those.

Specification: Popolo 1.0, popoloproject.com/specs. Only its terms are used, no extensions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Area:
    """A territory; `id` is its Open Civic Data division id."""

    id: str
    name: str
    classification: str
    parent_id: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """An organization. `identifiers` are pairs of a scheme and a value in it."""

    id: str
    name: str
    classification: str
    parent_id: str | None = None
    area_id: str | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """An office of an organization; `role` says in words what it may do."""

    id: str
    label: str
    role: str
    organization_id: str


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody's time in a post, until further notice without `end`."""

    id: str
    person_id: str
    person_name: str
    post_id: str
    organization_id: str
    start: date
    end: date | None = None
    acting: bool = False


def popolo(
    *,
    areas: Iterable[Area],
    bodies: Iterable[Body],
    posts: Iterable[Post],
    holdings: Iterable[Holding],
) -> dict[str, Any]:
    """One document. What is not known is left out, as the specification asks."""
    held = list(holdings)
    people = {one.person_id: one.person_name for one in held}
    return {
        "persons": [{"id": key, "name": name} for key, name in sorted(people.items())],
        "organizations": [_body(one) for one in bodies],
        "posts": [
            _known(id=one.id, label=one.label, role=one.role, organization_id=one.organization_id)
            for one in posts
        ],
        "memberships": [_holding(one) for one in held],
        "areas": [
            _known(
                id=one.id,
                name=one.name,
                identifier=one.id,
                classification=one.classification,
                parent_id=one.parent_id,
            )
            for one in areas
        ],
    }


def _body(one: Body) -> dict[str, Any]:
    return _known(
        id=one.id,
        name=one.name,
        classification=one.classification,
        parent_id=one.parent_id,
        area_id=one.area_id,
        identifiers=[{"scheme": scheme, "identifier": value} for scheme, value in one.identifiers],
        sources=[{"note": one.source}] if one.source else [],
    )


def _holding(one: Holding) -> dict[str, Any]:
    return _known(
        id=one.id,
        person_id=one.person_id,
        organization_id=one.organization_id,
        post_id=one.post_id,
        role="acting" if one.acting else "",
        start_date=one.start.isoformat(),
        end_date=one.end.isoformat() if one.end else None,
    )


def _known(**said: Any) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value not in (None, "", [])}
