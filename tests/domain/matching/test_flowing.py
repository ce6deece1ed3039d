"""The flow and the solver say the same of the same question, and the flow knows its place."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from tests.domain.matching.builders import FAR, NEAR, TOWN, helper, kit, need, problem, span, team

from muster.domain.matching import HomeFloor, Priority, Problem, solve
from muster.domain.matching.candidates import screen
from muster.domain.matching.flowing import figures_of, settle_flow
from muster.domain.matching.levels import settle
from muster.domain.matching.limits import limits_of, upper_bounds
from muster.domain.matching.nested import Nested, nested
from muster.domain.matching.objectives import LOT, objectives_of
from muster.domain.matching.program import Program


def night(seed: int) -> Problem:
    """A dozen needs, forty people of eight organizations and some kit, at random."""
    rng = Random(seed)  # noqa: S311 - not for secrets
    positions = ("rebuild-technician", "network-engineer", "laptop")
    needs = [
        need(
            f"n{index}",
            position=rng.choice(positions[:2]),
            count=rng.randint(1, 4),
            priority=rng.choice(list(Priority)),
            window=span(0, 48),
            place=rng.choice([TOWN, NEAR, FAR]),
        )
        for index in range(12)
    ]
    needs.append(need("kit", position="laptop", count=rng.randint(1, 30)))
    people = [
        helper(
            f"h{index:02}",
            organization_id=f"o{index % 8}",
            levels=((rng.choice(positions[:2]), rng.randint(1, 3)),),
            hourly_cents=rng.choice([3_000, 4_500, 6_000]),
            mobilization_minutes=rng.choice([0, 30, 60, 240]),
            place=rng.choice([TOWN, NEAR, FAR]),
            hours_given=rng.randint(0, 80),
        )
        for index in range(40)
    ]
    stock = [kit(f"k{index}", rng.randint(1, 12), levels=(("laptop", 1),)) for index in range(3)]
    return problem(
        tuple(needs),
        (*people, *stock),
        max_lent_per_organization=rng.choice([None, 2, 4]),
    )


def parts(asked: Problem) -> tuple[Program, Nested | None, tuple[object, ...]]:
    options = screen(asked).candidates
    limits = limits_of(asked, options)
    program = Program(
        (0,) * len(options), upper_bounds(asked, options), tuple(one.limit for one in limits)
    )
    return program, nested(program, limits), (options, limits)


@pytest.mark.parametrize("seed", range(12))
def test_the_flow_and_the_solver_agree_on_every_level(seed: int) -> None:
    asked = night(seed)
    program, flow, (options, limits) = parts(asked)
    assert flow is not None

    mine = settle_flow(flow, figures_of(asked, options, limits), seconds=10)  # type: ignore[arg-type]
    theirs = settle(program, objectives_of(asked, options), seconds=30)  # type: ignore[arg-type]

    assert mine is not None
    assert not program.refusal(mine.amounts)
    assert [(one.name, one.value) for one in mine.outcome().proofs] == [
        (one.name, one.value) for one in theirs.proofs if one.name != LOT
    ]


def crossed(keep: int) -> Problem:
    """Two floors that share a person, at one organization of three."""
    two = helper("h0", levels=(("rebuild-technician", 1), ("network-engineer", 1)))
    others = [
        helper(f"h{i}", levels=((position, 1),))
        for i, position in enumerate(("rebuild-technician", "network-engineer"), start=1)
    ]
    floors = (
        HomeFloor(two.organization_id, "rebuild-technician", keep),
        HomeFloor(two.organization_id, "network-engineer", keep),
    )
    needs = (need("a", position="rebuild-technician"), need("b", position="network-engineer"))
    return problem(needs, (two, *others), floors=floors)


def test_teams_are_left_to_the_solver() -> None:
    teamed = problem((need("a", count=2),), (helper("x"), helper("y"), team("t", "x", "y")))

    assert parts(teamed)[1] is None
    assert solve(teamed).certificate.optimal


def test_of_two_floors_that_share_a_person_one_is_left_out_and_still_kept() -> None:
    for keep in (0, 1, 2):
        asked = crossed(keep)
        flow = parts(asked)[1]
        solution = solve(asked)

        assert flow is not None
        assert len(flow.left_out) <= 1
        assert solution.certificate.optimal
        going = {one.candidate.helper_id for one in solution.assignments}
        for position in ("rebuild-technician", "network-engineer"):
            held = {one.id for one in asked.helpers if position in dict(one.levels)}
            assert len(held - going) >= keep


def test_two_nights_with_a_day_between_are_still_one_flow() -> None:
    first, second = need("a", window=span(0, 10)), need("b", window=span(40, 50))
    asked = problem((first, second), (helper("x"),))

    assert parts(asked)[1] is not None
    assert len(solve(asked).assignments) == 2


def test_without_time_the_flow_steps_aside_and_the_plan_is_still_feasible() -> None:
    asked = night(1)
    solution = solve(asked, time_limit_seconds=0)

    assert solution.seconds < timedelta(seconds=5).total_seconds()
    assert sum(one.units for one in solution.assignments) > 0
