"""Reads of the chain."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from muster.audit.models import AuditEvent


def events() -> QuerySet[AuditEvent]:
    """Newest first."""
    return AuditEvent.objects.order_by("-sequence")


def timeline(about: UUID, *, organization_ids: frozenset[UUID] | None) -> QuerySet[AuditEvent]:
    """One request's events, oldest first.

    With `organization_ids`, events that belong to some other organization are left out.
    """
    found = AuditEvent.objects.filter(about=about).order_by("sequence")
    if organization_ids is None:
        return found
    return found.filter(Q(organization_id=None) | Q(organization_id__in=organization_ids))
