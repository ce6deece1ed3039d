"""Somebody who waits hears how far it is, and can stop it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.matching.builders import helper, need, problem
from tests.domain.matching.tiny_problems import tiny_problems

from muster.domain.matching import Problem, solve
from muster.domain.matching.candidates import PAIRS_BETWEEN_LOOKS
from muster.domain.matching.watch import Stage, Stopped, share_of, words_of

Told = tuple[Stage, int, int]


class Listener:
    """Notes everything; stops the run at the given step."""

    def __init__(self, stop_at: int | None = None) -> None:
        self.told: list[Told] = []
        self.stop_at = stop_at

    def stage(self, name: Stage, done: int, total: int) -> None:
        self.told.append((name, done, total))
        if len(self.told) == self.stop_at:
            raise Stopped


def crowd(size: int) -> Problem:
    return problem((need("n1"), need("n2")), tuple(helper(f"h{n:05}") for n in range(size)))


def test_the_stages_come_in_their_order_with_the_pairs_counted() -> None:
    listener = Listener()
    solve(crowd(3), watch=listener)

    assert list(dict.fromkeys(name for name, _done, _total in listener.told)) == [
        Stage.JUDGING,
        Stage.SOLVING,
        Stage.EXPLAINING,
    ]
    assert listener.told[0] == (Stage.JUDGING, 0, 6)


def test_judging_many_pairs_is_told_and_stopped_on_the_way() -> None:
    listener = Listener(stop_at=3)

    with pytest.raises(Stopped):
        solve(crowd(2 * PAIRS_BETWEEN_LOOKS), watch=listener)

    assert listener.told == [
        (Stage.JUDGING, step * PAIRS_BETWEEN_LOOKS, 4 * PAIRS_BETWEEN_LOOKS) for step in range(3)
    ]


@settings(max_examples=60, deadline=None)
@given(tiny_problems(), st.integers(1, 20))
def test_watching_changes_nothing_and_every_step_can_be_the_last(asked: Problem, step: int) -> None:
    listener = Listener()
    watched = solve(asked, watch=listener)
    assert replace(watched, seconds=0.0) == replace(solve(asked), seconds=0.0)
    if step <= len(listener.told):
        with pytest.raises(Stopped):
            solve(asked, watch=Listener(stop_at=step))


@given(st.sampled_from(Stage), st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_share_stays_between_nothing_and_all_and_later_stages_are_further(
    name: Stage, done: int, total: int
) -> None:
    share = share_of(name, done, total)

    assert 0.0 <= share <= 1.0
    for later in list(Stage)[list(Stage).index(name) + 1 :]:
        assert share <= share_of(later, 0, total)


def test_the_stages_have_words() -> None:
    assert words_of(Stage.JUDGING, 12_000) == "Judging 12,000 pairs"
    assert words_of(Stage.JUDGING, 1) == "Judging 1 pair"
    assert {words_of(name, 2) for name in Stage} == {
        "Reading the roster",
        "Judging 2 pairs",
        "Solving",
        "Explaining",
    }
