"""Every action of this context that the audit chain records."""

from enum import StrEnum


class Action(StrEnum):
    ABSENCE_ADDED = "responders:absence:added"
    ABSENCE_REMOVED = "responders:absence:removed"
    RESPONDER_ADDED = "responders:responder:added"
    RESPONDER_CHANGED = "responders:responder:changed"
    RESPONDER_REMOVED = "responders:responder:removed"
    RESPONDER_RESTORED = "responders:responder:restored"
    KIT_ADDED = "responders:kit:added"
    KIT_UNITS_CHANGED = "responders:kit:units_changed"
