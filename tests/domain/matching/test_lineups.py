"""Teams go whole, with alternates for those who cannot."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.matching.builders import helper, need, problem, team

from muster.domain.matching import solve
from muster.domain.matching.lineups import lineups


def going(*free: str, members: tuple[str, ...], alternates: tuple[str, ...]) -> tuple[str, ...]:
    """Who goes of a team of which only these are free; nobody, or as many as its members."""
    people = tuple(
        helper(one, levels=(), **({} if one in free else {"available": ()}))
        for one in (*members, *alternates)
    )
    whole = team("t", *members)
    asked = problem((need(count=len(members)),), (*people, *lineups(whole, alternates)))
    assigned = [one.candidate.helper_id for one in solve(asked).assignments]
    return tuple(sorted(one for h in asked.helpers if h.id in assigned for one in h.member_ids))


def test_the_regular_team_goes_when_it_can() -> None:
    assert going("a", "b", "c", members=("a", "b"), alternates=("c",)) == ("a", "b")


def test_an_alternate_stands_in_for_a_member_who_cannot() -> None:
    assert going("a", "c", members=("a", "b"), alternates=("c",)) == ("a", "c")


def test_with_too_few_the_team_stays_whole_at_home() -> None:
    assert going("c", members=("a", "b"), alternates=("c",)) == ()


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_a_team_goes_exactly_when_enough_of_all_are_free_and_with_few_alternates(
    data: st.DataObject,
) -> None:
    size = data.draw(st.integers(2, 4))
    members = tuple("abcd"[:size])
    alternates = tuple("wxyz"[: data.draw(st.integers(0, size - 1))])
    free = data.draw(st.sets(st.sampled_from((*members, *alternates))))
    who = going(*free, members=members, alternates=alternates)
    assert len(who) == (size if len(free) >= size else 0)
    if who:
        assert set(who) <= free
        assert set(members) & free <= set(who)


def test_every_lineup_is_whole_and_there_is_one_for_each_choice() -> None:
    found = lineups(team("t", "a", "b", "c"), ("x", "y"))
    assert {frozenset(one.member_ids) for one in found} == {
        frozenset(some) for some in combinations("abcxy", 3)
    }
    assert len({one.id for one in found}) == len(found) == 10
    assert [one.stand_ins for one in found] == [0] + [1] * 6 + [2] * 3


def test_any_two_lineups_share_somebody() -> None:
    for one, other in combinations(lineups(team("t", "a", "b", "c"), ("x", "y")), 2):
        assert set(one.member_ids) & set(other.member_ids)


@pytest.mark.parametrize(
    ("members", "alternates", "sentence"),
    [
        ("ab", "a", "a is a member of the team t and an alternate"),
        ("ab", "xy", "of 2 can have 1 alternates at most"),
        ("abcdefgh", "stuvwxy", "could go in 6435 ways; name fewer"),
    ],
)
def test_nonsense_is_refused(members: str, alternates: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        lineups(team("t", *members), tuple(alternates))
