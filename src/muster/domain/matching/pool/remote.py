"""The best who can help a need from where they are: distance does not matter.

Compiled. Under each instrument people stand ready in two orders. Of those who are ready after
the wanted start the soonest come first; all others are in time, and the cheapest come first.
"""

from __future__ import annotations

from numba import njit

from muster.domain.matching.pool.arrays import EITHER, ON_SITE, Cover, Pool, Wanted
from muster.domain.matching.pool.best import Best, keep
from muster.domain.matching.pool.fitness import (
    KM_PER_RADIAN,
    Row,
    able,
    angle,
    cents,
    path_for,
    works_from_home,
)


@njit(cache=True)
def look_afar(pool: Pool, wanted: Wanted, need: int, kind: int, best: Best, scale: int) -> None:
    """Keep the best who could serve the need remotely."""
    ask = wanted.asks[need]
    if ask.mode == ON_SITE:
        return
    kinds, afar = len(pool.tree.root), pool.afar
    for mine in range(ask.usable_first, ask.usable_last):
        instrument = wanted.usable[mine]
        if afar.large[instrument] < 0:
            _members(pool, wanted, need, instrument, best, scale)
            continue
        cell = afar.large[instrument] * kinds + kind
        if ask.begins > 0:
            _in_time(pool, wanted, need, instrument, cell, best, scale)
        _later(pool, wanted, need, instrument, cell, best, scale)


@njit(cache=True)
def _in_time(
    pool: Pool,
    wanted: Wanted,
    need: int,
    instrument: int,
    cell: int,
    best: Best,
    scale: int,
) -> None:
    """Those ready by the wanted start, the cheapest first."""
    cheapest, rows, ask = pool.afar.cheapest, pool.people.rows, wanted.asks[need]
    busy, barred, muted = pool.people.busy, wanted.barred, pool.muted
    cover, rules = pool.cover, pool.cover.rules
    rule = rules[instrument]
    for slot in range(pool.afar.start[cell], pool.afar.start[cell + 1]):
        number = cheapest[slot]
        person = rows[number]
        if person.ready > ask.begins:
            continue
        cost = cents(person, ask, rule, 0.0, True) * scale
        if _beyond(best, 0, cost):
            best.more[0] = 1
            return
        if (
            able(person, number, ask, busy, barred, muted)
            and person.ready < ask.ends
            and _goes_under(person, ask, cover, wanted, instrument)
            and not _drives(person, ask)
        ):
            keep(best, 0, cost + person.burden, number)


@njit(cache=True)
def _later(
    pool: Pool,
    wanted: Wanted,
    need: int,
    instrument: int,
    cell: int,
    best: Best,
    scale: int,
) -> None:
    """Those ready after the wanted start, the soonest first."""
    soonest, rows, ask = pool.afar.soonest, pool.people.rows, wanted.asks[need]
    busy, barred, muted = pool.people.busy, wanted.barred, pool.muted
    cover, rules = pool.cover, pool.cover.rules
    rule, last = rules[instrument], pool.afar.start[cell + 1]
    low, high = pool.afar.start[cell], last
    while ask.begins > 0 and low < high:
        middle = (low + high) >> 1
        if rows[soonest[middle]].ready <= ask.begins:
            low = middle + 1
        else:
            high = middle
    for slot in range(low, last):
        number = soonest[slot]
        person = rows[number]
        late, cost = max(0, person.ready - ask.begins), cents(person, ask, rule, 0.0, True) * scale
        if _beyond(best, late, cost) or person.ready >= ask.ends:
            best.more[0] |= _beyond(best, late, cost)
            return
        if (
            able(person, number, ask, busy, barred, muted)
            and _goes_under(person, ask, cover, wanted, instrument)
            and not _drives(person, ask)
        ):
            keep(best, late, cost + person.burden, number)


@njit(cache=True)
def _members(
    pool: Pool,
    wanted: Wanted,
    need: int,
    instrument: int,
    best: Best,
    scale: int,
) -> None:
    """Everybody of a small instrument's members."""
    members, start, levels = pool.afar.members, pool.people.start, pool.people.levels
    rows, busy = pool.people.rows, pool.people.busy
    barred, muted = wanted.barred, pool.muted
    cover = pool.cover
    ask, rule = wanted.asks[need], pool.cover.rules[instrument]
    for slot in range(pool.afar.member_at[instrument], pool.afar.member_at[instrument + 1]):
        for number in range(start[members[slot]], start[members[slot] + 1]):
            level = levels[number, ask.position]
            person = rows[number]
            if (
                0 < level <= ask.worst_level
                and person.remote > 0
                and person.ready < ask.ends
                and able(person, number, ask, busy, barred, muted)
                and _goes_under(person, ask, cover, wanted, instrument)
                and not _drives(person, ask)
            ):
                late = max(0, person.ready - ask.begins)
                cost = cents(person, ask, rule, 0.0, True) * scale
                keep(best, late, cost + person.burden, number)


@njit(cache=True)
def _goes_under(person: Row, ask: Row, cover: Cover, wanted: Wanted, instrument: int) -> bool:
    best, _acts = path_for(person, ask, cover, wanted, 0)
    return best == instrument


@njit(cache=True)
def _beyond(best: Best, late: int, cost: int) -> bool:
    """Whether neither somebody at this cost nor anybody after them can be among the best.

    Their burden is left out of `cost`: somebody after them may carry less.
    """
    if best.size[0] < len(best.person):
        return False
    return bool(late > best.major[0] or (late == best.major[0] and cost > best.minor[0]))


@njit(cache=True)
def _drives(person: Row, ask: Row) -> bool:
    """Of a need that can be served either way: whether this person comes instead."""
    return ask.mode == EITHER and not works_from_home(
        person, ask, angle(person, ask) * KM_PER_RADIAN
    )
