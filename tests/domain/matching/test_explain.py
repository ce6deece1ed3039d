"""The reasons beside a plan."""

from __future__ import annotations

from hypothesis import given, settings
from tests.domain.matching.builders import (
    COMPLETE,
    FAR,
    helper,
    kit,
    missing,
    need,
    not_yet,
    problem,
    span,
    team,
)
from tests.domain.matching.tiny_problems import tiny_problems

from muster.domain.acts import ActKind, DutyStatus
from muster.domain.coverage import Deployment, LegalPath
from muster.domain.matching import Cause, Explanation, HomeFloor, Priority, Problem, solve


def explained(asked: Problem, need_id: str = "n1") -> Explanation:
    return solve(asked).explanations[need_id]


def causes(found: Explanation) -> dict[str, Cause]:
    return {one.helper_id: one.cause for one in found.next_best}


def only_volunteers_lack_an_act(deployment: Deployment) -> LegalPath:
    return not_yet(missing()) if deployment.duty_status is DutyStatus.VOLUNTEER else COMPLETE


def test_next_best_are_asked_by_arrival_then_cost_then_name() -> None:
    helpers = (
        helper("d", place=FAR),
        helper("c", hourly_cents=6000),
        helper("b", hourly_cents=7000),
        helper("a", hourly_cents=7000),
        helper("first", hourly_cents=1),
    )
    found = explained(problem((need(window=span(0, 48)),), helpers))
    assert [one.helper_id for one in found.next_best] == ["c", "a", "b", "d"]
    assert set(causes(found).values()) == {Cause.NOT_NEEDED}


def test_somebody_who_serves_another_need_is_better_used_there() -> None:
    needs = need("n1"), need("n2", priority=Priority.LIFE_SAFETY, position="incident-lead")
    both = helper("a", levels=(("network-engineer", 1), ("incident-lead", 1)))
    (one,) = explained(problem(needs, (both,))).next_best
    assert (one.cause, one.elsewhere) == (Cause.BETTER_USED, "n2")


def test_a_need_at_another_time_is_no_better_use() -> None:
    needs = need("n1"), need("n2", window=span(30, 40), position="incident-lead")
    both = helper("a", levels=(("network-engineer", 1), ("incident-lead", 1)), hourly_cents=9000)
    found = explained(problem(needs, (both, helper("b", hourly_cents=1))))
    assert causes(found) == {"a": Cause.NOT_NEEDED}


def test_who_would_breach_the_floor_is_told_so() -> None:
    floor = HomeFloor("north", "network-engineer", 1)
    found = explained(problem((need(count=2),), (helper("a"), helper("b")), floors=(floor,)))
    assert list(causes(found).values()) == [Cause.HOME_FLOOR]


def test_the_one_the_floor_lends_elsewhere_is_better_used_and_not_kept() -> None:
    floor = HomeFloor("north", "network-engineer", 1)
    needs = need("n1"), need("n2", priority=Priority.LIFE_SAFETY)
    near, far = helper("a"), helper("b", place=FAR)
    found = explained(problem(needs, (near, far), floors=(floor,)))
    assert causes(found) == {"a": Cause.BETTER_USED, "b": Cause.HOME_FLOOR}


def test_the_lending_limit_is_named_when_it_binds() -> None:
    found = explained(
        problem((need(count=2),), (helper("a"), helper("b")), max_lent_per_organization=1)
    )
    assert list(causes(found).values()) == [Cause.LENDING_LIMIT]


def test_a_member_of_the_team_that_goes_is_said_to_go_with_it() -> None:
    # The team is charged nothing by the hour, so it is the cheaper way to send the same two.
    pair = helper("a"), helper("b")
    asked = problem((need(count=2),), (*pair, team("t", "a", "b", hourly_cents=0)))
    found = explained(asked)
    assert [one.candidate.helper_id for one in found.chosen] == ["t"]
    assert {one.detail for one in found.next_best} == {"Goes to this need with t."}


def test_kit_with_stock_left_is_not_called_better_used() -> None:
    needs = need("n1", position="laptop"), need("n2", position="laptop", count=2)
    stocks = kit("a", 5, hourly_cents=0), kit("b", 5, hourly_cents=100)
    found = explained(problem(needs, stocks))
    assert causes(found) == {"b": Cause.NOT_NEEDED}


def test_one_missing_act_puts_a_helper_in_the_list_of_the_almost_there() -> None:
    volunteer = helper("v", duty_status=DutyStatus.VOLUNTEER)
    far = helper("w", duty_status=DutyStatus.VOLUNTEER, travel_limit_km=1)
    found = explained(problem((need(),), (volunteer, far), best_path=only_volunteers_lack_an_act))
    assert [one.helper_id for one in found.blocked_by_one] == ["v"]
    assert [one.helper_id for one in found.not_chosen] == ["w"]
    assert found.counts == {Cause.MISSING_ACT: 2}


def test_two_missing_acts_are_more_than_one() -> None:
    path = not_yet(missing(), missing(ActKind.CLIENT_CONTRACT))
    found = explained(problem((need(),), (helper("a"),), best_path=lambda _d: path))
    assert found.blocked_by_one == ()


def test_an_open_need_names_the_commonest_cause_among_the_qualified() -> None:
    helpers = (
        helper("a", travel_limit_km=1),
        helper("b", travel_limit_km=1),
        helper("c", available=()),
        *(helper(f"x{i}", levels=()) for i in range(5)),
        *(helper(f"own{i}", organization_id="town") for i in range(5)),
    )
    (gap,) = solve(problem((need(),), helpers)).unfilled
    assert gap.cause is Cause.TOO_FAR
    assert "2 of 3" in gap.detail


def test_an_open_need_that_all_qualified_already_serve_says_to_ask_beyond() -> None:
    (gap,) = solve(problem((need(count=3),), (helper("a"),))).unfilled
    assert (gap.units, gap.cause) == (2, None)
    assert "Ask beyond the hub" in gap.detail


def test_holders_below_the_level_asked_are_mentioned() -> None:
    (gap,) = solve(problem((need(minimum_level=1),), (helper("a"),))).unfilled
    assert gap.cause is Cause.NOT_QUALIFIED
    assert "1 hold" in gap.detail


@settings(max_examples=60, deadline=None)
@given(tiny_problems())
def test_every_helper_is_accounted_for_once_per_need(asked: Problem) -> None:
    solution = solve(asked)
    assert list(solution.explanations) == [one.id for one in asked.needs]
    for one in solution.explanations.values():
        passed = [x.helper_id for x in (*one.next_best, *one.blocked_by_one, *one.not_chosen)]
        chosen = {x.candidate.helper_id for x in one.chosen}
        assert sorted((*passed, *chosen)) == sorted(helper.id for helper in asked.helpers)
        assert sum(one.counts.values()) == len(passed)
        assert all(x.detail.endswith(".") for x in (*one.next_best, *one.not_chosen))


def test_a_stock_that_is_used_up_says_so() -> None:
    asked = problem((need(position="laptop", count=5),), (kit("k", 0), kit("full", 9)))
    found = explained(asked)
    [empty] = found.not_chosen
    assert (empty.helper_id, empty.cause) == ("k", Cause.NOT_AVAILABLE)
    assert "All of its stock is committed" in empty.detail
