"""What reading a calendar again would change in a rota, worked out before anything is written."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from muster.domain.windows import Window

Key: TypeAlias = tuple[str, str]
"""UID and recurrence: which entry of the calendar it is, however often it is read."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An entry of the calendar as a shift. `phone` is the person's own, empty when unknown."""

    key: Key
    window: Window
    person: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Existing:
    """A shift on record. `calendar` is empty for one typed by hand."""

    id: UUID
    calendar: str
    order: int
    office: UUID
    key: Key
    window: Window
    person: str
    phone: str


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that differs from what is on record, with what it was."""

    before: Existing
    after: Wanted


@dataclass(frozen=True, slots=True)
class RefusedEntry:
    """An entry that cannot be used, in words somebody can find it by, and why."""

    what: str
    sentence: str
    start: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be added, changed and taken out; `refused` stays out, the rest stays."""

    added: tuple[Wanted, ...]
    changed: tuple[Change, ...]
    gone: tuple[Existing, ...]
    unchanged: int
    refused: tuple[RefusedEntry, ...]

    @property
    def changes_nothing(self) -> bool:
        return not (self.added or self.changed or self.gone)


def planned(
    wanted: Sequence[Wanted],
    existing: Sequence[Existing],
    *,
    calendar: str,
    order: int,
    office: UUID,
    refused: Iterable[RefusedEntry] = (),
    now: datetime,
    horizon: datetime,
) -> Plan:
    """Compare by key. Only shifts of `calendar` that begin between `now` and `horizon` can go.

    An entry that overlaps another calendar's shift of the same call, one typed by hand, or an
    earlier entry of the same file is refused: whoever is there already keeps the call.
    """
    own = {one.key: one for one in existing if one.calendar == calendar}
    left_out = list(refused)
    entries = _once_each(wanted, left_out)
    keys = {entry.key for entry in entries}
    gone = [one for one in own.values() if one.key not in keys and now < one.window.start < horizon]
    leaving = {one.id for one in gone} | {own[key].id for key in keys if key in own}
    same_call = [one for one in existing if one.order == order]
    stuck: dict[Key, RefusedEntry] = {}
    while True:
        staying = [one for one in same_call if one.id not in leaving or one.key in stuck]
        usable, unusable = _without_overlaps(
            [entry for entry in entries if entry.key not in stuck], staying
        )
        # What is on record for an entry that cannot be used stays, and may be in another's way.
        found = {entry.key: why for entry, why in unusable if entry.key in own}
        if not found:
            break
        stuck |= found
    left_out += [*stuck.values(), *(why for _, why in unusable)]
    added, changed, same = _sorted_out(usable, own, (order, office))
    return Plan(
        added=tuple(added),
        changed=tuple(changed),
        gone=tuple(sorted(gone, key=lambda one: one.window)),
        unchanged=same,
        refused=tuple(sorted(left_out, key=_when)),
    )


def with_phones(wanted: Iterable[Wanted], phones: Mapping[str, str]) -> list[Wanted]:
    """Each entry without a number gets the one known for its person, if any."""
    known = {name.casefold(): phone for name, phone in phones.items() if phone}
    return [
        one if one.phone else replace(one, phone=known.get(one.person.casefold(), ""))
        for one in wanted
    ]


def _once_each(wanted: Iterable[Wanted], refused: list[RefusedEntry]) -> list[Wanted]:
    found: dict[Key, Wanted] = {}
    for entry in sorted(wanted, key=lambda one: (one.window, one.key)):
        if entry.key in found:
            refused.append(_refusal(entry, "The calendar holds this entry twice."))
        else:
            found[entry.key] = entry
    return list(found.values())


def _without_overlaps(
    entries: Iterable[Wanted], staying: Iterable[Existing]
) -> tuple[list[Wanted], list[tuple[Wanted, RefusedEntry]]]:
    kept: list[Wanted] = []
    unusable: list[tuple[Wanted, RefusedEntry]] = []
    held = sorted(((one.window, _whose(one)) for one in staying), key=lambda pair: pair[0])
    ends = [window.end for window, _ in held]
    for entry in entries:
        # Shifts of one call never overlap, so the first that ends later is the only one in reach.
        place = bisect_right(ends, entry.window.start)
        other = (
            held[place][1] if place < len(held) and held[place][0].overlaps(entry.window) else ""
        )
        if not other and kept and kept[-1].window.overlaps(entry.window):
            other = f"the entry of {kept[-1].person} in the same file"
        if other:
            sentence = f"It overlaps with {other}. Change one of the two."
            unusable.append((entry, _refusal(entry, sentence)))
        else:
            kept.append(entry)
    return kept, unusable


def _sorted_out(
    usable: Iterable[Wanted], own: Mapping[Key, Existing], place: tuple[int, UUID]
) -> tuple[list[Wanted], list[Change], int]:
    added: list[Wanted] = []
    changed: list[Change] = []
    same = 0
    for entry in usable:
        before = own.get(entry.key)
        if before is None:
            added.append(entry)
        elif (before.window, before.person, before.phone, (before.order, before.office)) != (
            entry.window,
            entry.person,
            entry.phone,
            place,
        ):
            changed.append(Change(before, entry))
        else:
            same += 1
    return added, changed, same


def _whose(one: Existing) -> str:
    source = f"the calendar {one.calendar}" if one.calendar else "typed here"
    return f"the shift of {one.person or 'the office'} ({source})"


def _refusal(entry: Wanted, sentence: str) -> RefusedEntry:
    return RefusedEntry(entry.person, sentence, entry.window.start)


def _when(one: RefusedEntry) -> tuple[bool, float, str]:
    return one.start is None, one.start.timestamp() if one.start else 0.0, one.what
