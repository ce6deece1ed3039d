"""Synthetic people outside the lending governments: Guard teams and volunteers."""

from __future__ import annotations

from collections.abc import Iterable

from muster.demo.texas_2019.draws import Draws
from muster.demo.texas_2019.lenders import LENDERS
from muster.demo.texas_2019.partners import CORPS, GUARD
from muster.demo.texas_2019.people import StaffRow, TeamRow
from muster.domain.acts import DutyStatus
from muster.domain.geo import Place

VOLUNTEER_COUNT = 40
VOLUNTEER_JOBS = {"rebuild-technician": 5, "server-administrator": 3, "forensic-analyst": 2}
VOLUNTEER_LIMITS_KM = (160.0, 240.0, 320.0)

GUARD_LIMIT_KM = 1_200.0
GUARD_MOBILIZATION_MINUTES = 8 * 60

TEAM_JOBS: tuple[tuple[tuple[str, int], ...], ...] = (
    (("incident-lead", 1), ("forensic-analyst", 2)),
    (("forensic-analyst", 1), ("incident-lead", 2)),
    (("directory-recovery", 1), ("server-administrator", 1)),
    (("directory-recovery", 2), ("server-administrator", 2)),
    (("directory-recovery", 2), ("network-engineer", 1)),
    (("network-engineer", 2), ("rebuild-technician", 1)),
)
"""The six people of a Guard team."""

TEAM_LEVELS: tuple[tuple[str, int], ...] = (("directory-recovery", 2), ("rebuild-technician", 2))
"""What a team counts as when it goes whole, to a need of six or more."""

_BASES = (
    ("Austin", Place(30.2672, -97.7431)),
    ("Fort Worth", Place(32.7555, -97.3308)),
    ("San Antonio", Place(29.4241, -98.4936)),
    ("Lubbock", Place(33.5779, -101.8552)),
)


def guard_members(first_number: int) -> tuple[StaffRow, ...]:
    """Four teams of six, numbered on from `first_number`."""
    return tuple(
        StaffRow(
            number=(number := first_number + base * len(TEAM_JOBS) + seat),
            organization_key=GUARD.key,
            name=f"Synthetic Guard Member {number:03d} (team {base + 1}, {town})",
            email=f"guard-{number:03d}@{GUARD.slug}.synthetic.example",
            duty_status=DutyStatus.STATE_ACTIVE_DUTY,
            levels=levels,
            place=place,
            remote_capable=False,
            travel_limit_km=GUARD_LIMIT_KM,
            hourly_cents=0,
            mobilization_minutes=GUARD_MOBILIZATION_MINUTES,
            team=f"guard-team-{base + 1}",
        )
        for base, (town, place) in enumerate(_BASES)
        for seat, levels in enumerate(TEAM_JOBS)
    )


def guard_teams(staff: Iterable[StaffRow]) -> tuple[TeamRow, ...]:
    """The teams the Guard members among `staff` form."""
    numbers: dict[str, list[int]] = {}
    for row in staff:
        if row.team:
            numbers.setdefault(row.team, []).append(row.number)
    return tuple(
        TeamRow(
            key=key,
            name=f"Synthetic Guard team {base + 1} ({town})",
            organization_key=GUARD.key,
            place=place,
            levels=TEAM_LEVELS,
            member_numbers=tuple(numbers[key]),
            travel_limit_km=GUARD_LIMIT_KM,
            mobilization_minutes=GUARD_MOBILIZATION_MINUTES,
        )
        for base, (town, place) in enumerate(_BASES)
        if (key := f"guard-team-{base + 1}") in numbers
    )


def volunteers(draws: Draws, first_number: int) -> tuple[StaffRow, ...]:
    """Forty volunteers living near governments all over the state."""
    return tuple(_volunteer(draws, first_number + index, index) for index in range(VOLUNTEER_COUNT))


def _volunteer(draws: Draws, number: int, index: int) -> StaffRow:
    home = LENDERS[index * len(LENDERS) // VOLUNTEER_COUNT]
    job = draws.weighted(VOLUNTEER_JOBS, "volunteer job", number)
    return StaffRow(
        number=number,
        organization_key=CORPS.key,
        name=f"Synthetic Volunteer {number:03d} (near {home.name})",
        email=f"volunteer-{number:03d}@{CORPS.slug}.synthetic.example",
        duty_status=DutyStatus.VOLUNTEER,
        levels=((job, draws.between(2, 4, "volunteer level", number)),),
        place=home.place,
        remote_capable=job != "rebuild-technician",
        travel_limit_km=VOLUNTEER_LIMITS_KM[draws.between(0, 2, "volunteer travel", number)],
        hourly_cents=0,
        mobilization_minutes=60 * draws.between(6, 24, "volunteer ready", number),
    )
