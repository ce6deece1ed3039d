"""What every template may count on: menus, sign-in address, demo mark."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from muster.web import navigation
from muster.web.destinations import sign_in_address


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor for `base.html`.

    A request refused before authentication has no user yet; it gets a page without menus.
    """
    known = hasattr(request, "user")
    return {
        "navigation": navigation.items(request) if known else [],
        "account_navigation": navigation.items(request, "account") if known else [],
        "sign_in_url": sign_in_address(request),
        "sign_out_url": _reversed_or_none("account_logout"),
        "demo": is_demo(),
    }


def is_demo() -> bool:
    """Whether this hub runs on synthetic data."""
    return bool(getattr(settings, "DEMO", False))


def _reversed_or_none(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None
