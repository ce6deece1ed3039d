"""The menu of every page, filled by the apps: each registers its own entries in `ready()`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from django.core.checks import CheckMessage
from django.core.checks import Error as CheckError
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

Area = Literal["primary", "account"]
Visible = Callable[[HttpRequest], bool]


class NavigationItem(NamedTuple):
    """One link as the templates read it."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Entry:
    label: str | Promise
    url_name: str
    visible: Visible
    area: Area
    position: int


_entries: dict[tuple[Area, str], Entry] = {}


def everyone(request: HttpRequest) -> bool:
    """Shows an entry to all readers."""
    return True


def signed_in(request: HttpRequest) -> bool:
    """Shows an entry to people who have signed in."""
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated


def register(
    label: str | Promise,
    url_name: str,
    visible: Visible = everyone,
    *,
    area: Area = "primary",
    position: int = 100,
) -> None:
    """Add a link to the menu; `position` orders it, low first.

    Registering a URL name again replaces the entry, so `ready()` may run twice.
    """
    _entries[area, url_name] = Entry(label, url_name, visible, area, position)


def unregister(url_name: str, *, area: Area = "primary") -> None:
    """Take a link out of the menu; does nothing when it is not there."""
    _entries.pop((area, url_name), None)


def items(request: HttpRequest, area: Area = "primary") -> list[NavigationItem]:
    """The links this reader may see, in order, with the one they are under marked current."""
    found = [
        (str(entry.label), url)
        for entry in _in_order(area)
        if (url := _url(entry)) is not None and entry.visible(request)
    ]
    current = max((url for _, url in found if _is_under(request.path, url)), key=len, default=None)
    return [NavigationItem(label, url, url == current) for label, url in found]


def unreachable_entries(
    app_configs: Sequence[Any] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """System check: an entry whose URL does not exist is left off pages, and reported here."""
    return [
        CheckError(
            f"The menu entry {str(entry.label)!r} points at {entry.url_name!r}, which is no URL.",
            hint="Correct the name in the app's ready(), or include the app's urls.",
            id="web.E001",
        )
        for entry in _entries.values()
        if _url(entry) is None
    ]


def _in_order(area: Area) -> list[Entry]:
    return sorted(
        (entry for entry in _entries.values() if entry.area == area),
        key=lambda entry: entry.position,
    )


def _url(entry: Entry) -> str | None:
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        # A page with one link fewer still works; `unreachable_entries` reports the mistake.
        return None


def _is_under(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))
