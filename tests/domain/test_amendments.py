"""What may change about a sent request: a good change has no faults, a bad one a sentence each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.domain.amendments import RequestDetails, count_fault, faults
from muster.domain.orders import LARGEST_COUNT
from muster.domain.tlp import Label

NOW = datetime(2026, 3, 3, 8, 30, tzinfo=UTC)
BEFORE = RequestDetails(
    what_happened="Every screen shows a note.",
    systems_down=("email",),
    where_to_report="City Hall, back door",
    call_back_name="Synthetic Person",
    call_back_number="+1 940 555 0100",
    local_declaration=None,
    tlp=Label.AMBER,
    starts_at=NOW - timedelta(days=2),
    ends_at=NOW + timedelta(days=3),
)


def found(on_site: bool = True, **changes: Any) -> dict[str, str]:
    return faults(replace(BEFORE, **changes), before=BEFORE, on_site=on_site, now=NOW)


def test_changing_nothing_has_no_faults_and_no_changes() -> None:
    assert found() == {}
    assert BEFORE.changed_from(BEFORE) == ()


def test_a_request_that_began_yesterday_may_keep_its_start() -> None:
    assert found(call_back_number="+1 940 555 0199") == {}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"call_back_number": "911"}, "call_back_number", "outside your own network"),
        ({"where_to_report": "  "}, "where_to_report", "street address"),
        ({"what_happened": "x" * 5_001}, "what_happened", "under 5,000"),
        ({"starts_at": NOW - timedelta(days=1)}, "starts_at", "lies in the past"),
        ({"ends_at": NOW - timedelta(hours=1)}, "ends_at", "close the request"),
        ({"ends_at": NOW + timedelta(days=58, minutes=1)}, "ends_at", "at most 60 days"),
        ({"ends_at": BEFORE.starts_at}, "ends_at", "after the start"),
        ({"starts_at": NOW + timedelta(days=4)}, "ends_at", "after the start"),
        ({"starts_at": NOW + timedelta(days=400)}, "starts_at", "more than a year away"),
    ],
)
def test_a_bad_change_is_named_at_its_field(
    changes: dict[str, Any], field: str, words: str
) -> None:
    assert words in found(**changes)[field]


def test_the_end_may_move_to_the_sixtieth_day_and_no_further() -> None:
    sixtieth = BEFORE.starts_at + timedelta(days=60)
    assert found(ends_at=sixtieth) == {}
    assert "ends_at" in found(ends_at=sixtieth + timedelta(seconds=1))


def test_an_address_may_go_when_everybody_works_remotely() -> None:
    assert found(on_site=False, where_to_report="") == {}


@given(count=st.integers(-5, 700), taken=st.integers(0, 40))
def test_a_count_is_good_exactly_between_what_is_taken_and_the_largest(
    count: int, taken: int
) -> None:
    good = max(1, taken) <= count <= LARGEST_COUNT
    assert (count_fault(count, taken=taken) == "") is good


@given(hours=st.integers(-200, 2_000))
def test_a_moved_end_is_good_exactly_when_it_is_ahead_and_within_sixty_days(hours: int) -> None:
    end = NOW + timedelta(hours=hours)
    good = hours > 0 and (end - BEFORE.starts_at) <= timedelta(days=60)
    assert ("ends_at" not in found(ends_at=end)) is good
