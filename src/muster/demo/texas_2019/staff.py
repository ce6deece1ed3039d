"""Synthetic people: the staff of the lending governments, and everybody together.

Nobody here exists. Every name starts with 'Synthetic', every address ends in `.synthetic.example`.
The rule: a government has three people up to 15,000 inhabitants, fourteen from a million on, and
between them in proportion to the logarithm. Jobs, levels, pay and readiness are drawn from the
tables below, always the same for the same seed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log

from muster.demo.texas_2019.draws import Draws
from muster.demo.texas_2019.governments import Government
from muster.demo.texas_2019.lenders import LENDERS
from muster.demo.texas_2019.people import FloorRow, StaffRow
from muster.demo.texas_2019.reserves import guard_members, volunteers
from muster.domain.acts import DutyStatus

SEED = 2019
FEWEST, MOST = 3, 14

FIRST_JOBS: Mapping[str, int] = {
    "rebuild-technician": 42,
    "server-administrator": 14,
    "network-engineer": 10,
    "clerk-continuity": 10,
    "emergency-call-taker": 8,
    "public-information-officer": 5,
    "directory-recovery": 5,
    "incident-lead": 4,
    "forensic-analyst": 2,
}
"""Share of each first job among a hundred staff."""

SECOND_JOBS: Mapping[str, str] = {
    "server-administrator": "rebuild-technician",
    "network-engineer": "server-administrator",
    "directory-recovery": "server-administrator",
    "forensic-analyst": "incident-lead",
    "incident-lead": "network-engineer",
    "clerk-continuity": "public-information-officer",
}
"""What a person with two jobs also does, one level less proven."""

HOURLY_CENTS: Mapping[str, tuple[int, int]] = {
    "rebuild-technician": (2_600, 3_600),
    "server-administrator": (3_600, 5_000),
    "network-engineer": (3_800, 5_400),
    "clerk-continuity": (2_000, 2_800),
    "emergency-call-taker": (2_300, 3_200),
    "public-information-officer": (3_000, 4_200),
    "directory-recovery": (4_400, 6_000),
    "incident-lead": (5_000, 7_200),
    "forensic-analyst": (4_800, 6_600),
}

REMOTE_JOBS = frozenset(
    {
        "incident-lead",
        "forensic-analyst",
        "server-administrator",
        "public-information-officer",
    }
)
TRAVEL_LIMITS_KM = (160.0, 240.0, 320.0, 480.0)
"""Road kilometres."""


def synthetic_staff(seed: int = SEED) -> tuple[StaffRow, ...]:
    """Everybody who could be sent: lenders' staff, then the Guard, then the volunteers."""
    draws = Draws(seed)
    rows: list[StaffRow] = []
    for lender in LENDERS:
        for _ in range(staff_count(lender.population)):
            rows.append(_employee(draws, len(rows) + 1, lender))
    rows += guard_members(len(rows) + 1)
    rows += volunteers(draws, len(rows) + 1)
    return tuple(rows)


def staff_count(population: int) -> int:
    """IT and continuity staff on the roster of a government of that size."""
    share = log(max(population, 15_000) / 15_000) / log(1_000_000 / 15_000)
    return min(MOST, FEWEST + int(share * (MOST - FEWEST)))


def home_floors(staff: Iterable[StaffRow]) -> tuple[FloorRow, ...]:
    """The synthetic floor: a third of an employer's people of each position, rounded down."""
    counts: dict[tuple[str, str], int] = {}
    for row in staff:
        if row.duty_status is DutyStatus.EMPLOYEE:
            for position, _ in row.levels:
                key = row.organization_key, position
                counts[key] = counts.get(key, 0) + 1
    return tuple(FloorRow(*key, count // 3) for key, count in sorted(counts.items()) if count >= 3)


def _employee(draws: Draws, number: int, lender: Government) -> StaffRow:
    job = draws.weighted(FIRST_JOBS, "job", number)
    level = 1 if draws.share("level", number) < 0.75 else 3
    levels = [(job, level)]
    if job in SECOND_JOBS and draws.share("second", number) < 0.5:
        levels.append((SECOND_JOBS[job], level + 1))
    return StaffRow(
        number=number,
        organization_key=lender.ocd_id,
        name=f"Synthetic Staff {number:03d} ({lender.name})",
        email=f"staff-{number:03d}@{lender.slug}.synthetic.example",
        duty_status=DutyStatus.EMPLOYEE,
        levels=tuple(levels),
        place=lender.place,
        remote_capable=job in REMOTE_JOBS and draws.share("remote", number) < 0.6,
        travel_limit_km=TRAVEL_LIMITS_KM[draws.between(0, 3, "travel", number)],
        hourly_cents=round(draws.between(*HOURLY_CENTS[job], "pay", number), -1),
        mobilization_minutes=60 * draws.between(2, 12, "ready", number),
    )
