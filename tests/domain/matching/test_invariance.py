"""What must not matter does not: order, names, and people nobody needs."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.matching.builders import ALWAYS, FAR, NEAR, TOWN, helper
from tests.domain.matching.test_against_cp_sat import night
from tests.domain.matching.test_solve import proven
from tests.domain.matching.tiny_problems import tiny_problems

from muster.domain.matching import Helper, Need, Problem, Solution, solve
from muster.domain.matching.objectives import LOT

One = TypeVar("One")
SHUFFLES = st.randoms(use_true_random=False)
MANY = settings(max_examples=80, deadline=None)


def without_lot(solution: Solution) -> tuple[int, ...]:
    """The levels but the lot, read so that smaller is better."""
    values = proven(solution)
    return values[:-1] if drawn(solution) else values


def drawn(solution: Solution) -> bool:
    return solution.certificate.levels[-1].name == LOT


def shuffled(asked: Problem, shuffle: Random) -> Problem:
    """The same question with everything that is a list in another order."""

    def mixed(items: tuple[One, ...]) -> tuple[One, ...]:
        return tuple(shuffle.sample(items, len(items)))

    helpers = tuple(
        replace(
            one,
            levels=mixed(one.levels),
            available=mixed(one.available),
            committed=mixed(one.committed),
            member_ids=mixed(one.member_ids),
        )
        for one in asked.helpers
    )
    return replace(
        asked,
        needs=mixed(asked.needs),
        helpers=mixed(helpers),
        floors=mixed(asked.floors),
        held=mixed(asked.held),
    )


def renamed(asked: Problem, shuffle: Random) -> Problem:
    """The same question with other names, in another alphabetical order."""
    old = [one.id for one in (*asked.needs, *asked.helpers)]
    new = dict(zip(old, (f"x{n:03}" for n in shuffle.sample(range(999), len(old))), strict=True))
    needs = tuple(replace(one, id=new[one.id]) for one in asked.needs)
    helpers = tuple(
        replace(one, id=new[one.id], member_ids=tuple(new[m] for m in one.member_ids))
        for one in asked.helpers
    )
    return replace(
        asked,
        needs=needs,
        helpers=helpers,
        declined=frozenset((new[need_id], new[one]) for need_id, one in asked.declined),
        held=tuple((new[need_id], new[one], units) for need_id, one, units in asked.held),
    )


@MANY
@given(tiny_problems(), SHUFFLES)
def test_the_order_of_everything_changes_nothing_at_all(asked: Problem, shuffle: Random) -> None:
    one, two = solve(asked), solve(shuffled(asked, shuffle))
    assert one.assignments == two.assignments
    assert one.certificate == two.certificate
    assert one.explanations == two.explanations
    assert set(one.unfilled) == set(two.unfilled)


@MANY
@given(tiny_problems(), SHUFFLES)
def test_other_names_change_the_lot_at_most(asked: Problem, shuffle: Random) -> None:
    one, two = solve(asked), solve(renamed(asked, shuffle))
    assert without_lot(one) == without_lot(two)
    assert two.certificate.optimal


@pytest.mark.parametrize("teams", [0, 6])
def test_a_night_of_a_usual_size_depends_on_neither_order_nor_names(teams: int) -> None:
    asked, shuffle = night(11, teams=teams), Random(5)  # noqa: S311 - not for secrets
    one, two = solve(asked), solve(shuffled(asked, shuffle))
    assert one.assignments == two.assignments
    assert one.certificate == two.certificate
    assert without_lot(one) == without_lot(solve(renamed(asked, shuffle)))


@st.composite
def newcomers(draw: st.DrawFn) -> Helper:
    return helper(
        "newcomer",
        organization_id=draw(st.sampled_from(("north", "south", "elsewhere"))),
        levels=draw(
            st.sampled_from(
                ((("network-engineer", 1),), (("forensic-analyst", 2), ("network-engineer", 3)))
            )
        ),
        place=draw(st.sampled_from((TOWN, NEAR, FAR))),
        available=ALWAYS,
        remote_capable=draw(st.booleans()),
        hourly_cents=draw(st.sampled_from((0, 3000, 9000))),
        mobilization_minutes=draw(st.sampled_from((0, 90))),
        hours_given=draw(st.sampled_from((0, 50))),
    )


@MANY
@given(tiny_problems(), newcomers())
def test_a_new_responder_never_worsens_the_plan(asked: Problem, newcomer: Helper) -> None:
    before = without_lot(solve(asked))
    after = without_lot(solve(replace(asked, helpers=(*asked.helpers, newcomer))))
    # Compared level by level: no first so many levels get worse.
    assert after <= before


@pytest.mark.parametrize("teams", [0, 6])
def test_a_night_of_a_usual_size_never_worsens_by_one_more(teams: int) -> None:
    asked = night(12, teams=teams)
    newcomer = helper("newcomer", place=TOWN, levels=(("network-engineer", 1),))
    before = without_lot(solve(asked))
    assert without_lot(solve(replace(asked, helpers=(*asked.helpers, newcomer)))) <= before


def unused(asked: Problem, solution: Solution) -> list[Helper]:
    """Who is in no assignment, held claim, commitment or team."""
    used = {one.candidate.helper_id for one in solution.assignments}
    members = {member for one in asked.helpers for member in one.member_ids}
    idle = [one for one in asked.helpers if one.id not in used | members]
    return [one for one in idle if not one.committed]


def without(asked: Problem, gone: Helper) -> Problem:
    kept = tuple(one for one in asked.helpers if one.id != gone.id)
    declined = frozenset(pair for pair in asked.declined if pair[1] != gone.id)
    return replace(asked, helpers=kept, declined=declined)


@MANY
@given(tiny_problems())
def test_to_be_without_somebody_unused_changes_nothing(asked: Problem) -> None:
    # Not with floors: who stays at home counts for them, as the committed do for lending.
    free = replace(asked, floors=())
    solution = solve(free)
    for one in unused(free, solution):
        other = solve(without(free, one))
        assert without_lot(other) == without_lot(solution)
        # Without its last team a problem becomes a flow, which breaks ties in another way.
        if drawn(other) is drawn(solution):
            assert other.assignments == solution.assignments


@MANY
@given(tiny_problems())
def test_a_need_for_nobody_changes_nothing(asked: Problem) -> None:
    solution = solve(asked)
    idle: list[Need] = [replace(one, id=f"idle {one.id}", count=0) for one in asked.needs]
    other = solve(replace(asked, needs=(*asked.needs, *idle)))
    assert other.assignments == solution.assignments
    assert without_lot(other) == without_lot(solution)
