"""Who could help one organization at a moment, on whose word, among all organizations at once.

`coverage.LegalBook.best_path` answers for one pair; here the same clauses are read for everybody
in arrays, so that fifty thousand organizations take milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import numpy as np
import numpy.typing as npt

from muster.domain.acts import ActKind, DutyStatus, Side
from muster.domain.coverage import LegalBook
from muster.domain.instruments import Act, Instrument, RequiredAct
from muster.domain.positions import AidKind
from muster.domain.windows import Window

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

NO_WAY: Final = 255
"""More acts than any path lacks: no instrument reaches from there."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Question:
    """Who may send this kind of person to `requesting_id` for this aid, from `at` on?

    `position`, `on_site` and `remote` as in `coverage.Deployment`.
    """

    requesting_id: str
    duty_status: DutyStatus
    aid_kind: AidKind
    at: datetime
    position: str = ""
    on_site: bool = True
    remote: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """Acts that open help when all of them are supplied, and to how many helpers.

    `acts` are those of the organization that asks (an accession among them), or with
    `theirs` the one act that each of the helpers lacks itself.
    """

    instrument_id: str
    acts: tuple[ActKind, ...]
    helper_ids: tuple[str, ...]
    theirs: bool = False


@dataclass(frozen=True, slots=True)
class Tonight:
    """For every organization the acts its best path lacks (0 none, `NO_WAY` no path) and which
    instrument that is (-1 none), both in the order of `organization_ids`.
    """

    organization_ids: Sequence[str]
    instruments: Sequence[Instrument]
    lacking: Ints
    instrument: Ints
    keys: tuple[Key, ...]

    @property
    def ready_ids(self) -> list[str]:
        """Those whose best path lacks nothing on record."""
        return [self.organization_ids[at] for at in np.flatnonzero(self.lacking == 0).tolist()]


@dataclass(frozen=True, slots=True)
class _Members:
    """Memberships of one instrument in the order of the book; times in microseconds."""

    organization: Ints
    begins: Ints
    ends: Ints
    may_request: Flags
    may_assist: Flags


@dataclass(frozen=True, slots=True)
class _Acts:
    organization: Ints
    begins: Ints
    ends: Ints


