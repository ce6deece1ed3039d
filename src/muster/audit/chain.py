"""How one event is tied to the one before it: SHA-256 over a canonical JSON of its columns."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC

from muster.audit.models import AuditEvent

GENESIS = "0" * 64
"""Stands before the first event."""


def digest_of(event: AuditEvent) -> str:
    """The event's digest in hexadecimal; `digest` itself is left out, `previous_digest` is in."""
    content = {
        "sequence": event.sequence,
        "occurred_at": event.occurred_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "action": event.action,
        "actor_id": str(event.actor_id or ""),
        "actor_name": event.actor_name,
        "office_id": str(event.office_id or ""),
        "organization_id": str(event.organization_id or ""),
        "source": event.source,
        "origin": event.origin,
        "request_id": event.request_id,
        "subject_type": event.subject_type,
        "subject_id": str(event.subject_id),
        "about": str(event.about or ""),
        "facts": event.facts,
        "previous_digest": event.previous_digest,
    }
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
