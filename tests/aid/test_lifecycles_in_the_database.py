"""What the domain forbids, the database refuses too, whoever asks."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast

from muster.aid.models import Commitment, CommittedKit, CommittedResponder, Mission, MissionOrder
from muster.domain import lifecycle
from muster.domain.ids import uuid7

MIGRATED = importlib.import_module("muster.aid.migrations.0002_lifecycles").MACHINES
MACHINES = {f"aid_{machine.name}": machine for machine in lifecycle.MACHINES}
STATUSES = {
    "aid_request": lifecycle.RequestStatus,
    "aid_need": lifecycle.NeedStatus,
    "aid_offer": lifecycle.OfferStatus,
    "aid_commitment": lifecycle.CommitmentStatus,
    "aid_mission": lifecycle.MissionStatus,
}


def refused_by_the_database(statement: str, *values: Any) -> str:
    """The database's own words; fails when it accepts the statement."""
    with (
        pytest.raises(IntegrityError) as caught,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, values)
    return str(caught.value)


def test_the_triggers_know_exactly_the_machines_of_the_domain() -> None:
    assert set(MIGRATED) == set(MACHINES)
    for table, machine in MACHINES.items():
        assert set(MIGRATED[table]["initial"]) == machine.initial
        steps = {before: frozenset(after) for before, after in MIGRATED[table]["steps"].items()}
        assert steps == dict(machine.steps)


def test_every_guarded_table_has_its_trigger(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE %s", ["%_lifecycle"]
        )
        assert {row[0] for row in cursor.fetchall()} == set(MACHINES)


@pytest.fixture
def rows(cast: Cast) -> dict[str, tuple[UUID, str]]:
    """One row of each table, with the status it has."""
    mission = road.bound(cast)
    offer = mission.commitment.offer
    need = offer.lines.all()[0].need
    found = {
        "aid_request": offer.request,
        "aid_need": need,
        "aid_offer": offer,
        "aid_commitment": mission.commitment,
        "aid_mission": mission,
    }
    for row in found.values():
        row.refresh_from_db()
    return {table: (row.pk, row.status) for table, row in found.items()}  # type: ignore[attr-defined]


@pytest.mark.parametrize("table", MACHINES)
def test_raw_sql_cannot_take_a_forbidden_step(
    rows: dict[str, tuple[UUID, str]], table: str
) -> None:
    key, status = rows[table]
    allowed = MACHINES[table].steps.get(status, frozenset())
    for other in {*map(str, STATUSES[table]), "dreaming"} - allowed - {status}:
        said = refused_by_the_database(
            f"UPDATE {table} SET status = %s WHERE id = %s",  # noqa: S608
            other,
            key,
        )
        assert f"cannot go from {status} to {other}" in said


def test_nothing_begins_in_the_middle_of_its_life(cast: Cast) -> None:
    commitment = road.accepted(cast)
    said = refused_by_the_database(
        "INSERT INTO aid_mission (id, number, commitment_id, status, created_at) "
        "VALUES (%s, 'M-2031-0001', %s, 'released', now())",
        uuid7(),
        commitment.pk,
    )
    assert "cannot begin as released" in said


def test_a_mission_without_a_bound_commitment_is_refused(cast: Cast) -> None:
    commitment = road.accepted(cast)

    with pytest.raises(IntegrityError, match="both sides have bound"), transaction.atomic():
        Mission.objects.create(number="M-2031-0001", commitment=commitment, created_at=cast.now)


def test_bound_without_a_signature_is_refused(cast: Cast) -> None:
    commitment = road.accepted(cast)

    said = refused_by_the_database(
        "UPDATE aid_commitment SET status = 'bound' WHERE id = %s", commitment.pk
    )
    assert "commitment_bound_is_signed" in said


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"missing_acts": ["client contract"]}, "mission_order_lacks_no_act"),
        ({"acts": []}, "mission_order_rests_on_acts"),
    ],
)
def test_an_order_that_lacks_an_act_is_refused(
    cast: Cast, changes: dict[str, object], constraint: str
) -> None:
    mission = road.bound(cast)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        MissionOrder.objects.filter(mission=mission).update(**changes)


def kit_taken(cast: Cast, units: int, *, after_hours: float = 0) -> CommittedKit:
    commitment = Commitment.objects.get()
    start = cast.now + timedelta(hours=after_hours)
    return CommittedKit.objects.create(
        commitment=commitment,
        need=commitment.offer.request.needs.all()[0],
        stock=cast.denton_laptops,
        units=units,
        during=DateTimeTZRange(start, start + timedelta(hours=24)),
        exercise=False,
    )


def test_kit_over_the_stock_is_refused_and_at_another_time_is_not(cast: Cast) -> None:
    road.accepted(cast)
    kit_taken(cast, 7)

    with pytest.raises(IntegrityError, match="has 10 units and 7 are taken"), transaction.atomic():
        kit_taken(cast, 4)
    kit_taken(cast, 3)
    kit_taken(cast, 10, after_hours=24)


def test_returned_kit_cannot_be_taken_twice_by_waking_an_old_row(cast: Cast) -> None:
    road.accepted(cast)
    old = kit_taken(cast, 10)
    CommittedKit.objects.update(active=False)
    kit_taken(cast, 10)

    with pytest.raises(IntegrityError), transaction.atomic():
        CommittedKit.objects.filter(pk=old.pk).update(active=True)


@pytest.mark.parametrize(
    ("shift", "exercise", "accepted"),
    [
        (timedelta(0), False, False),
        (timedelta(hours=71), False, False),
        (timedelta(hours=72), False, True),
        (timedelta(0), True, True),
    ],
)
def test_nobody_is_in_two_windows_that_overlap(
    cast: Cast, shift: timedelta, exercise: bool, accepted: bool
) -> None:
    taken = road.accepted(cast).people.all()[0]
    again: Callable[[], CommittedResponder] = lambda: CommittedResponder.objects.create(  # noqa: E731
        commitment=taken.commitment,
        need=taken.need,
        responder=taken.responder,
        during=DateTimeTZRange(taken.during.lower + shift, taken.during.upper + shift),
        exercise=exercise,
    )

    if accepted:
        assert again().active
    else:
        with pytest.raises(IntegrityError, match="one_commitment"), transaction.atomic():
            again()


@pytest.mark.parametrize("count", [0, -1, 501])
def test_senseless_counts_are_refused(cast: Cast, count: int) -> None:
    need = road.asked(cast, make.line(make.REBUILD)).needs.get()

    refused_by_the_database("UPDATE aid_need SET count = %s WHERE id = %s", count, need.pk)
