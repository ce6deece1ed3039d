"""Who could help tonight, among everybody: ./muster bench coverage [--organizations N]

One organization asks 58,000 others under 500 instruments: statewide ones that anybody of a state
may join, regional ones that name their members, and some that wait for a declaration or an
order. Synthetic and seeded. The peer asks PostgreSQL the same question, one query for each batch
of pairs over indexed tables, and has to give the same answer.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter

import psycopg

from muster.cli import environment
from muster.domain.acts import ActKind, DutyStatus, Side
from muster.domain.costs import CostBasis, CostRule
from muster.domain.coverage import LegalBook
from muster.domain.instruments import Act, Instrument, Membership, RequiredAct, Scope
from muster.domain.positions import AidKind
from muster.domain.tonight import NO_WAY, CoverIndex, Question
from muster.domain.windows import Window
from muster.embedded.cluster import Cluster

LIMIT_MS = 50.0
STATES = 50
INSTRUMENTS = 500
ASKED = 25
PEER_ASKED = 3
BATCH = 2000
NOW = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
ALWAYS = Window(NOW - timedelta(days=900), NOW + timedelta(days=900))
OVER = Window(NOW - timedelta(days=900), NOW - timedelta(days=30))
DECLARED = RequiredAct(ActKind.STATE_DECLARATION, Side.REQUESTING, "the governor", "§ 2")
CONTRACT = RequiredAct(ActKind.CLIENT_CONTRACT, Side.REQUESTING, "the town", "§ 3")
CONSENT = RequiredAct(ActKind.EMPLOYER_CONSENT, Side.ASSISTING, "the employer", "§ 4")

SETUP = """
    CREATE TEMPORARY TABLE instrument (id integer PRIMARY KEY, grp integer);
    CREATE TEMPORARY TABLE member (instrument integer, org integer, during tstzrange,
                                   may_request boolean, may_assist boolean);
    CREATE TEMPORARY TABLE eligible (grp integer, org integer);
    CREATE TEMPORARY TABLE required (instrument integer, kind text, side text);
    CREATE TEMPORARY TABLE act (kind text, instrument integer, org integer, during tstzrange);
"""
INDEXES = """
    CREATE INDEX ON member (org, instrument);
    CREATE INDEX ON eligible (org, grp);
    CREATE INDEX ON required (instrument, side);
    CREATE INDEX ON act (org, kind);
    ANALYZE;
"""
PAIRS = """
    WITH mine AS (
        SELECT i.id, i.grp, (m.org IS NULL)::int + (
            SELECT count(*) FROM required r
            WHERE r.instrument = i.id AND r.side = 'requesting' AND NOT EXISTS (
                SELECT FROM act a WHERE a.org = %(me)s AND a.kind = r.kind
                AND (a.instrument IS NULL OR a.instrument = i.id) AND a.during @> %(at)s)
        ) AS lacks
        FROM instrument i
        LEFT JOIN member m ON m.instrument = i.id AND m.org = %(me)s AND m.during @> %(at)s
        WHERE m.may_request OR (m.org IS NULL AND EXISTS (
            SELECT FROM eligible e WHERE e.org = %(me)s AND e.grp = i.grp))
    )
    SELECT h.org, min(mine.lacks + (m.org IS NULL)::int + (
        SELECT count(*) FROM required r
        WHERE r.instrument = mine.id AND r.side = 'assisting' AND NOT EXISTS (
            SELECT FROM act a WHERE a.org = h.org AND a.kind = r.kind
            AND (a.instrument IS NULL OR a.instrument = mine.id) AND a.during @> %(at)s)))
    FROM unnest(%(helpers)s::int[]) h(org) CROSS JOIN mine
    LEFT JOIN member m ON m.instrument = mine.id AND m.org = h.org AND m.during @> %(at)s
    WHERE m.may_assist OR (m.org IS NULL AND EXISTS (
        SELECT FROM eligible e WHERE e.org = h.org AND e.grp = mine.grp))
    GROUP BY h.org
