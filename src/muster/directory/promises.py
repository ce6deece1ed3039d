"""What an office is bound by, gathered from every context that binds one.

A context registers once, when its app is ready; the directory asks without knowing who answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils import timezone

from muster.directory.models import Office
from muster.domain.handover import Due


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing that stays when its signer leaves. `url` is where it is dealt with."""

    kind: str
    title: str
    url: str
    due: datetime | None = None

    @property
    def as_due(self) -> Due:
        return Due(self.title, timezone.localdate(self.due) if self.due else None)


Source = Callable[[Office, datetime], list[Promise]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Called once per source when its app is ready."""
    if source not in _sources:
        _sources.append(source)


def promises_of(office: Office, *, at: datetime) -> list[Promise]:
    """Everything the office, or its organization through it, is bound by; what is due first."""
    found = [promise for source in _sources for promise in source(office, at)]
    never = datetime.max.replace(tzinfo=UTC)
    return sorted(found, key=lambda one: (one.due or never, one.kind, one.title))
