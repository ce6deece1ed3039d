"""This context's entries in the menu, and where the audit record leads into it."""

from __future__ import annotations

from django.http import HttpRequest

from muster.aid.actions import Action
from muster.authz.requests import acting
from muster.oversight import links
from muster.web import navigation


def register_pages() -> None:
    """Called once when the app is ready."""
    navigation.register("Start", "aid:home", navigation.signed_in, position=10)
    navigation.register("Board", "aid:board", _sees_board, position=20)
    navigation.register("Cover", "aid:cover_map", _sees_board, position=75)
    navigation.register("Requests", "aid:requests", navigation.signed_in, position=30)
    navigation.register("Offers", "aid:offers", _speaks_for_somebody, position=40)
    navigation.register("Missions", "aid:missions", navigation.signed_in, position=50)
    links.register(Action.MATCH_PROPOSED, "Replay this run", "aid:replay_match")


def _sees_board(request: HttpRequest) -> bool:
    return acting(request).coordinates or acting(request).audits


def _speaks_for_somebody(request: HttpRequest) -> bool:
    return bool(acting(request).standings)
