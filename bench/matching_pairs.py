"""The exact matcher on candidate pairs against nearest-first, on one synthetic hub.

Usage: python bench/matching_pairs.py [NEEDS] [HELPERS] [FLOORS]

FLOORS is how many of the nine positions each organization protects. With all nine, people who
hold two positions make the relaxation fractional, and branch and bound has to work.

Nearest-first walks the needs by priority and takes the earliest arrival that keeps every limit,
as a coordinator with a list and a map would.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from muster.domain.acts import DutyStatus
from muster.domain.costs import CostBasis, CostRule
from muster.domain.coverage import Deployment, LegalPath, PathStanding
from muster.domain.geo import Place
from muster.domain.matching import (
    Helper,
    HelperKind,
    HomeFloor,
    Mode,
    Need,
    Priority,
    Problem,
    Solution,
    solve,
)
from muster.domain.matching.candidates import screen
from muster.domain.matching.limits import limits_of, upper_bounds
from muster.domain.positions import POSITIONS
from muster.domain.windows import Window

NOW = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
JOBS = [position for position in POSITIONS if not position.is_kit]
RULE = CostRule(CostBasis.OVERTIME_TRAVEL_EQUIPMENT, "synthetic clause", free_hours=8)
PATH = LegalPath("s", "Synthetic compact", "s 1", PathStanding.COMPLETE, RULE)


def covered(_deployment: Deployment) -> LegalPath | None:
    return PATH


def synthetic_hub(needs: int, helpers: int, floors: int, seed: int) -> Problem:
    """A region three degrees square, six people per organization, a third of them hit.

    Every organization keeps one person at home in each of `floors` positions, and lends four.
    """
    draw = Random(seed)  # noqa: S311 - a repeatable benchmark, not a secret
    towns = [
        (f"org-{i:04}", Place(40 + draw.random() * 3, -90 + draw.random() * 3))
        for i in range(max(4, helpers // 6))
    ]
    return Problem(
        now=NOW,
        needs=tuple(_need(draw, i, towns[: max(1, len(towns) // 3)]) for i in range(needs)),
        helpers=tuple(_helper(draw, i, towns) for i in range(helpers)),
        best_path=covered,
        floors=tuple(
            HomeFloor(town, job.code, 1)
            for town, _place in towns
            for job in draw.sample(JOBS, floors)
        ),
        max_lent_per_organization=4,
    )


def _need(draw: Random, index: int, towns: list[tuple[str, Place]]) -> Need:
    organization_id, place = draw.choice(towns)
    job = draw.choice(JOBS)
    start = NOW + timedelta(hours=draw.choice([2, 8, 24, 72]))
    return Need(
        id=f"need-{index:04}",
        request_id="request",
        organization_id=organization_id,
        position=job.code,
        aid_kind=job.aid_kind,
        minimum_level=draw.randint(2, 4),
        count=draw.randint(1, 6),
        window=Window.lasting(start, hours=draw.choice([24, 72, 168])),
        place=place,
        mode=draw.choice(list(Mode)),
        priority=draw.choice(list(Priority)),
    )


def _helper(draw: Random, index: int, towns: list[tuple[str, Place]]) -> Helper:
    organization_id, place = draw.choice(towns)
    jobs = draw.sample([job.code for job in JOBS], draw.choice([1, 1, 2, 3]))
    return Helper(
        id=f"helper-{index:05}",
        kind=HelperKind.RESPONDER,
        organization_id=organization_id,
        duty_status=DutyStatus.EMPLOYEE,
        levels=tuple((job, draw.randint(1, 4)) for job in jobs),
        place=place,
        available=(Window.lasting(NOW - timedelta(hours=1), hours=24 * 30),),
        travel_limit_km=draw.choice([150.0, 300.0, 500.0]),
        remote_capable=draw.random() < 0.4,
        hourly_cents=draw.randrange(3000, 9000),
        mobilization_minutes=draw.randrange(30, 600, 10),
        hours_given=draw.randrange(0, 200),
    )


def nearest_first(problem: Problem) -> dict[Priority, int]:
    """Units filled per priority by the plain way."""
    options = screen(problem).candidates
    limits = [named.limit for named in limits_of(problem, options)]
    uses: dict[int, list[tuple[int, int]]] = {}
    for row, limit in enumerate(limits):
        for option, coefficient in limit.members:
            uses.setdefault(option, []).append((row, coefficient))
    room = [limit.capacity for limit in limits]
    priority = {need.id: need.priority for need in problem.needs}
    upper = upper_bounds(problem, options)
    filled = dict.fromkeys(Priority, 0)
    order = sorted(
        range(len(options)),
        key=lambda o: (priority[options[o].need_id], options[o].need_id, options[o].arrives_at, o),
    )
    for option in order:
        amount = min([upper[option], *(room[row] // n for row, n in uses[option])])
        if amount > 0:
            filled[priority[options[option].need_id]] += amount * options[option].fills
            for row, coefficient in uses[option]:
                room[row] -= amount * coefficient
    return filled


def filled_by(solution: Solution, problem: Problem) -> dict[Priority, int]:
    priority = {need.id: need.priority for need in problem.needs}
    filled = dict.fromkeys(Priority, 0)
    for one in solution.assignments:
        filled[priority[one.candidate.need_id]] += one.units
    return filled


def main(needs: int, helpers: int, floors: int) -> None:
    seconds: list[float] = []
    print(
        f"{needs} needs, {helpers} helpers, {floors} floors each, synthetic; "
        "units filled as life/essential/recovery"
    )
    for seed in (1, 2, 3):
        problem = synthetic_hub(needs, helpers, floors, seed)
        options = len(screen(problem).candidates)
        start = perf_counter()
        solution = solve(problem, time_limit_seconds=30)
        seconds.append(perf_counter() - start)
        exact = "/".join(str(n) for n in filled_by(solution, problem).values())
        plain = "/".join(str(n) for n in nearest_first(problem).values())
        methods = sorted({level.method for level in solution.certificate.levels})
        print(
            f"  seed {seed}: {seconds[-1]:.2f} s, {options} options, exact {exact}, "
            f"nearest-first {plain}, asked {sum(need.count for need in problem.needs)}, "
            f"gap {solution.certificate.gap} ({', '.join(methods)})"
        )
    print(f"  median of 3: {median(seconds):.2f} s")


if __name__ == "__main__":
    figures = [int(figure) for figure in sys.argv[1:4]]
    main(*(figures + [120, 600, 2][len(figures) :]))
