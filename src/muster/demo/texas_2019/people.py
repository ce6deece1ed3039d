"""The rows synthetic people, teams and home floors are written down in."""

from __future__ import annotations

from dataclasses import dataclass

from muster.domain.acts import DutyStatus
from muster.domain.geo import Place


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A synthetic person. `levels` pairs position codes with credential levels, 1 the best.

    `organization_key` is an ocd_id or a partner's key; `travel_limit_km` counts road kilometres;
    `team` is the key of a Guard team or empty.
    """

    number: int
    organization_key: str
    name: str
    email: str
    duty_status: DutyStatus
    levels: tuple[tuple[str, int], ...]
    place: Place
    remote_capable: bool
    travel_limit_km: float
    hourly_cents: int
    mobilization_minutes: int
    team: str = ""


@dataclass(frozen=True, slots=True)
class TeamRow:
    """People who can also go as one. `levels` is what the team counts as when it goes whole."""

    key: str
    name: str
    organization_key: str
    place: Place
    levels: tuple[tuple[str, int], ...]
    member_numbers: tuple[int, ...]
    travel_limit_km: float
    mobilization_minutes: int


@dataclass(frozen=True, slots=True)
class FloorRow:
    """At least `keep` people of a position stay at home."""

    organization_key: str
    position: str
    keep: int
