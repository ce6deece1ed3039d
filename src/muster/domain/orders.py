"""An order for help before it becomes a request, and the sentences for what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from muster.domain.matching.problem import Mode, Priority
from muster.domain.positions import BY_CODE, CredentialLevel
from muster.domain.tlp import Label
from muster.domain.windows import Window

LARGEST_COUNT = 500
LONGEST_DAYS = 60
LONGEST_STORY = 5_000
MOST_SYSTEMS = 50
LONGEST_SYSTEM = 40
NOTICED_AT_MOST = timedelta(days=2 * 366)
"""How long ago an event may have been noticed; anything older is a slip of the year."""

PAST_GRACE = timedelta(hours=1)
CLOCK_SLACK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class OrderLine:
    """So many of a position (or pieces of kit), at least this proven."""

    position: str
    count: int
    minimum_level: int = CredentialLevel.QUALIFIED.value
    mode: Mode = Mode.ON_SITE
    priority: Priority = Priority.ESSENTIAL


@dataclass(frozen=True, slots=True)
class Order:
    """Everything a request needs to be sent. `starts_at` is None for 'at once'."""

    kind: str
    what_happened: str
    systems_down: tuple[str, ...]
    lines: tuple[OrderLine, ...]
    starts_at: datetime | None
    hours: int
    where_to_report: str
    call_back_name: str
    call_back_number: str
    local_declaration: bool | None
    tlp: Label
    noticed_at: datetime | None = None
    exercise: bool = False

    def window(self, now: datetime) -> Window:
        return Window.lasting(self.starts_at or now, hours=self.hours)


def faults(order: Order, *, now: datetime, kinds: frozenset[str]) -> dict[str, str]:
    """What has to be mended before the order can be sent: field name → sentence.

    Lines are named `lines.<index>.<field>`. An empty answer means the order is good.
    """
    found = dict((*faults_of_event(order, now), *_faults_of_lines(order)))
    if order.kind not in kinds:
        found["kind"] = "Choose what happened. If nothing fits, choose the closest."
    return found


def faults_of_event(order: Order, now: datetime) -> Iterator[tuple[str, str]]:
    """Everything but the kind and the lines: pairs of field name and sentence."""
    if len(order.what_happened) > LONGEST_STORY:
        yield (
            "what_happened",
            f"Keep this under {LONGEST_STORY:,} characters; it has "
            f"{len(order.what_happened):,}. Details can follow by phone.",
        )
    if order.noticed_at and order.noticed_at > now + CLOCK_SLACK:
        yield "noticed_at", "This lies in the future. Give the time you first noticed it."
    if order.noticed_at and order.noticed_at < now - NOTICED_AT_MOST:
        yield "noticed_at", "This is more than two years ago. Check the year."
    if len(order.systems_down) > MOST_SYSTEMS:
        yield "systems_down", f"Name at most {MOST_SYSTEMS} systems; tell the rest by phone."
    if any(len(system) > LONGEST_SYSTEM for system in order.systems_down):
        yield "systems_down", f"Keep each system's name within {LONGEST_SYSTEM} characters."
    if order.starts_at and order.starts_at < now - PAST_GRACE:
        yield "starts_at", "This lies in the past. Leave it empty for 'as soon as possible'."
    if order.starts_at and order.starts_at > now + timedelta(days=365):
        yield "starts_at", "This is more than a year away. Check the date."
    if not 1 <= order.hours <= LONGEST_DAYS * 24:
        yield (
            "hours",
            f"Ask for between 1 hour and {LONGEST_DAYS} days. Ask anew if it takes longer.",
        )
    if sum(character.isdigit() for character in order.call_back_number) < 7:
        yield (
            "call_back_number",
            "Give a telephone number with area code that works outside your own network, "
            "such as a mobile phone.",
        )
    if len(order.call_back_number) > 40:
        yield "call_back_number", "Give one telephone number, at most 40 characters."
    if len(order.call_back_name) > 120:
        yield "call_back_name", "Keep the name under 120 characters."
    if len(order.where_to_report) > 300:
        yield "where_to_report", "Keep the address under 300 characters."
    if any(line.mode is Mode.ON_SITE for line in order.lines) and not order.where_to_report.strip():
        yield "where_to_report", "Say where helpers report on site: a street address and a door."


def _faults_of_lines(order: Order) -> Iterator[tuple[str, str]]:
    if not order.lines:
        yield "lines", "Ask for at least one person or piece of equipment."
    if len(order.lines) > 100:
        yield "lines", "Ask for at most 100 lines in one request."
    levels = {level.value for level in CredentialLevel}
    for index, line in enumerate(order.lines):
        if line.position not in BY_CODE:
            yield (
                f"lines.{index}.position",
                f"{line.position[:40]!r} is not a position. Choose one of: {', '.join(BY_CODE)}.",
            )
        if not 1 <= line.count <= LARGEST_COUNT:
            yield (
                f"lines.{index}.count",
                f"Ask for between 1 and {LARGEST_COUNT}. For more, talk to the hub coordinator.",
            )
        if line.minimum_level not in levels:
            yield f"lines.{index}.minimum_level", "Levels run from 1 (most proven) to 4."
