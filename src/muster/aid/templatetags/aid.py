"""Words for statuses, positions and levels, the same on every page."""

from __future__ import annotations

from typing import Any

from django import template

from muster.domain.lifecycle import (
    CommitmentStatus,
    MissionStatus,
    NeedStatus,
    OfferStatus,
    RequestStatus,
)
from muster.domain.matching.objectives import ARRIVAL, COST, LATEST
from muster.domain.matching.problem import Mode, Priority
from muster.web import presentation

register = template.Library()

_STATUS: dict[str, tuple[str, str]] = {
    RequestStatus.DRAFT: ("Draft", "neutral"),
    RequestStatus.OPEN: ("Open", "info"),
    RequestStatus.CLOSED: ("Closed", "good"),
    RequestStatus.CANCELLED: ("Cancelled", "stale"),
    NeedStatus.FILLED: ("Filled", "good"),
    NeedStatus.UNABLE_TO_FILL: ("Unable to fill", "bad"),
    OfferStatus.SENT: ("Waiting for an answer", "info"),
    OfferStatus.PROVISIONAL: ("Answered provisionally", "caution"),
    OfferStatus.ACCEPTED: ("Accepted", "good"),
    OfferStatus.DECLINED: ("Declined", "bad"),
    OfferStatus.LAPSED: ("No answer in time", "stale"),
    OfferStatus.WITHDRAWN: ("Withdrawn", "stale"),
    CommitmentStatus.AWAITING_ACCEPTANCE: ("Waiting for section III", "caution"),
    CommitmentStatus.BOUND: ("Bound by both sides", "good"),
    CommitmentStatus.RELEASED: ("Released", "stale"),
    CommitmentStatus.RECALLED: ("Recalled", "bad"),
    MissionStatus.ORDERED: ("Ordered", "good"),
}

_MODES = {
    Mode.ON_SITE: "on site",
    Mode.REMOTE: "remote",
    Mode.EITHER: "on site or remote",
}

_PRIORITIES = {
    Priority.LIFE_SAFETY: "lives depend on it",
    Priority.ESSENTIAL: "essential",
    Priority.RECOVERY: "recovery",
}

_AIMS = {
    ARRIVAL: "time until they arrive, summed",
    LATEST: "time until the last one arrives",
    COST: "cost to the requesters",
}


@register.inclusion_tag("web/status.html")
def aid_status(value: str) -> dict[str, Any]:
    """A status of the main road as a tag."""
    text, tone = _STATUS.get(value, (value, "neutral"))
    return {"text": text, "tone": tone}


@register.filter
def mode_name(mode: str) -> str:
    return _MODES[Mode(mode)]


@register.filter
def priority_name(priority: int) -> str:
    return _PRIORITIES[Priority(priority)]


@register.filter
def aim_name(level: str) -> str:
    """A level of the plan in words that name no unit."""
    return _AIMS.get(level, level)


@register.filter
def aim_figure(value: int, level: str) -> str:
    """A figure of this level as people read it: a span, money or a plain count."""
    if level in {ARRIVAL, LATEST}:
        return presentation.duration_in_words(value)
    if level == COST:
        return presentation.dollars(value)
    return f"{value:,}"
