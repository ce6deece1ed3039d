"""The matcher as a whole, against the reference that tries every plan."""

from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given, settings
from tests.domain.matching.brute_force import Key, Plan, Reference
from tests.domain.matching.builders import FAR, NEAR, TOWN, helper, kit, need, problem, span, team
from tests.domain.matching.tiny_problems import tiny_problems

from muster.domain.matching import (
    Helper,
    HomeFloor,
    Mode,
    Priority,
    Problem,
    Solution,
    solve,
)

PEOPLE = tuple(helper(f"h{i}") for i in range(4))


def new_plan(asked: Problem, solution: Solution) -> Plan:
    """The added assignments in the reference's terms."""
    return {
        (one.candidate.need_id, one.candidate.helper_id): one.units // one.candidate.fills
        for one in solution.assignments
        if not one.held
    }


def proven(solution: Solution) -> Key:
    """The certificate's values, read so that smaller is better, for the classes present."""
    return tuple(
        -level.value if level.name.endswith("filled") else level.value
        for level in solution.certificate.levels
    )


def going(solution: Solution) -> list[tuple[str, str]]:
    return [(a.candidate.need_id, a.candidate.helper_id) for a in solution.assignments]


@settings(max_examples=30, deadline=None)
@given(tiny_problems())
def test_out_of_time_the_plan_keeps_every_rule_and_the_bounds_are_true(asked: Problem) -> None:
    hurried = solve(asked, time_limit_seconds=0)
    assert Reference(asked).allowed(new_plan(asked, hurried))
    best = solve(asked)
    first, true = hurried.certificate.levels[0], best.certificate.levels[0]
    assert first.value <= true.value <= first.bound


def test_no_needs_give_an_empty_proven_plan() -> None:
    solution = solve(problem((), PEOPLE))
    assert solution.assignments == ()
    assert solution.unfilled == ()
    assert solution.certificate.optimal


def test_no_helpers_leave_every_need_open_with_a_sentence() -> None:
    solution = solve(problem((need(count=2),)))
    (open_need,) = solution.unfilled
    assert (open_need.units, open_need.cause) == (2, None)
    assert "Nobody in the hub holds Network engineer" in open_need.detail


def test_one_life_safety_place_outweighs_many_others() -> None:
    lives = need("n1", priority=Priority.LIFE_SAFETY, position="incident-lead")
    other = need("n2", priority=Priority.ESSENTIAL, count=2)
    both = helper("h1", levels=(("incident-lead", 1), ("network-engineer", 1)))
    duo = team("t", "h1", "h2")
    solution = solve(problem((lives, other), (both, helper("h2", levels=()), duo)))
    assert going(solution) == [("n1", "h1")]


def test_the_nearer_of_two_equals_goes() -> None:
    near, far = helper("z", place=NEAR), helper("a", place=FAR)
    assert going(solve(problem((need(window=span(0, 48)),), (far, near)))) == [("n1", "z")]


def test_the_cheaper_of_two_equally_near_goes() -> None:
    cheap, dear = helper("z", hourly_cents=100), helper("a", hourly_cents=9000)
    assert going(solve(problem((need(),), (dear, cheap)))) == [("n1", "z")]


def test_who_gave_fewest_shifts_goes_when_all_else_is_equal() -> None:
    rested, worn = helper("z", hours_given=11), helper("a", hours_given=12)
    assert going(solve(problem((need(),), (worn, rested)))) == [("n1", "z")]


def test_the_latest_arrival_is_as_early_as_it_can_be_for_the_same_sum() -> None:
    # Drives are nil and both needs begin now, so minutes until arrival are mobilization alone.
    # Sums: a+d = 0+100 = b+c = 50+50; the second pair has everybody there after 50 minutes.
    # a and b both serve only n1, c and d only n2, and c belongs with b by the lending limit.
    first = need("n1", window=span(0, 24), position="incident-lead")
    second = need("n2", window=span(0, 24), position="network-engineer")

    def one(name: str, position: str, minutes: int, organization: str) -> Helper:
        return helper(
            name,
            place=TOWN,
            levels=((position, 1),),
            mobilization_minutes=minutes,
            organization_id=organization,
        )

    helpers = (
        one("a", "incident-lead", 0, "north"),
        one("b", "incident-lead", 50, "south"),
        one("c", "network-engineer", 50, "north"),
        one("d", "network-engineer", 100, "south"),
    )
    asked = problem((first, second), helpers, max_lent_per_organization=1)
    # a and d or b and c: 100 minutes each way.
    assert going(solve(asked)) == [("n1", "b"), ("n2", "c")]