class CoverIndex:
    """A legal book in arrays, built once for many questions."""

    def __init__(self, book: LegalBook, organization_ids: Sequence[str]) -> None:
        self._book = book
        self._ids = organization_ids
        self._at = {one: at for at, one in enumerate(organization_ids)}
        # In the order in which a tie is broken, so that the first best found stays.
        self._instruments = sorted(
            book.instruments, key=lambda one: (one.cost_rule.burden_rank, one.name, one.id)
        )
        self._members = [self._members_of(one) for one in self._instruments]
        self._eligible = self._eligible_of_all()
        self._acts = self._acts_by_kind(book.acts)

    def tonight(self, question: Question) -> Tonight:
        """The answer for everybody. Raises KeyError for an organization that is not indexed."""
        asking = self._at[question.requesting_id]
        moment = _microseconds(question.at)
        lacking = np.full(len(self._ids), NO_WAY, np.int64)
        which = np.full(len(self._ids), -1, np.int64)
        own: dict[tuple[str, tuple[ActKind, ...]], Ints] = {}
        theirs: dict[tuple[str, ActKind], Ints] = {}
        for number, instrument in enumerate(self._instruments):
            if not _speaks_of(instrument, question):
                continue
            needed = self._book.missing_kinds(
                instrument, question.requesting_id, Side.REQUESTING, question.at
            )
            if needed is None:
                continue
            candidates, missing, single = self._assisting(number, instrument, moment)
            keep = candidates != asking
            candidates, missing, single = candidates[keep], missing[keep], single[keep]
            total = missing + len(needed)
            better = total < lacking[candidates]
            lacking[candidates[better]] = total[better]
            which[candidates[better]] = number
            if needed:
                own[(instrument.id, needed)] = candidates[missing == 0]
            else:
                for code, kind in enumerate(ActKind):
                    hit = candidates[(missing == 1) & (single == code)]
                    if len(hit):
                        theirs[(instrument.id, kind)] = hit
        keys = self._keys(own, theirs, lacking)
        return Tonight(self._ids, self._instruments, lacking, which, keys)

    @property
    def organization_ids(self) -> Sequence[str]:
        return self._ids

    def knows(self, organization_ids: Iterable[str]) -> bool:
        return all(one in self._at for one in organization_ids)

    def named(self, instrument_id: str) -> Instrument:
        """Raises StopIteration for an instrument that is not in the book."""
        return next(one for one in self._instruments if one.id == instrument_id)

    def ready_counts(self, question: Question) -> Ints:
        """For everybody in place of who asks: how many could send with nothing missing.

        In the order of the organizations. Who asks under the same instruments has the same
        helpers, so each set of instruments is counted once.
        """
        moment = _microseconds(question.at)
        under: dict[int, list[int]] = {}
        ready: dict[int, Ints] = {}
        for number, instrument in enumerate(self._instruments):
            if not _speaks_of(instrument, question):
                continue
            candidates, missing, _single = self._assisting(number, instrument, moment)
            ready[number] = candidates[missing == 0]
            for asking in self._asking(number, instrument, moment).tolist():
                under.setdefault(asking, []).append(number)
        counts = np.zeros(len(self._ids), np.int64)
        alike: dict[tuple[int, ...], list[int]] = {}
        for asking, numbers in under.items():
            alike.setdefault(tuple(numbers), []).append(asking)
        for together, those in alike.items():
            could = np.zeros(len(self._ids), np.int64)
            for number in together:
                could[ready[number]] = 1
            counts[those] = could.sum() - could[those]
        return counts

    def _asking(self, number: int, instrument: Instrument, moment: int) -> Ints:
        """Who could ask under it with nothing missing on its own side."""
        members = self._members[number]
        valid = (members.begins <= moment) & (moment < members.ends)
        joined, first = np.unique(members.organization[valid], return_index=True)
        asking = joined[members.may_request[valid][first]]
        for act in instrument.required_acts:
            if act.side is Side.REQUESTING:
                asking = asking[self._supplied(act, instrument, moment)[asking]]
        return asking

    def _assisting(
        self, number: int, instrument: Instrument, moment: int
    ) -> tuple[Ints, Ints, Ints]:
        """Who could assist under it, how many acts each lacks, and the last of those by code."""
        members = self._members[number]
        valid = (members.begins <= moment) & (moment < members.ends)
        joined, first = np.unique(members.organization[valid], return_index=True)
        may = members.may_assist[valid][first]
        eligible = (
            np.setdiff1d(self._eligible[number], joined, assume_unique=True)
            if Side.ASSISTING in instrument.eligible_sides
            else joined[:0]
        )
        joined = joined[may]
        candidates = np.concatenate([joined, eligible])
        missing = np.zeros(len(candidates), np.int64)
        single = np.full(len(candidates), -1, np.int64)
        missing[len(joined) :] = 1
        single[len(joined) :] = _CODES[ActKind.ACCESSION]
        for act in instrument.required_acts:
            if act.side is Side.ASSISTING:
                lacks = ~self._supplied(act, instrument, moment)[candidates]
                missing += lacks
                single[lacks] = _CODES[act.kind]
        return candidates, missing, single

    def _supplied(self, act: RequiredAct, instrument: Instrument, moment: int) -> Flags:
        """Who has supplied the act by the moment, over all organizations."""
        have = np.zeros(len(self._ids), np.bool_)
        for acts in (
            self._acts.get((kind, whose))
            for kind in act.kinds
            for whose in ("", instrument.agreement)
        ):
            if acts is not None:
                valid = (acts.begins <= moment) & (moment < acts.ends)
                have[acts.organization[valid]] = True
        return have

    def _keys(
        self,
        own: dict[tuple[str, tuple[ActKind, ...]], Ints],
        theirs: dict[tuple[str, ActKind], Ints],
        lacking: Ints,
    ) -> tuple[Key, ...]:
        """What would open help that is not open yet: the fewest acts for the most helpers."""
        found = [
            Key(instrument_id, acts, self._named(helpers[lacking[helpers] > 0]))
            for (instrument_id, acts), helpers in own.items()
        ]
        found += [
            Key(instrument_id, (kind,), self._named(helpers[lacking[helpers] > 0]), theirs=True)
            for (instrument_id, kind), helpers in theirs.items()
        ]
        kept = [key for key in found if key.helper_ids]
        return tuple(
            sorted(
                kept,
                key=lambda key: (
                    len(key.acts),
                    key.theirs,
                    -len(key.helper_ids),
                    key.instrument_id,
                    key.acts,
                ),
            )
        )

    def _named(self, helpers: Ints) -> tuple[str, ...]:
        return tuple(self._ids[at] for at in np.sort(helpers).tolist())

    def _members_of(self, instrument: Instrument) -> _Members:
        known = [one for one in instrument.memberships if one.organization_id in self._at]
        return _Members(
            organization=_ints(self._at[one.organization_id] for one in known),
            begins=_ints(_begin(one.effective) for one in known),
            ends=_ints(_end(one.effective) for one in known),
            may_request=np.array([one.may_request for one in known], np.bool_),
            may_assist=np.array([one.may_assist for one in known], np.bool_),
        )

    def _eligible_of_all(self) -> list[Ints]:
        """Instruments share the set of those who may join, so it is looked up once."""
        seen: dict[frozenset[str], Ints] = {}
        for instrument in self._instruments:
            if instrument.eligible_ids not in seen:
                seen[instrument.eligible_ids] = np.sort(
                    _ints(self._at[one] for one in instrument.eligible_ids if one in self._at)
                )
        return [seen[instrument.eligible_ids] for instrument in self._instruments]

    def _acts_by_kind(self, acts: Sequence[Act]) -> dict[tuple[ActKind, str], _Acts]:
        rows: dict[tuple[ActKind, str], list[tuple[int, int, int]]] = {}
        for act in acts:
            begins, ends = _begin(act.effective), _end(act.effective)
            rows.setdefault((act.kind, act.agreement_id), []).extend(
                (self._at[one], begins, ends) for one in act.organization_ids if one in self._at
            )
        return {key: _Acts(*(_ints(column) for column in _columns(of))) for key, of in rows.items()}


_CODES: Final = {kind: code for code, kind in enumerate(ActKind)}


def _columns(rows: list[tuple[int, int, int]]) -> list[list[int]]:
    return [[row[at] for row in rows] for at in range(3)]


def _speaks_of(instrument: Instrument, question: Question) -> bool:
    if instrument.in_force and not instrument.in_force.contains(question.at):
        return False
    return not instrument.scope.refusal(
        question.duty_status,
        question.aid_kind,
        question.position,
        on_site=question.on_site,
        remote=question.remote,
    )


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, np.int64)


def _microseconds(moment: datetime) -> int:
    apart = moment - _EPOCH
    return (apart.days * 86_400 + apart.seconds) * 1_000_000 + apart.microseconds


def _begin(window: Window) -> int:
    return _microseconds(window.start)


def _end(window: Window) -> int:
    return _microseconds(window.end)
