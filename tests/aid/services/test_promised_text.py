"""What was promised stays under the version it was promised under."""

from __future__ import annotations

import pytest
from tests.support import road, texts
from tests.support.cast import Cast

from muster.aid.queries.cover import paths_now
from muster.domain.coverage import PathStanding

pytestmark = pytest.mark.django_db


def free_hours(cast: Cast) -> int:
    """What a town that asks now would be told."""
    run = road.proposed(cast, road.asked(cast))
    [rule] = {
        row["path"]["cost_rule"] for need in run.answer["needs"].values() for row in need["chosen"]
    }
    return int(rule.split()[1])


def test_a_commitment_keeps_its_text_when_both_sides_have_moved_on(cast: Cast) -> None:
    commitment = road.accepted(cast)
    texts.amended(cast.statewide, free_period={"hours": 0}, charges={"basis": "all_costs"})

    for line, path in paths_now(commitment, at=cast.now):
        assert path is not None
        assert (path.version, path.standing) == (1, PathStanding.COMPLETE)
        assert str(path.cost_rule) == line.path["cost_rule"]
        assert path.cost_rule.free_hours == 12

    mission = road.bound(cast, commitment)
    assert [act["instrument"] for act in mission.order.acts] == ["Statewide Aid"]


def test_whoever_asks_afterwards_is_under_the_text_both_accepted(cast: Cast) -> None:
    assert free_hours(cast) == 12
    texts.amended(
        cast.statewide, free_period={"hours": 8}, confirmation={"continue_before_hour": 4}
    )
    assert free_hours(cast) == 8


def test_a_promise_under_a_text_that_is_gone_falls_back_to_what_holds_now(cast: Cast) -> None:
    commitment = road.accepted(cast)
    for line in commitment.offer.lines.all():
        line.path = {**line.path, "version": 9}
        line.save()

    assert {path.version for _, path in paths_now(commitment, at=cast.now) if path} == {1}
