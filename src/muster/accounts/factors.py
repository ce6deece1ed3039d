"""What somebody has shown in this session, and when: allauth's own notes of it, read one way."""

from __future__ import annotations

import time
from typing import Any, Final, cast

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.http import HttpRequest

from muster.accounts.models import Person

PRINTED_CODE: Final = "printed_code"
DEMO: Final = "demo"
"""One click, for synthetic people of a demo hub only."""
ONLY_BY_MAIL: Final = "muster_only_by_mail"
"""Marks a session that rests on the mailbox alone."""

_WHOLE: Final = frozenset({"mfa", PRINTED_CODE, DEMO, "socialaccount"})
_SECOND_IS_SHOWN: Final = frozenset({PRINTED_CODE, DEMO})


def note_shown(request: HttpRequest, person: Person, method: str) -> None:
    """It counts for signing in and, from now on for a while, for what asks again."""
    record_authentication(request, person, method=method, reauthenticated=True)


def shown_within(request: HttpRequest, seconds: float) -> bool:
    """Whether a factor was shown so recently. A mail link is none, and neither is a password, which
    whoever reads the mailbox can have reset."""
    since = time.time() - seconds
    return any(
        one["at"] >= since for one in _records(request, request.user) if _counts(one, _WHOLE)
    )


def showed_more_than_mail(request: HttpRequest, person: Person) -> bool:
    """Whether this session rests on something of the person's own, not on a mailbox alone."""
    return any(_counts(one, _WHOLE) for one in _records(request, person))


def note_own_way(request: HttpRequest) -> None:
    """A way of one's own was shown or has just been set up: every page opens."""
    request.session.pop(ONLY_BY_MAIL, None)


def needs_no_second(request: HttpRequest, person: Person) -> bool:
    """Whether what was shown stands for both factors."""
    return any(_counts(one, _SECOND_IS_SHOWN) for one in _records(request, person))


def _records(request: HttpRequest, person: object) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", get_authentication_records(request, person))


def _counts(one: dict[str, Any], methods: frozenset[str]) -> bool:
    return one.get("method") in methods
