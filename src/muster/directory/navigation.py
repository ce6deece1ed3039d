"""This context's entries in the menu."""

from __future__ import annotations

from muster.web import navigation


def register_pages() -> None:
    """Called once when the app is ready."""
    navigation.register("Members", "directory:organizations", navigation.signed_in, position=80)
