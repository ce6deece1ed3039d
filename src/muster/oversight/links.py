"""From an event to the page that shows more of it.

Those pages belong to contexts above this one, which say here where they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from muster.audit.models import AuditEvent

_PAGES: dict[str, tuple[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Link:
    """Where it leads and what stands on it."""

    url: str
    label: str


def register(action: str, label: str, url_name: str) -> None:
    """Events of this action link to the page of that name, which takes the subject's id."""
    _PAGES[action] = (label, url_name)


def link_of(event: AuditEvent) -> Link | None:
    """None when nothing more is to be seen."""
    if event.action not in _PAGES:
        return None
    label, url_name = _PAGES[event.action]
    return Link(reverse(url_name, args=[event.subject_id]), label)
