"""The demo hub's responders, teams, kit and home floors, written from the scenario's rows."""

from __future__ import annotations

from collections.abc import Iterable

from muster.demo.members import Members, depot_key
from muster.demo.territories import DEPOT_TOWNS
from muster.demo.texas_2019.partners import KIT, KIT_STOCK, KitRow
from muster.demo.texas_2019.people import StaffRow, TeamRow
from muster.demo.texas_2019.reserves import guard_teams
from muster.demo.texas_2019.staff import home_floors, synthetic_staff
from muster.domain.positions import BY_CODE
from muster.responders.models import HomeFloor, Kit, Qualification, Responder, Team

Staff = dict[int, Responder]
"""Responders by their number in the scenario."""


def load_roster(members: Members) -> Staff:
    """Write everybody and everything that can be lent."""
    rows = synthetic_staff()
    staff = {row.number: _responder(row, members) for row in rows}
    Responder.objects.bulk_create(staff.values())
    Qualification.objects.bulk_create(
        Qualification(responder=staff[row.number], position=position, level=level)
        for row in rows
        for position, level in row.levels
    )
    _load_teams(guard_teams(rows), staff, members)
    Kit.objects.bulk_create(_stocks(members))
    HomeFloor.objects.bulk_create(
        HomeFloor(
            organization=members.organizations[floor.organization_key],
            position=floor.position,
            keep=floor.keep,
        )
        for floor in home_floors(rows)
    )
    return staff


def _responder(row: StaffRow, members: Members) -> Responder:
    return Responder(
        organization=members.organizations[row.organization_key],
        name=row.name,
        synthetic=True,
        duty_status=row.duty_status,
        latitude=row.place.latitude,
        longitude=row.place.longitude,
        travel_limit_km=round(row.travel_limit_km),
        remote_capable=row.remote_capable,
        hourly_cents=row.hourly_cents,
        mobilization_minutes=row.mobilization_minutes,
    )


def _load_teams(rows: Iterable[TeamRow], staff: Staff, members: Members) -> None:
    """A team has one position, so one that counts for two is entered once for each.

    The matcher sends a person once, so both entries never go together.
    """
    teams: list[tuple[Team, tuple[int, ...]]] = [
        (
            Team(
                organization=members.organizations[row.organization_key],
                name=f"{row.name}, as {BY_CODE[position].plural}",
                position=position,
                level=level,
                mobilization_minutes=row.mobilization_minutes,
            ),
            row.member_numbers,
        )
        for row in rows
        for position, level in row.levels
    ]
    Team.objects.bulk_create(team for team, _ in teams)
    between = Team.members.through
    between.objects.bulk_create(
        between(team_id=team.pk, responder_id=staff[number].pk)
        for team, numbers in teams
        for number in numbers
    )


def _stocks(members: Members) -> Iterable[Kit]:
    """Kit stands where its organization is, so each depot is an organization of its own."""
    for row in KIT:
        yield Kit(
            organization=members.organizations[_owner(row)],
            position=row.position,
            units=row.units,
            mobilization_minutes=row.mobilization_minutes,
        )


def _owner(row: KitRow) -> str:
    if row.organization_key != KIT_STOCK.key:
        return row.organization_key
    return next(depot_key(town) for town, _, place in DEPOT_TOWNS if place == row.place)
