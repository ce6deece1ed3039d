"""Asking for help."""

from __future__ import annotations


from tests.support.cast import Cast
from tests.support import road


def test_smoke(cast: Cast) -> None:
    mission = road.bound(cast)
    assert mission.number
