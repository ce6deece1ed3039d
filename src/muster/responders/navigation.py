"""This context's entries in the menu."""

from __future__ import annotations

from django.http import HttpRequest

from muster.authz.actors import Duty
from muster.authz.requests import acting
from muster.web import navigation


def register_pages() -> None:
    """Called once when the app is ready."""
    navigation.register("Roster", "responders:roster", _represents, position=60)


def _represents(request: HttpRequest) -> bool:
    return acting(request).holding(Duty.REPRESENT) is not None