"""


def main() -> None:
    options = argparse.ArgumentParser(prog="muster bench coverage")
    options.add_argument("--organizations", type=int, default=58_000)
    count = options.parse_args().organizations
    ids = tuple(str(number) for number in range(count))
    book = _book(ids)
    clock = perf_counter()
    index = CoverIndex(book, ids)
    built = perf_counter() - clock
    memberships = sum(len(one.memberships) for one in book.instruments)
    print(
        f"{count:,} organizations, {INSTRUMENTS} instruments, {memberships:,} memberships; "
        f"index built in {built:.2f} s"
    )
    draw = random.Random(4)  # noqa: S311 (a seeded sample)
    towns = draw.sample(range(count), ASKED)
    took, ready, keys = [], [], []
    for town in towns:
        clock = perf_counter()
        found = index.tonight(_question(ids[town]))
        took.append((perf_counter() - clock) * 1000)
        ready.append(len(found.ready_ids))
        keys.append(len(found.keys))
    print(
        f"one question: median {median(took):.1f} ms, slowest {max(took):.1f} ms of "
        f"{LIMIT_MS:.0f} allowed; {median(ready):.0f} could come at once, "
        f"{median(keys):.0f} ways to more (medians)"
    )
    _beside_sql(index, book, ids, towns[:PEER_ASKED], median(took))


def _question(town: str) -> Question:
    return Question(town, DutyStatus.EMPLOYEE, AidKind.REBUILD, NOW)


def _book(ids: tuple[str, ...]) -> LegalBook:
    draw = random.Random(3)  # noqa: S311 (a seeded nation)
    by_state = [ids[state::STATES] for state in range(STATES)]
    instruments = []
    for number in range(INSTRUMENTS):
        state = by_state[number % STATES]
        statewide = number < STATES
        size = len(state) // 3 if statewide else draw.randint(4, 120)
        members = draw.sample(state, min(size, len(state)))
        acts = [(), (DECLARED,), (CONTRACT,), (CONSENT,), (DECLARED, CONSENT)][number % 5]
        instruments.append(
            Instrument(
                id=str(number),
                name=f"Synthetic instrument {number}",
                citation=f"Instrument {number}",
                scope=Scope(frozenset(DutyStatus), frozenset(AidKind), "§ 1"),
                memberships=tuple(
                    Membership(
                        one,
                        OVER if draw.random() < 0.05 else ALWAYS,
                        may_assist=draw.random() < 0.9,
                    )
                    for one in members
                ),
                required_acts=acts,
                cost_rule=CostRule(CostBasis.ALL_COSTS, "§ 5", 8 * (number % 2)),
                eligible_ids=frozenset(state) if statewide else frozenset(),
            )
        )
    acts = [
        Act(ActKind.STATE_DECLARATION, frozenset(by_state[state]), ALWAYS, "declared")
        for state in range(0, STATES, 7)
    ]
    acts += [
        Act(
            ActKind.EMPLOYER_CONSENT,
            frozenset(draw.sample(ids, 40)),
            ALWAYS,
            "consent",
            str(number),
        )
        for number in range(3, INSTRUMENTS, 5)
    ]
    return LegalBook(tuple(instruments), tuple(acts))


def _beside_sql(
    index: CoverIndex, book: LegalBook, ids: tuple[str, ...], towns: Iterable[int], ours: float
) -> None:
    cluster = Cluster(environment.var() / "bench-postgres", durable=False)
    with cluster.running():
        cluster.ensure_database("bench_coverage")
        with psycopg.connect(cluster.admin_url("bench_coverage"), autocommit=True) as connection:
            _copy(connection, book)
            took = []
            for town in towns:
                clock = perf_counter()
                lacking = _asked(connection, town, len(ids))
                took.append((perf_counter() - clock) * 1000)
                _same(index, ids, town, lacking)
    print(
        f"the same by SQL, {BATCH:,} pairs at a time: median {median(took):,.0f} ms, "
        f"{median(took) / ours:,.0f} times as long, the same answer for every organization"
    )


def _same(index: CoverIndex, ids: tuple[str, ...], town: int, lacking: dict[int, int]) -> None:
    found = index.tonight(_question(ids[town])).lacking.tolist()
    wrong = [at for at, said in enumerate(found) if said != lacking.get(at, NO_WAY)]
    if wrong:
        raise SystemExit(f"{len(wrong)} answers differ, the first for organization {wrong[0]}")


def _asked(connection: psycopg.Connection, town: int, count: int) -> dict[int, int]:
    lacking: dict[int, int] = {}
    for begin in range(0, count, BATCH):
        helpers = [one for one in range(begin, min(count, begin + BATCH)) if one != town]
        asked = {"me": town, "at": NOW, "helpers": helpers}
        lacking.update(connection.execute(PAIRS, asked).fetchall())
    return lacking


def _copy(connection: psycopg.Connection, book: LegalBook) -> None:
    connection.execute(SETUP)
    groups = {one: number for number, one in enumerate({i.eligible_ids for i in book.instruments})}
    rows = {
        "instrument (id, grp)": ((int(i.id), groups[i.eligible_ids]) for i in book.instruments),
        "member (instrument, org, during, may_request, may_assist)": (
            (int(i.id), int(m.organization_id), _span(m.effective), m.may_request, m.may_assist)
            for i in book.instruments
            for m in i.memberships
        ),
        "eligible (grp, org)": ((number, int(one)) for of, number in groups.items() for one in of),
        "required (instrument, kind, side)": (
            (int(i.id), act.kind.value, act.side.value)
            for i in book.instruments
            for act in i.required_acts
        ),
        "act (kind, instrument, org, during)": (
            (
                act.kind.value,
                int(act.agreement_id) if act.agreement_id else None,
                int(one),
                _span(act.effective),
            )
            for act in book.acts
            for one in act.organization_ids
        ),
    }
    for table, of in rows.items():
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for row in of:
                copy.write_row(row)
    connection.execute(INDEXES)


def _span(window: Window) -> str:
    return f"[{window.start.isoformat()},{window.end.isoformat()})"


if __name__ == "__main__":
    main()
