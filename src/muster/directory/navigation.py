"""This context's entries in the menu."""

from __future__ import annotations

from django.http import HttpRequest

from muster.authz.requests import acting
from muster.web import navigation


def register_pages() -> None:
    """Called once when the app is ready."""
    navigation.register("Members", "directory:organizations", navigation.signed_in, position=80)
    navigation.register("On call", "directory:own_rota", _in_an_office, position=64)
    navigation.register("Call list", "directory:call_list", _coordinates, position=66)
    navigation.register("Join", "directory:join", _visitor, position=90)
    navigation.register("Joining", "directory:joining", _handles_joining, position=85)


def _in_an_office(request: HttpRequest) -> bool:
    return bool(acting(request).standings)


def _coordinates(request: HttpRequest) -> bool:
    return acting(request).coordinates


def _visitor(request: HttpRequest) -> bool:
    return not navigation.signed_in(request)


def _handles_joining(request: HttpRequest) -> bool:
    return navigation.signed_in(request) and (acting(request).coordinates or acting(request).audits)
