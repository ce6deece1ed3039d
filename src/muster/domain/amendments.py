"""What may change about a request that is already sent, and the sentences for what may not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from muster.domain.orders import CLOCK_SLACK, LARGEST_COUNT, LONGEST_DAYS, Order, faults_of_event
from muster.domain.tlp import Label
from muster.domain.windows import Window

EARLIEST_YEAR, LATEST_YEAR = 2000, 2200
"""Times outside cannot be reckoned with in every time zone."""


@dataclass(frozen=True, slots=True)
class RequestDetails:
    """Everything about a sent request except its lines. Times carry a zone."""

    what_happened: str
    systems_down: tuple[str, ...]
    where_to_report: str
    call_back_name: str
    call_back_number: str
    local_declaration: bool | None
    tlp: Label
    starts_at: datetime
    ends_at: datetime

    def changed_from(self, before: RequestDetails) -> tuple[str, ...]:
        """The names of what is different, in the order of the fields."""
        return tuple(
            field.name
            for field in fields(self)
            if getattr(self, field.name) != getattr(before, field.name)
        )


def faults(
    details: RequestDetails, *, before: RequestDetails, on_site: bool, now: datetime
) -> dict[str, str]:
    """What has to be mended first: field name → sentence. Empty when the change is good.

    What stays as it was is not judged again: a request that began yesterday may keep its start.
    """
    changed = details.changed_from(before)
    found = dict(_faults_of_window(details, before, now))
    if "Check the year." in found.values():
        return found
    found |= dict(faults_of_event(_as_order(details, changed), now))
    if "starts_at" in found and "past" in found["starts_at"]:
        found["starts_at"] = "This lies in the past. Give a time ahead, or keep the one it had."
    if not details.where_to_report.strip() and on_site:
        found["where_to_report"] = "Say where helpers report on site: a street address and a door."
    return {name: sentence for name, sentence in found.items() if name in _judged(changed)}


def count_fault(count: int, *, taken: int) -> str:
    """Why a line cannot ask for this many, or nothing. `taken` is what is asked or committed."""
    if not 1 <= count <= LARGEST_COUNT:
        return f"Ask for between 1 and {LARGEST_COUNT}. To ask for none, cancel the line."
    if count < taken:
        return (
            f"{taken} of this line are already asked for or committed. Ask for {taken} or more, "
            "or withdraw an offer or release somebody first."
        )
    return ""


def _faults_of_window(
    details: RequestDetails, before: RequestDetails, now: datetime
) -> Iterator[tuple[str, str]]:
    for name in ("starts_at", "ends_at"):
        if not EARLIEST_YEAR <= getattr(details, name).year < LATEST_YEAR:
            yield name, "Check the year."
            return
    if details.ends_at <= details.starts_at:
        yield "ends_at", "The end has to be after the start."
        return
    if details.ends_at != before.ends_at and details.ends_at <= now + CLOCK_SLACK:
        yield "ends_at", "This lies in the past. To end the help now, close the request."
    if Window(details.starts_at, details.ends_at).hours > LONGEST_DAYS * 24:
        yield (
            "ends_at",
            f"A request lasts at most {LONGEST_DAYS} days. Ask anew for the time after.",
        )


def _judged(changed: tuple[str, ...]) -> frozenset[str]:
    window = {"starts_at", "ends_at"} if {"starts_at", "ends_at"} & set(changed) else set()
    return frozenset({*changed, *window})


def _as_order(details: RequestDetails, changed: tuple[str, ...]) -> Order:
    """The details as an order, to judge them by the rules of sending."""
    span = (details.ends_at - details.starts_at).total_seconds()
    return Order(
        kind="",
        what_happened=details.what_happened,
        systems_down=details.systems_down,
        lines=(),
        starts_at=details.starts_at if "starts_at" in changed else None,
        hours=math.ceil(span / 3600),
        where_to_report=details.where_to_report,
        call_back_name=details.call_back_name,
        call_back_number=details.call_back_number,
        local_declaration=details.local_declaration,
        tlp=details.tlp,
    )
