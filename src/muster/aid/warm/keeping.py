"""Keeps the roster and the legal ground in memory and reads again what changed.

The tables tell by triggers which transaction touched them. A transaction may become visible
after a later one, so all notes from the oldest one still running on are looked at each time, and
those that were seen are remembered. Of the roster only the organizations are read again that
changed; when these are many, everybody is. Old notes are dropped: whoever has not looked since
the oldest mark reads everything again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock
from uuid import UUID

from django.db import connection

from muster.agreements.queries import legal_book
from muster.aid.warm.ground import Ground, Law
from muster.aid.warm.roster import Roster, roster_of
from muster.responders.rows import organizations_turning, roster_rows

NOTES = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
       (SELECT json_object_agg(id, organization) FROM responders_rosterchange
        WHERE transaction >= {since}),
       ARRAY(SELECT id FROM agreements_groundchange WHERE transaction >= {since}),
       (SELECT json_object_agg(id, organization) FROM responders_rosterchange
        WHERE transaction = pg_current_xact_id_if_assigned()::text::bigint),
       EXISTS (SELECT FROM agreements_groundchange
               WHERE transaction = pg_current_xact_id_if_assigned()::text::bigint),
       (SELECT min(transaction) FROM aid_changemark
        WHERE transaction <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint)
"""
SINCE_MARK = NOTES.format(since="%(mark)s")
SINCE_NOW = NOTES.format(since="pg_snapshot_xmin(pg_current_snapshot())::text::bigint")

MOST_CHANGED = 400
"""Organizations beyond which everybody is read again."""

Notes = Mapping[int, UUID | None]
"""Organizations whose roster changed, by note; None is any."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the tables tell. `mark` is the oldest transaction that may still become visible.

    `own` are notes the running transaction itself has written. Notes of transactions below
    `dropped` may be gone.
    """

    mark: int
    dropped: int
    roster: Notes
    ground: frozenset[int]
    own: Notes
    own_ground: bool


@dataclass(slots=True)
class _Kept:
    """What was read, and which notes were there by then."""

    seen: _Seen
    read_at: datetime
    roster: Roster
    grounds: dict[bool, Ground] = field(default_factory=dict)

    def changed(self, seen: _Seen, at: datetime) -> frozenset[UUID] | None:
        """Organizations to read again, of all that changed since everybody was; None: everybody."""
        if at < self.read_at:
            return None
        new = (seen.roster[one] for one in seen.roster.keys() - self.seen.roster.keys())
        changed = {*self.roster.changed, *seen.own.values(), *new}
        if self.roster.until is not None and self.roster.until <= at:
            changed |= organizations_turning(after=self.read_at, by=at)
        if None in changed or len(changed) > MOST_CHANGED:
            return None
        return frozenset(one for one in changed if one is not None)

    def is_current(self, seen: _Seen, at: datetime) -> bool:
        return (
            seen.roster.keys() <= self.seen.roster.keys()
            and not seen.own
            and self.read_at <= at
            and (self.roster.until is None or at < self.roster.until)
        )

    def ground(self, exercise: bool) -> Ground:
        if exercise not in self.grounds:
            self.grounds[exercise] = Ground(self.roster, Law(legal_book(exercise=exercise)))
        return self.grounds[exercise]


class Keeper:
    """One per process; threads share it."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None
        self._lock = RLock()

    def ground(self, *, at: datetime, exercise: bool) -> Ground:
        """Roster and legal ground as they are on record at this moment. One query when warm.

        What the running transaction itself has written is read, and kept for nobody else.
        """
        with self._lock:
            seen = _look(self._kept.seen.mark if self._kept else None)
            kept = _brought_up_to(seen, at, self._kept)
            if not seen.own and not seen.own_ground:
                kept.seen = seen
                self._kept = kept
            return kept.ground(exercise)

    def forget(self) -> None:
        """Read everything again next time."""
        with self._lock:
            self._kept = None


def _look(mark: int | None) -> _Seen:
    with connection.cursor() as cursor:
        if mark is None:
            cursor.execute(SINCE_NOW)
        else:
            cursor.execute(SINCE_MARK, {"mark": mark})
        oldest, roster, ground, own, own_ground, dropped = cursor.fetchone()
    return _Seen(
        mark=int(oldest),
        dropped=dropped or 0,
        roster=_notes(roster),
        ground=frozenset(ground),
        own=_notes(own),
        own_ground=bool(own_ground),
    )


def _notes(told: str | Mapping[str, str | None] | None) -> Notes:
    found = json.loads(told) if isinstance(told, str) else (told or {})
    return {int(note): UUID(one) if one else None for note, one in found.items()}


def _brought_up_to(seen: _Seen, at: datetime, kept: _Kept | None) -> _Kept:
    """What was kept, or with what changed since read again."""
    if kept is None or kept.seen.mark < seen.dropped:
        return _Kept(seen, at, roster_of(roster_rows(at=at)))
    if not kept.is_current(seen, at):
        changed = kept.changed(seen, at)
        if changed is None:
            return _Kept(seen, at, roster_of(roster_rows(at=at)))
        roster = kept.roster.with_fresh(roster_rows(at=at, organizations=changed), changed)
        grounds = {one: ground.under(roster) for one, ground in kept.grounds.items()}
        kept = _Kept(kept.seen, at, roster, grounds)
    if seen.own_ground or seen.ground - kept.seen.ground:
        return _Kept(kept.seen, kept.read_at, kept.roster)
    return kept


keeper = Keeper()
