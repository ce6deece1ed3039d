"""Problems of a usual size, level by level the same as another solver on another model."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.matching.brute_force import Plan, Reference
from tests.domain.matching.builders import (
    ALWAYS,
    FAR,
    NEAR,
    TOWN,
    helper,
    kit,
    need,
    problem,
    span,
    team,
)
from tests.domain.matching.linear_rules import Rules
from tests.domain.matching.test_solve import new_plan
from tests.domain.matching.tiny_problems import tiny_problems

from muster.domain.matching import Helper, HomeFloor, Mode, Need, Priority, Problem, solve
from muster.domain.matching.objectives import LOT

POSITIONS = ("network-engineer", "forensic-analyst", "rebuild-technician")


def cp_sat(rules: Rules) -> list[int] | None:
    """The optimum of every level."""
    told = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("lexicographic_cp_sat.py"))],
        input=pickle.dumps((rules.most(), rules.rows(), rules.levels())),
        capture_output=True,
        check=True,
    )
    return pickle.loads(told.stdout)  # type: ignore[no-any-return]  # noqa: S301


def _need(rng: Random, name: str) -> Need:
    return need(
        name,
        organization_id=rng.choice(("town", "village")),
        position=rng.choice(POSITIONS),
        minimum_level=rng.choice((1, 2, 3, 3)),
        count=rng.randint(1, 6),
        window=rng.choice((span(0, 24), span(12, 48), span(24, 72), span(-3, 12))),
        place=rng.choice((TOWN, NEAR)),
        mode=rng.choice((Mode.ON_SITE, Mode.ON_SITE, Mode.EITHER, Mode.REMOTE)),
        priority=rng.choice(list(Priority)),
        clearances=frozenset({"tax records"} if rng.random() < 0.2 else ()),
    )


def _person(rng: Random, name: str) -> Helper:
    first, second = rng.sample(POSITIONS, 2)
    return helper(
        name,
        organization_id=f"o{rng.randrange(15)}",
        levels=((first, rng.randint(1, 3)), (second, rng.randint(2, 4))),
        place=rng.choice((TOWN, NEAR, FAR)),
        available=rng.choice((ALWAYS, ALWAYS, (span(0, 40),))),
        committed=rng.choice(((), (), (), (span(30, 50),))),
        travel_limit_km=rng.choice((1000.0, 1000.0, 200.0)),
        remote_capable=rng.random() < 0.4,
        hourly_cents=rng.choice((0, 3000, 4500, 6000)),
        mobilization_minutes=rng.choice((0, 30, 60, 240)),
        hours_given=rng.randint(0, 90),
        conflicts=frozenset({"village"} if rng.random() < 0.1 else ()),
        clearances=frozenset({"tax records"} if rng.random() < 0.6 else ()),
        home_load=rng.randint(0, 60),
        rest_minutes=rng.choice((0, 0, 480)),
        longest_tour_hours=rng.choice((None, None, 60.0)),
    )


def night(seed: int, *, teams: int) -> Problem:
    """12 needs and 150 helpers: people of fifteen organizations, some teams and some kit."""
    rng = Random(seed)  # noqa: S311 - not for secrets
    needs = [_need(rng, f"n{at:02}") for at in range(11)]
    needs.append(need("kit", position="laptop", count=rng.randint(5, 40)))
    people = [_person(rng, f"h{at:03}") for at in range(147 - teams)]
    groups = [
        team(
            f"t{at}",
            *(one.id for one in rng.sample(people, rng.randint(2, 4))),
            levels=((rng.choice(POSITIONS), 1),),
            hourly_cents=rng.choice((3000, 6000)),
        )
        for at in range(teams)
    ]
    stock = [kit(f"k{at}", rng.randint(1, 20)) for at in range(3)]
    pairs = [(rng.choice(needs[:11]).id, one.id) for one in rng.sample(people, 12)]
    return problem(
        tuple(needs),
        (*people, *groups, *stock),
        floors=tuple(
            HomeFloor(f"o{at}", rng.choice(POSITIONS), rng.randint(1, 8)) for at in range(15)
        ),
        declined=frozenset(pairs[:6]),
        held=(*((need_id, one, 1) for need_id, one in pairs[6:]), ("kit", "k0", 1)),
        max_lent_per_organization=rng.choice((None, 3, 4)),
    )


@pytest.mark.parametrize(("seed", "teams"), [(1, 0), (2, 0), (3, 0), (4, 6), (5, 6), (6, 6)])
def test_every_level_is_what_cp_sat_reaches(seed: int, teams: int) -> None:
    asked = night(seed, teams=teams)
    reference = Reference(asked)
    solution = solve(asked, time_limit_seconds=60)
    assert solution.certificate.optimal
    assert reference.allowed(new_plan(asked, solution))
    mine = [level.value for level in solution.certificate.levels if level.name != LOT]
    assert mine == cp_sat(Rules(reference))


@settings(max_examples=100, deadline=None)
@given(tiny_problems(), st.data())
def test_the_rows_of_that_model_allow_what_the_reference_allows(
    asked: Problem, data: st.DataObject
) -> None:
    reference = Reference(asked)
    rules = Rules(reference)
    amounts = [min(most, data.draw(st.sampled_from((0, 0, 0, 1, 2)))) for most in rules.most()]
    plan: Plan = {pair: n for pair, n in zip(rules.pairs, amounts, strict=True) if n}
    kept = all(
        sum(factor * amounts[option] for option, factor in members) <= limit
        for members, limit in rules.rows()
    )
    assert kept is reference.allowed(plan)
