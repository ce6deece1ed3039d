"""Copies a synthetic nation into a hub's database: everybody there is invented and says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
from django.db import connection
from psycopg.types.json import Jsonb
from psycopg.types.range import TimestamptzRange
from support.national import MINUTE, Nation

from muster.aid.warm.part import CODES
from muster.domain.acts import DutyStatus
from muster.domain.costs import CostBasis
from muster.domain.matching.pool.money import BASES
from muster.domain.positions import POSITIONS, AidKind

TRADES = [code for code, position in zip(CODES, POSITIONS, strict=True) if not position.is_kit]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
ALWAYS = TimestamptzRange(LONG_AGO, None)
LAST_DAY = datetime(2199, 1, 1, tzinfo=UTC)


def fill(one: Nation, now: datetime) -> None:
    """Organizations, who answers for them, people, absences and instruments."""
    with without_triggers():
        _fill(one, now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@contextmanager
def without_triggers() -> Iterator[None]:
    """Rows as they would be after a long history, without walking it."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def _fill(one: Nation, now: datetime) -> None:
    pool = one.pool
    organizations = len(pool.people.start) - 1
    places = zip(one.latitude.tolist(), one.longitude.tolist(), strict=True)
    _copy(
        "directory_jurisdiction (id, ocd_id, name, kind, state, county_fips, county_name, "
        "latitude, longitude, source)",
        ((_id(1, at), f"ocd-division/country:us/synthetic:{at}", f"Synthetic town {at}", "place",
          "zz", "", "", latitude, longitude, "synthetic") for at, (latitude, longitude)
         in enumerate(places)),
    )  # fmt: skip
    _copy(
        "directory_organization (id, slug, name, kind, jurisdiction_id, synthetic_staff, "
        "member_since)",
        ((_id(2, at), f"town-{at}", f"Synthetic town {at}", "city", _id(1, at), True, LONG_AGO)
         for at in range(organizations)),
    )  # fmt: skip
    _offices(organizations)
    _people(one, now)
    _instruments(one)


def organization_id(at: int) -> UUID:
    return _id(2, at)


def _offices(organizations: int) -> None:
    _copy(
        "accounts_person (id, password, email, name, synthetic, is_active, joined_at, demo_rank, "
        "demo_part)",
        [(_id(9, 0), "!", "synthetic@example.org", "Synthetic representative", True, True,
          LONG_AGO, 0, "")],
    )  # fmt: skip
    _copy(
        "directory_office (id, organization_id, title, duties, mail, phone)",
        ((_id(3, at), _id(2, at), "Synthetic office", ["represent"], "", "")
         for at in range(organizations)),
    )  # fmt: skip
    _copy(
        "directory_tenure (id, office_id, person_id, during, acting)",
        ((_id(4, at), _id(3, at), _id(9, 0), ALWAYS, False) for at in range(organizations)),
    )


def _people(one: Nation, now: datetime) -> None:
    people = one.pool.people
    rows = people.rows
    names = ("organization", "reach_km", "remote", "hourly_cents", "ready", "burden")
    columns = [rows[name].tolist() for name in names]
    _copy(
        "responders_responder (id, organization_id, name, synthetic, duty_status, latitude, "
        "longitude, travel_limit_km, remote_capable, hourly_cents, mobilization_minutes, "
        "hours_given)",
        ((_id(5, at), _id(2, of), f"Synthetic person {at}", True, DutyStatus.EMPLOYEE.value,
          float(one.latitude[of]), float(one.longitude[of]), reach, bool(remote), cents, ready,
          12 * burden)
         for at, (of, reach, remote, cents, ready, burden)
         in enumerate(zip(*columns, strict=True))),
    )  # fmt: skip
    # A hub knows fewer trades than the nation; who holds two that fall together holds the better.
    trades = len(TRADES)
    best = np.full((len(rows), trades), 9, np.uint8)
    for at in range(people.levels.shape[1]):
        levels = np.where(people.levels[:, at] > 0, people.levels[:, at], 9)
        best[:, at % trades] = np.minimum(best[:, at % trades], levels)
    held = np.argwhere(best < 9)
    _copy(
        "responders_qualification (id, responder_id, position, level)",
        ((_id(6, at), _id(5, person), TRADES[trade],
          int(best[person, trade]))
         for at, (person, trade) in enumerate(held.tolist())),
    )  # fmt: skip
    away = np.flatnonzero(rows["busy_last"] > rows["busy_first"]).tolist()
    starts = people.busy[rows["busy_first"][away]].tolist()
    _copy(
        "responders_absence (id, responder_id, during)",
        ((_id(7, at), _id(5, person), TimestamptzRange(
            LONG_AGO if start < 0 else now + timedelta(minutes=start // MINUTE), LAST_DAY))
         for at, (person, start) in enumerate(zip(away, starts, strict=True))),
    )  # fmt: skip


def _instruments(one: Nation) -> None:
    """Everything as agreements with named members, so that nobody could join by signing alone."""
    cover = one.pool.cover
    rules = cover.rules
    owner = np.repeat(np.arange(len(cover.at) - 1), np.diff(cover.at))
    used = np.unique(cover.instruments)
    _copy(
        "agreements_agreement (id, slug, name, kind, citation, summary, demonstration, in_force)",
        ((_id(8, at), f"synthetic-{at}", f"Synthetic agreement {at:06}", "regional",
          "synthetic text", "", True, ALWAYS) for at in used.tolist()),
    )  # fmt: skip
    scope = {"duty_statuses": [DutyStatus.EMPLOYEE.value], "aid_kinds": [k.value for k in AidKind]}
    _copy(
        'agreements_clause (id, agreement_id, "order", kind, terms, wording, citation)',
        (row for at in used.tolist() for row in (
            (_id(10, at), _id(8, at), 1, "scope", Jsonb(scope), "Synthetic.", "§1"),
            (_id(11, at), _id(8, at), 2, "cost",
             Jsonb({"basis": CostBasis(BASES[rules[at]["basis"]]).value,
                    "free_hours": int(rules[at]["free_hours"])}), "Synthetic.", "§2"))),
    )  # fmt: skip
    pairs = np.unique(np.stack([cover.instruments, owner], axis=1), axis=0)
    _copy(
        "agreements_party (id, agreement_id, organization_id, during, may_request, may_assist, "
        "reference, exercise)",
        ((_id(12, at), _id(8, instrument), _id(2, of), ALWAYS, True, True, "synthetic", False)
         for at, (instrument, of) in enumerate(pairs.tolist())),
    )  # fmt: skip


def _copy(target: str, rows: Iterable[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _id(kind: int, at: int) -> UUID:
    return UUID(int=(kind << 96) | (0x7 << 76) | (0x8 << 60) | at)
