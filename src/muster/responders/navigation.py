"""This context's entries in the menu."""

from __future__ import annotations


def register_pages() -> None:
    """Called once when the app is ready."""