def test_a_team_goes_whole_and_takes_its_members_with_it() -> None:
    pair = (helper("h1", levels=()), helper("h2"))
    two = need("n1", count=2, minimum_level=3)
    duo = team("t", "h1", "h2")
    solution = solve(problem((two, need("n2", priority=Priority.RECOVERY)), (*pair, duo)))
    assert going(solution) == [("n1", "t")]
    assert solution.assignments[0].units == 2


def test_kit_is_shared_out_between_needs_in_the_same_hours() -> None:
    laptops = need("n1", position="laptop", count=6), need("n2", position="laptop", count=6)
    solution = solve(problem(laptops, (kit("k", 8),)))
    assert sum(one.units for one in solution.assignments) == 8
    assert [one.units for one in solution.unfilled] in ([4], [2, 2], [1, 3], [3, 1])


def test_a_held_claim_stays_and_uses_up_its_person() -> None:
    needs = need("n1"), need("n2")
    solution = solve(problem(needs, (helper("h1"),), held=(("n2", "h1", 1),)))
    assert [(one.candidate.need_id, one.held) for one in solution.assignments] == [("n2", True)]
    assert [one.need_id for one in solution.unfilled] == ["n1"]


def test_a_held_claim_stays_even_when_its_legal_path_is_gone() -> None:
    asked = problem((need(),), (helper("h1"),), held=(("n1", "h1", 1),), best_path=lambda _d: None)
    (one,) = solve(asked).assignments
    assert one.held
    assert one.candidate.path.reason


def test_a_floor_that_keeps_more_than_there_are_lets_nobody_go() -> None:
    floor = HomeFloor("north", "network-engineer", 9)
    assert solve(problem((need(),), PEOPLE, floors=(floor,))).assignments == ()


def test_ten_thousand_equal_responders_are_answered_within_seconds() -> None:
    crowd = tuple(helper(f"h{i:05}") for i in range(10_000))
    needs = need("n1", count=30), need("n2", count=30, window=span(12, 40))
    started = perf_counter()
    solution = solve(problem(needs, crowd))
    assert solution.certificate.optimal
    assert solution.unfilled == ()
    assert perf_counter() - started < 20


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (problem((need("n"), need("n"))), "The need n is listed twice"),
        (problem((), (helper("h"), helper("h"))), "The helper h is listed twice"),
        (problem((need(count=-1),)), "asks for -1"),
        (problem((), (kit("k", -2),)), "units of helper k are -2"),
        (problem((), (team("t"),)), "has no members"),
        (problem((), (team("t", "ghost"),)), "names ghost"),
        (problem((), (helper("h"), team("t", "h", "h"))), "team member h is listed twice"),
        (problem((), floors=(HomeFloor("north", "laptop", -1),)), "keeps -1"),
        (problem((), held=(("n", "h", 1),)), "not in the problem"),
        (problem((need(),), PEOPLE, held=(("n1", "h0", 0),)), "hold at least 1"),
        (problem((), max_lent_per_organization=-1), "lending limit"),
        (problem((), (helper("h", travel_limit_km=float("nan")),)), "travel limit"),
    ],
)
def test_a_contradiction_is_refused_with_a_sentence(asked: Problem, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        solve(asked)


def test_a_negative_time_limit_is_refused() -> None:
    with pytest.raises(ValueError, match="0 seconds or more"):
        solve(problem(), time_limit_seconds=-1)


def test_a_remote_need_is_filled_from_any_distance() -> None:
    remote = helper("h1", place=FAR, travel_limit_km=1, remote_capable=True)
    (one,) = solve(problem((need(mode=Mode.REMOTE),), (remote,))).assignments
    assert one.candidate.remote
