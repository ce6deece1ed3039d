"""Keeps the roster and the legal ground in memory and reads again what changed.

The tables tell by triggers which transaction touched them. A transaction may become visible
after a later one, so all notes from the oldest one still running on are looked at each time, and
those that were seen are remembered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from threading import RLock

from django.db import connection

from muster.agreements.queries import legal_book
from muster.aid.warm.ground import Ground
from muster.aid.warm.roster import Roster, roster_of
from muster.responders.rows import roster_rows

NOTES = """
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint,
       ARRAY(SELECT id FROM responders_rosterchange WHERE transaction >= {since}),
       ARRAY(SELECT id FROM agreements_groundchange WHERE transaction >= {since}),
       EXISTS (SELECT FROM responders_rosterchange
               WHERE transaction = pg_current_xact_id_if_assigned()::text::bigint)
       OR EXISTS (SELECT FROM agreements_groundchange
                  WHERE transaction = pg_current_xact_id_if_assigned()::text::bigint)
"""
SINCE_MARK = NOTES.format(since="%(mark)s")
SINCE_NOW = NOTES.format(since="pg_snapshot_xmin(pg_current_snapshot())::text::bigint")


@dataclass(frozen=True, slots=True)
class _Notes:
    """What the tables tell. `mark` is the oldest transaction that may still become visible."""

    mark: int
    roster: frozenset[int]
    ground: frozenset[int]
    own: bool
    """whether the running transaction itself has written any"""


@dataclass(slots=True)
class _Kept:
    """What was read, and which notes were there by then."""

    notes: _Notes
    read_at: datetime
    roster: Roster
    grounds: dict[bool, Ground] = field(default_factory=dict)

    def holds(self, at: datetime) -> bool:
        """Whether nobody has taken or left an office between reading and this moment."""
        return self.read_at <= at and (self.roster.until is None or at < self.roster.until)

    def ground(self, exercise: bool) -> Ground:
        if exercise not in self.grounds:
            self.grounds[exercise] = Ground(self.roster, legal_book(exercise=exercise))
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
            notes = _notes(self._kept.notes.mark if self._kept else None)
            if notes.own:
                return _read(notes, at).ground(exercise)
            kept = self._kept
            if kept is None or notes.roster - kept.notes.roster or not kept.holds(at):
                kept = self._kept = _read(notes, at)
            elif notes.ground - kept.notes.ground:
                kept.grounds.clear()
            kept.notes = notes
            return kept.ground(exercise)

    def forget(self) -> None:
        """Read everything again next time."""
        with self._lock:
            self._kept = None


def _notes(mark: int | None) -> _Notes:
    with connection.cursor() as cursor:
        if mark is None:
            cursor.execute(SINCE_NOW)
        else:
            cursor.execute(SINCE_MARK, {"mark": mark})
        oldest, roster, ground, own = cursor.fetchone()
    return _Notes(int(oldest), frozenset(roster), frozenset(ground), bool(own))


def _read(notes: _Notes, at: datetime) -> _Kept:
    return _Kept(notes, at, roster_of(roster_rows(at=at)))


keeper = Keeper()
