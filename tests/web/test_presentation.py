"""Times, distances, amounts and labels as the reader sees them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from muster.domain.money import Cents
from muster.domain.tlp import Label
from muster.web.presentation import (
    dollars,
    duration_in_words,
    miles_and_km,
    time_element,
    tlp_badge,
)

NIGHT = datetime(2026, 11, 3, 8, 30, tzinfo=UTC)


def test_a_time_is_shown_in_the_readers_zone_and_kept_in_utc() -> None:
    with timezone.override("America/Chicago"):
        html = time_element(NIGHT)
    assert html == (
        '<time datetime="2026-11-03T08:30:00Z" title="Nov 3, 2026, 08:30 UTC">'
        "Nov 3, 2026, 02:30 CST</time>"
    )


def test_the_same_moment_reads_the_same_from_any_zone_it_was_stored_in() -> None:
    denver = NIGHT.astimezone(timezone.get_fixed_timezone(-420))
    assert time_element(denver) == time_element(NIGHT)


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="timezone"):
        time_element(NIGHT.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(days=1, hours=6, minutes=20), "1 day 6 h"),
        (timedelta(days=3), "3 days"),
        (timedelta(days=2, minutes=5), "2 days"),
        (timedelta(hours=1, minutes=30), "1 h 30 min"),
        (47, "47 min"),
        (90.4, "1 h 30 min"),
        (timedelta(seconds=10), "less than a minute"),
        (0, "0 min"),
        (timedelta(minutes=-90), "-1 h 30 min"),
        (None, "not set"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(
    span: timedelta | float | None, words: str
) -> None:
    assert duration_in_words(span) == words


@given(st.integers(min_value=1, max_value=60 * 24 * 400))
def test_a_span_told_in_words_is_never_off_by_more_than_its_smallest_unit(minutes: int) -> None:
    sizes = {"day": 1440, "days": 1440, "h": 60, "min": 1}
    parts = re.findall(r"(\d+) (days?|h|min)", duration_in_words(minutes))
    told = sum(int(number) * sizes[unit] for number, unit in parts)
    assert 0 <= minutes - told < (60 if minutes >= 1440 else 1)


@pytest.mark.parametrize(
    ("km", "words"),
    [
        (61.0, "38 mi (61 km)"),
        (5.0, "3.1 mi (5.0 km)"),
        (0, "0 mi (0 km)"),
        (2000, "1,243 mi (2,000 km)"),
        (None, "not set"),
    ],
)
def test_a_distance_is_told_in_miles_first(km: float | None, words: str) -> None:
    assert miles_and_km(km) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Cents(1_284_350), "$12,843.50"),
        (5, "$0.05"),
        (Cents(-100), "-$1.00"),
        (None, "not set"),
    ],
)
def test_an_amount_is_told_in_dollars(amount: Cents | int | None, words: str) -> None:
    assert dollars(amount) == words


def test_a_tlp_label_is_written_the_way_the_standard_writes_it() -> None:
    html = tlp_badge("amber+strict")
    assert ">TLP:AMBER+STRICT<" in html
    assert 'class="m-tlp m-tlp--amber-strict"' in html


def test_a_word_that_is_no_label_is_refused() -> None:
    with pytest.raises(ValueError, match="white"):
        tlp_badge("white")


def test_every_label_has_a_badge() -> None:
    assert len({tlp_badge(label) for label in Label}) == len(Label)


def test_the_filters_go_by_their_short_names(show: Callable[..., str]) -> None:
    html = show(
        "{{ at|localtime }} {{ 47|duration }} {{ 61|km_miles }} {{ 500|money }} {{ 'red'|tlp }}",
        at=NIGHT,
    )
    assert html.startswith("<time ")
    assert "47 min 38 mi (61 km) $5.00" in html
    assert "TLP:RED</span>" in html
