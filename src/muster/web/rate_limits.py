"""Counting in PostgreSQL, so that all processes of the hub count together.

A count is one statement and its own transaction: what is refused afterwards stays counted. Keys
name who is slowed. A key that names only the person somebody wants to be would let a stranger lock
that person out, so keys of signing in always name the network the tries come from.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from muster.domain.failures import TooMany
from muster.domain.networks import network_of
from muster.domain.rate_windows import Limit
from muster.web.models import RateCount
from muster.web.origins import origin_of

KEPT = timedelta(days=1)

_COUNT = """
INSERT INTO web_ratecount (key, began, count) VALUES (%s, %s, 1)
ON CONFLICT (key, began) DO UPDATE SET count = web_ratecount.count + 1
RETURNING count
"""


@dataclass(frozen=True, slots=True)
class Spent:
    """Where a caller stands in the window: the limit, what is left, seconds until it is whole."""

    most: int
    left: int
    resets_in: int
    within: bool


def spend(limit: Limit, *key: str, at: datetime | None = None) -> Spent:
    """Count once under this key. Only a digest of the key is kept."""
    at = at or timezone.now()
    digest = hashlib.sha256("\0".join(key).encode()).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [digest, limit.window(at)])
        [count] = cursor.fetchone()
    return Spent(limit.most, limit.left_after(count), limit.seconds_left(at), limit.allows(count))


def require_within(limit: Limit, *key: str, what_to_do: str) -> Spent:
    """Count once; raises TooMany beyond the limit."""
    spent = spend(limit, *key)
    if not spent.within:
        raise TooMany("Too many tries in a short time.", what_to_do, retry_after=spent.resets_in)
    return spent


def network(request: HttpRequest) -> str:
    return network_of(origin_of(request))


def forget_old_counts(*, at: datetime) -> int:
    return RateCount.objects.filter(began__lt=at - KEPT).delete()[0]
