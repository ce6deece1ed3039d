"""Counts that all processes share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings
from tests.support.racing import race
from tests.support.refusals import refused

from muster.domain.failures import TooMany
from muster.domain.rate_windows import Limit
from muster.web.models import RateCount
from muster.web.origins import origin_of
from muster.web.rate_limits import forget_old_counts, require_within, spend

AT = datetime(2026, 3, 1, 2, 33, tzinfo=UTC)
THREE = Limit(3, timedelta(minutes=5))


def test_the_fourth_of_three_is_too_many_and_the_next_window_is_whole(db: None) -> None:
    spent = [spend(THREE, "a", at=AT) for _ in range(4)]

    assert [one.left for one in spent] == [2, 1, 0, 0]
    assert [one.within for one in spent] == [True, True, True, False]
    assert spend(THREE, "a", at=AT + timedelta(minutes=5)).left == 2
    assert spend(THREE, "b", at=AT).left == 2


def test_parts_of_a_key_do_not_run_together(db: None) -> None:
    spend(THREE, "ab", "c", at=AT)

    assert spend(THREE, "a", "bc", at=AT).left == 2


def test_what_was_counted_names_nobody(db: None) -> None:
    spend(THREE, "password", "203.0.113.0/24", "name@city.gov", at=AT)

    assert "city" not in RateCount.objects.get().key
    assert len(RateCount.objects.get().key) == 64


def test_beyond_the_limit_it_says_how_long_to_wait(db: None) -> None:
    once = Limit(1, timedelta(minutes=5))
    require_within(once, "a", what_to_do="Wait.")

    with refused(TooMany, "Too many tries") as caught:
        require_within(once, "a", what_to_do="Wait.")
    assert 0 < caught.value.retry_after <= 300


@pytest.mark.django_db(transaction=True)
def test_tries_at_once_are_all_counted() -> None:
    results = race(*[partial(spend, THREE, "a", at=AT)] * 8)

    assert sum(one.within for one in results) == 3
    assert RateCount.objects.get().count == 8


def test_old_windows_are_forgotten(db: None) -> None:
    spend(THREE, "a", at=AT - timedelta(days=2))
    spend(THREE, "a", at=AT)

    assert forget_old_counts(at=AT) == 1
    assert RateCount.objects.count() == 1


@pytest.mark.parametrize(
    ("proxies", "forwarded", "origin"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 192.0.2.7", "203.0.113.9"),
        (1, "", "192.0.2.1"),
        (2, "203.0.113.9", "192.0.2.1"),
    ],
)
def test_only_what_our_own_proxies_report_is_believed(
    settings: Settings, proxies: int, forwarded: str, origin: str
) -> None:
    settings.MUSTER_PROXIES = proxies
    request = RequestFactory().get(
        "/", headers={"X-Forwarded-For": forwarded} if forwarded else {}, REMOTE_ADDR="192.0.2.1"
    )

    assert origin_of(request) == origin
