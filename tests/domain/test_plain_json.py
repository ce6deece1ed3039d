"""Dataclasses as JSON: exact, canonical and strict."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import IntEnum, StrEnum
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.domain.plain_json import plain_of, value_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Color(StrEnum):
    RED = "red"


class Rank(IntEnum):
    FIRST = 1


@dataclass(frozen=True, slots=True)
class Inner:
    """Something with a rule of its own."""

    size: int

    def __post_init__(self) -> None:
        if self.size < 0:
            raise ValueError("A size is 0 or more.")


@dataclass(frozen=True, slots=True)
class Outer:
    """One of everything."""

    at: datetime
    color: Color
    rank: Rank
    figure: float
    names: frozenset[str]
    pair: tuple[int, str]
    many: tuple[Inner, ...]
    maybe: Inner | None
    by_color: Mapping[Color, int]
    sure: bool


def outer(**changes: Any) -> Outer:
    figures: dict[str, Any] = {
        "at": NOON,
        "color": Color.RED,
        "rank": Rank.FIRST,
        "figure": 1.5,
        "names": frozenset({"b", "a"}),
        "pair": (1, "x"),
        "many": (Inner(1), Inner(2)),
        "maybe": None,
        "by_color": {Color.RED: 3},
        "sure": True,
    }
    return Outer(**(figures | changes))


def test_everything_has_a_plain_form() -> None:
    assert plain_of(outer()) == {
        "at": "2026-03-01T12:00:00.000000+00:00",
        "color": "red",
        "rank": 1,
        "figure": 1.5,
        "names": ["a", "b"],
        "pair": [1, "x"],
        "many": [{"size": 1}, {"size": 2}],
        "maybe": None,
        "by_color": {"red": 3},
        "sure": True,
    }


@given(
    st.datetimes(
        min_value=datetime(1900, 1, 1),  # noqa: DTZ001 (hypothesis adds the timezone)
        timezones=st.just(timezone(timedelta(hours=-6))),
    ),
    st.floats(allow_nan=False),
    st.frozensets(st.text()),
)
def test_what_is_written_reads_back(at: datetime, figure: float, names: frozenset[str]) -> None:
    value = outer(at=at, figure=figure, names=names, maybe=Inner(7))
    read = value_of(Outer, plain_of(value), "it")

    assert read == value
    assert read.at.tzinfo is UTC
    assert math.copysign(1, read.figure) == math.copysign(1, figure)
    assert plain_of(read) == plain_of(value)


def test_a_whole_number_of_an_array_is_a_whole_number() -> None:
    assert plain_of(np.int64(3)) == 3
    assert type(plain_of(np.int64(3))) is int


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (math.nan, "not a number"),
        (datetime(2026, 1, 1), "with a timezone"),  # noqa: DTZ001 (that is the point)
        (object(), "cannot be written as JSON"),
    ],
)
def test_what_cannot_be_written_is_refused(value: object, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        plain_of(value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"at": "yesterday"}, "it.at is 'yesterday', which is no time"),
        ({"at": "2026-03-01T12:00:00"}, "it.at has no timezone"),
        ({"at": 5}, "it.at"),
        ({"color": "mauve"}, "it.color is 'mauve', which is not known"),
        ({"rank": 9}, "it.rank is 9"),
        ({"figure": True}, "it.figure is True, which is no figure"),
        ({"figure": "NaN"}, "it.figure"),
        ({"names": "ab"}, "it.names"),
        ({"pair": [1]}, "it.pair has 1 entries instead of 2"),
        ({"many": [{"size": -1}]}, "it.many.0: A size is 0 or more."),
        ({"many": [{"size": True}]}, "it.many.0.size is True"),
        ({"maybe": 3}, "it.maybe is 3"),
        ({"by_color": {"mauve": 1}}, "it.by_color is 'mauve'"),
        ({"sure": 1}, "it.sure is 1"),
        ({"more": 1}, "it has other fields than are known: more"),
    ],
)
def test_what_does_not_belong_is_named_with_its_place(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        value_of(Outer, plain_of(outer()) | change, "it")
