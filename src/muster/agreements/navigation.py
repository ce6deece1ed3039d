"""This context's entries in the menu."""

from __future__ import annotations

from muster.web import navigation


def register_pages() -> None:
    """Called once when the app is ready."""
    navigation.register("Agreements", "agreements:agreements", navigation.signed_in, position=70)
