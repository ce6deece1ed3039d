"""The chain: written in order, refusing change, and telling when it was tampered with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from tests.support import builders as make
from tests.support.embedded_plugin import CLUSTER_OF_THIS_RUN
from tests.support.racing import race

from muster.audit.chain import GENESIS, digest_of
from muster.audit.models import AuditEvent
from muster.audit.recording import record, use_case
from muster.audit.verification import verify
from muster.authz.actors import Actor, Source
from muster.directory.models import Organization, OrganizationKind

NOBODY = Actor(at=make.LONG_AGO, source=Source.CLI, name="A test (synthetic)")


def town(name: str = "Keene") -> Organization:
    return make.organization(name, OrganizationKind.CITY)


@use_case
def note(subject: Organization, times: int = 1, facts: dict[str, object] | None = None) -> None:
    for _ in range(times):
        record(actor=NOBODY, action="tests:town:noted", subject=subject, facts=facts)


@contextmanager
def superuser_without_triggers() -> Iterator[psycopg.Connection]:
    """Somebody with the keys to the server, not only to the application."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(CLUSTER_OF_THIS_RUN.admin_url(name)) as admin:
        admin.execute("SET session_replication_role = replica")
        yield admin


@pytest.mark.django_db
def test_each_event_carries_the_digest_of_the_one_before() -> None:
    note(town(), times=3)

    first, second, third = AuditEvent.objects.order_by("sequence")
    assert first.previous_digest == GENESIS
    assert (second.previous_digest, third.previous_digest) == (first.digest, second.digest)
    assert [event.digest for event in (first, second, third)] == [
        digest_of(event) for event in (first, second, third)
    ]


@pytest.mark.django_db
def test_an_empty_chain_is_intact() -> None:
    assert verify().intact


@pytest.mark.django_db
def test_facts_read_back_give_the_digest_they_were_written_with() -> None:
    facts = {"name": "Peña – 東", "big": 2**53, "half": 0.1, "nested": {"b": [1, None], "a": True}}
    note(town(), facts=facts)

    assert verify().intact


@pytest.mark.django_db
def test_recording_outside_a_use_case_is_a_bug_that_shows() -> None:
    with pytest.raises(RuntimeError, match="outside a use case"):
        record(actor=NOBODY, action="tests:town:noted", subject=town())


@pytest.mark.django_db
def test_a_use_case_that_fails_leaves_no_event() -> None:
    @use_case
    def fail() -> None:
        record(actor=NOBODY, action="tests:town:noted", subject=town())
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        fail()
    assert not AuditEvent.objects.exists()
    assert not Organization.objects.exists()


@pytest.mark.django_db
def test_a_use_case_inside_another_appends_once_in_order() -> None:
    @use_case
    def outer() -> None:
        subject = town()
        record(actor=NOBODY, action="tests:town:first", subject=subject)
        note(subject)
        record(actor=NOBODY, action="tests:town:last", subject=subject)

    outer()

    actions = AuditEvent.objects.order_by("sequence").values_list("action", flat=True)
    assert list(actions) == ["tests:town:first", "tests:town:noted", "tests:town:last"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET actor_name = 'somebody else'",
        "DELETE FROM audit_auditevent",
        "TRUNCATE audit_auditevent",
    ],
)
def test_the_application_cannot_rewrite_the_chain(statement: str) -> None:
    note(town())

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db
def test_the_application_is_no_superuser() -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET session_replication_role = replica")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("tampering", "broken_at", "reason"),
    [
        (
            "UPDATE audit_auditevent SET actor_name = 'somebody else' WHERE sequence = 3",
            3,
            "was changed",
        ),
        (
            "UPDATE audit_auditevent SET facts = '{\"n\": 1}' WHERE sequence = 5",
            5,
            "was changed",
        ),
        ("DELETE FROM audit_auditevent WHERE sequence = 2", 2, "is missing"),
        ("DELETE FROM audit_auditevent WHERE sequence = 1", 1, "is missing"),
        (
            "UPDATE audit_auditevent SET occurred_at = occurred_at + interval '1 us'"
            " WHERE sequence = 4",
            4,
            "was changed",
        ),
    ],
)
def test_tampering_by_a_superuser_is_found(tampering: str, broken_at: int, reason: str) -> None:
    note(town(), times=5)
    with superuser_without_triggers() as admin:
        admin.execute(tampering)

    found = verify()

    assert (found.broken_at, found.intact) == (broken_at, False)
    assert reason in found.reason


@pytest.mark.django_db(transaction=True)
def test_an_event_slipped_in_is_found() -> None:
    note(town(), times=3)
    forged = AuditEvent.objects.get(sequence=2)
    forged.action, forged.sequence = "tests:town:forged", 3
    forged.previous_digest = AuditEvent.objects.get(sequence=2).digest
    forged.digest = digest_of(forged)
    with superuser_without_triggers() as admin:
        # The last event moves one on, and the forged one takes its place with a true digest.
        admin.execute(
            "UPDATE audit_auditevent SET sequence = 4, previous_digest = repeat('f', 64) "
            "WHERE sequence = 3"
        )
    forged.save(force_insert=True)

    found = verify()

    assert (found.broken_at, found.reason) == (4, "Event 4 does not follow the one before it.")


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_moment_never_fork_the_chain() -> None:
    subject = town()

    results = race(*[partial(_several, subject)] * 4)

    assert results == [None] * 4
    found = verify()
    assert (found.intact, found.events) == (True, 4 * 10 * 2)


def _several(subject: Organization) -> None:
    for _ in range(10):
        note(subject, times=2)
