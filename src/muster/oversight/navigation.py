"""The audit record's entry in the menu."""

from __future__ import annotations

from django.http import HttpRequest

from muster.authz.requests import acting
from muster.web import navigation


def register_pages() -> None:
    """Called once when the app is ready."""
    navigation.register("Audit", "oversight:audit_log", _audits, position=90)


def _audits(request: HttpRequest) -> bool:
    return acting(request).audits
