"""What binds the options of a run."""

from __future__ import annotations

import pytest
from tests.domain.matching.builders import NEAR, TOWN, helper, kit, need, problem, span, team

from muster.domain.geo import Place
from muster.domain.matching import HomeFloor, Problem
from muster.domain.matching.candidates import screen
from muster.domain.matching.limits import LimitKind, NamedLimit, limits_of, upper_bounds

FLOOR = HomeFloor("north", "network-engineer", 1)


def of_kind(asked: Problem, kind: LimitKind) -> list[NamedLimit]:
    options = screen(asked).candidates
    return [named for named in limits_of(asked, options) if named.kind is kind]


def test_a_need_has_room_for_its_count_less_what_is_held() -> None:
    asked = problem((need(count=3),), (helper("a"), helper("b")), held=(("n1", "a", 1),))
    (limit,) = of_kind(asked, LimitKind.NEED)
    assert limit.limit.capacity == 2


def test_a_person_serves_one_of_two_overlapping_needs() -> None:
    asked = problem((need("n1"), need("n2", window=span(20, 40))), (helper("a"),))
    (limit,) = of_kind(asked, LimitKind.PERSON)
    assert (limit.subject, limit.limit.capacity, len(limit.limit.members)) == ("a", 1, 2)


@pytest.mark.parametrize(
    ("place", "rest_minutes", "bound"), [(TOWN, 0, 0), (TOWN, 1, 1), (NEAR, 0, 1)]
)
def test_needs_that_only_touch_bind_who_has_to_travel_or_rest_between(
    place: Place, rest_minutes: int, bound: int
) -> None:
    needs = need("n1", window=span(4, 8)), need("n2", window=span(8, 12))
    asked = problem(needs, (helper("a", place=place, rest_minutes=rest_minutes),))
    assert len(of_kind(asked, LimitKind.PERSON)) == bound


def test_a_chain_of_three_needs_binds_a_person_in_two_pairs() -> None:
    # 4-10, 8-16, 14-20: the first and the last do not meet.
    windows = span(4, 10), span(8, 16), span(14, 20)
    needs = tuple(need(f"n{i}", window=window) for i, window in enumerate(windows))
    found = of_kind(problem(needs, (helper("a"),)), LimitKind.PERSON)
    assert [named.limit.members for named in found] == [((0, 1), (1, 1)), ((1, 1), (2, 1))]


def test_a_member_cannot_go_alone_and_with_the_team() -> None:
    asked = problem((need(count=3),), (helper("a"), helper("b"), team("t", "a", "b")))
    subjects = {named.subject for named in of_kind(asked, LimitKind.PERSON)}
    assert subjects == {"a", "b"}


def test_a_held_person_has_no_room_in_the_same_hours() -> None:
    asked = problem((need("n1"), need("n2")), (helper("a"),), held=(("n2", "a", 1),))
    assert [named.limit.capacity for named in of_kind(asked, LimitKind.PERSON)] == [0]


def test_kit_is_bound_by_its_stock_less_what_is_held() -> None:
    needs = need("n1", position="laptop", count=9), need("n2", position="laptop", count=9)
    asked = problem(needs, (kit("k", 10),), held=(("n1", "k", 4),))
    (limit,) = of_kind(asked, LimitKind.STOCK)
    assert limit.limit.capacity == 6
    assert upper_bounds(asked, screen(asked).candidates) == (9, 9)


def test_a_floor_lends_all_but_those_it_keeps() -> None:
    staff = tuple(helper(name) for name in "abc")
    (limit,) = of_kind(problem((need(count=3),), staff, floors=(FLOOR,)), LimitKind.FLOOR)
    assert (limit.subject, limit.limit.capacity) == ("north", 2)


def test_a_floor_counts_somebody_already_away_once_even_if_committed_and_held() -> None:
    away = helper("a", committed=(span(4, 28),))
    asked = problem(
        (need(count=3),),
        (away, helper("b"), helper("c")),
        floors=(FLOOR,),
        held=(("n1", "a", 1),),
    )
    (limit,) = of_kind(asked, LimitKind.FLOOR)
    assert limit.limit.capacity == 1


def test_a_floor_is_tighter_from_the_moment_somebody_leaves() -> None:
    later = helper("a", committed=(span(20, 22),))
    asked = problem((need(count=3),), (later, helper("b"), helper("c")), floors=(FLOOR,))
    (limit,) = of_kind(asked, LimitKind.FLOOR)
    assert limit.limit.capacity == 1


def test_a_floor_that_is_tight_early_stays_tight_when_a_later_need_joins() -> None:
    # Until hour 6 one of three is away and one stays home; from hour 10 both needs run.
    staff = helper("a", committed=(span(4, 6),)), helper("b"), helper("c")
    needs = need("n1", count=3), need("n2", count=3, window=span(10, 30))
    found = of_kind(problem(needs, staff, floors=(FLOOR,)), LimitKind.FLOOR)
    assert [named.limit.capacity for named in found] == [1, 2]


def test_a_floor_ignores_people_of_other_positions_and_organizations() -> None:
    others = helper("a", organization_id="south"), helper("b", levels=(("incident-lead", 1),))
    needs = need("n1"), need("n2", position="incident-lead")
    assert of_kind(problem(needs, others, floors=(FLOOR,)), LimitKind.FLOOR) == []


def test_a_person_with_two_positions_counts_in_both_floors() -> None:
    both = helper("a", levels=(("network-engineer", 1), ("incident-lead", 1)))
    floors = FLOOR, HomeFloor("north", "incident-lead", 1)
    found = of_kind(problem((need(),), (both,), floors=floors), LimitKind.FLOOR)
    assert [named.limit.capacity for named in found] == [0, 0]


def test_a_team_uses_a_floor_once_per_member_with_the_position() -> None:
    staff = helper("a"), helper("b"), helper("c", levels=())
    asked = problem((need(count=3),), (*staff, team("t", "a", "b", "c")), floors=(FLOOR,))
    (limit,) = of_kind(asked, LimitKind.FLOOR)
    by_helper = {screen(asked).candidates[i].helper_id: n for i, n in limit.limit.members}
    assert by_helper == {"a": 1, "b": 1, "t": 2}


def test_keeping_more_than_there_are_lends_nobody() -> None:
    floor = HomeFloor("north", "network-engineer", 5)
    (limit,) = of_kind(problem((need(),), (helper("a"),), floors=(floor,)), LimitKind.FLOOR)
    assert limit.limit.capacity == 0


def test_the_strictest_of_two_floors_for_one_position_holds() -> None:
    floors = FLOOR, HomeFloor("north", "network-engineer", 2)
    staff = tuple(helper(name) for name in "abc")
    (limit,) = of_kind(problem((need(count=3),), staff, floors=floors), LimitKind.FLOOR)
    assert limit.limit.capacity == 1


def test_the_lending_limit_counts_people_and_not_kit() -> None:
    needs = need("n1", count=3), need("n2", position="laptop", count=3)
    asked = problem(needs, (helper("a"), helper("b"), kit("k", 3)), max_lent_per_organization=1)
    (limit,) = of_kind(asked, LimitKind.LENDING)
    assert (limit.limit.capacity, len(limit.limit.members)) == (1, 2)


def test_a_limit_that_can_never_bind_is_left_out() -> None:
    asked = problem((need(),), (helper("a"),), max_lent_per_organization=5)
    assert of_kind(asked, LimitKind.LENDING) == []
