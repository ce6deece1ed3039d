"""This context's entries in the menu."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from muster.web import navigation


def register_pages() -> None:
    """Called once when the app is ready."""
    navigation.register("Account", "accounts:ways", navigation.signed_in, area="account")
    navigation.register("Outbox", "notify:outbox", _demo, area="account", position=50)


def _demo(request: HttpRequest) -> bool:
    return bool(settings.DEMO)
