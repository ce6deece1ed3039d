"""A time away lies in years that can be read back; a slip of the year is a sentence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module

import pytest
from django.db import IntegrityError, connection, transaction
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.refusals import refused, row_counts
from tests.support.signed_in import client_of

from muster.accounts.models import Person
from muster.domain.failures import Invalid
from muster.responders.models import Absence
from muster.responders.services import availability

EAST, WEST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
LAST, FIRST = datetime(9999, 12, 31, 23, 59), datetime(1, 1, 1)  # noqa: DTZ001 (zones follow)


def worker(cast: Cast) -> Person:
    person = cast.denton_staff[0].person
    assert person is not None
    return person


@pytest.mark.parametrize("zone", [EAST, UTC, WEST])
@pytest.mark.parametrize("moment", [LAST, FIRST])
@pytest.mark.parametrize("name", ["start", "end"])
def test_the_ends_of_the_calendar_are_refused_in_every_zone(
    cast: Cast, name: str, moment: datetime, zone: timezone
) -> None:
    times = {"start": cast.now, "end": cast.now + timedelta(days=1)}
    times[name] = moment.replace(tzinfo=zone)
    with refused(Invalid, f"'{name}': 'This is more than"):
        availability.add_absence(
            actor=cast.actor(worker(cast)), responder=cast.denton_staff[0], **times
        )


@pytest.mark.parametrize(
    ("start", "end", "saying"),
    [
        (timedelta(days=1000), timedelta(days=1100), "three years ahead"),
        (timedelta(days=-367), timedelta(days=1), "more than a year ago"),
    ],
)
def test_a_slip_of_the_year_is_refused(
    cast: Cast, start: timedelta, end: timedelta, saying: str
) -> None:
    with refused(Invalid, saying):
        availability.add_absence(
            actor=cast.actor(worker(cast)),
            responder=cast.denton_staff[0],
            start=cast.now + start,
            end=cast.now + end,
        )


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("9999-12-31T20:00", "9999-12-31T23:59"),
        ("9999-12-31T20:00-12:00", "9999-12-31T23:59-12:00"),
        ("0001-01-01T00:00", "0001-01-01T01:00"),
        ("0001-01-01T00:00+14:00", "0001-01-01T01:00+14:00"),
        ("2026-01-01T00:00", "9999-12-31T23:59"),
    ],
)
def test_the_page_keeps_what_was_typed_and_the_hub_goes_on_matching(
    cast: Cast, start: str, end: str
) -> None:
    before = row_counts()
    answer = client_of(worker(cast)).post("/me/", {"start": start, "end": end})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Check the year." in page
    assert f'value="{end.replace("+", "&#x2B;")}"' in page or f'value="{end}"' in page
    assert row_counts() == before
    assert road.proposed(cast, road.asked(cast, make.line(make.DIRECTORY, 1))).filled == 1


@pytest.mark.parametrize(
    "during",
    ["[9999-12-31 20:00+00, 10000-01-01 05:59+00)", "[1999-12-31, 2026-01-01)", "[2026-01-01,)"],
)
def test_the_database_takes_no_year_it_could_not_give_back(cast: Cast, during: str) -> None:
    with (
        pytest.raises(IntegrityError, match="absence_in_readable_years"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO responders_absence (id, responder_id, during) "
            "VALUES (gen_random_uuid(), %s, %s)",
            [cast.denton_staff[0].pk, during],
        )
    assert not Absence.objects.exists()


def test_the_migration_cuts_what_was_stored_before(cast: Cast) -> None:
    cut = import_module("muster.responders.migrations.0002_absence_in_readable_years").CUT
    insert = (
        "INSERT INTO responders_absence (id, responder_id, during) "
        "VALUES (gen_random_uuid(), %s, %s)"
    )
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE responders_absence DROP CONSTRAINT absence_in_readable_years")
        for during in (
            "[9999-12-31 20:00+00, 10000-01-01 05:59+00)",
            "[2026-01-01 00:00+00, 10000-01-01 05:59+00)",
            "[2026-01-01 00:00+00, 2026-02-01 00:00+00)",
        ):
            cursor.execute(insert, [cast.denton_staff[0].pk, during])
        cursor.execute(cut)
    ends = [absence.during.upper.year for absence in Absence.objects.all()]
    assert sorted(ends) == [2026, 2200]
