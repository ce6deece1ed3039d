"""What nobody needs any more goes; what somebody may still need stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from tests.support import road
from tests.support.cast import Cast, make_cast
from tests.support.racing import race, until_others_are_done

from muster.agreements.models import GroundChange, Party
from muster.aid import jobs
from muster.aid.models import ChangeMark, MatchRun, MatchTask, Request
from muster.aid.services.forgetting import (
    NOTES_KEPT,
    TASKS_KEPT,
    forget_changes,
    forget_ended_tasks,
)
from muster.responders.models import Responder, RosterChange

NOW = datetime(2026, 3, 1, 3, 47, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def ended(cast: Cast, run: MatchRun, at: datetime | None) -> MatchTask:
    task = MatchTask.objects.create(
        asked_by=cast.coordinator,
        asked_at=NOW - timedelta(days=30),
        ended_at=at,
        run=run if at else None,
        request_set=str(at),
    )
    task.requests.set(run.requests.all())
    return task


@pytest.mark.django_db
def test_a_task_goes_a_week_after_it_ended_and_its_run_and_requests_stay(cast: Cast) -> None:
    run = road.proposed(cast, road.asked(cast))
    ended(cast, run, NOW - TASKS_KEPT - SECOND)
    young = ended(cast, run, NOW - TASKS_KEPT)
    open_ = ended(cast, run, None)

    assert forget_ended_tasks(at=NOW) == 1

    assert set(MatchTask.objects.all()) == {young, open_}
    assert MatchRun.objects.get() == run
    assert Request.objects.get() == run.requests.get()
    assert forget_ended_tasks(at=NOW) == 0


def notes() -> set[tuple[str, int]]:
    return {
        *(("roster", pk) for pk in RosterChange.objects.values_list("pk", flat=True)),
        *(("ground", pk) for pk in GroundChange.objects.values_list("pk", flat=True)),
    }


@pytest.mark.django_db(transaction=True)
def test_notes_go_two_days_after_a_mark_was_set_behind_them() -> None:
    cast = make_cast()
    old = notes()
    until_others_are_done()
    assert forget_changes(at=NOW) == 0
    first_mark = ChangeMark.objects.get()
    Responder.objects.filter(organization=cast.denton).update(hourly_cents=1)
    Party.objects.all().delete()
    young = notes() - old
    assert {kind for kind, _pk in young} == {"roster", "ground"}

    until_others_are_done()
    assert forget_changes(at=NOW + NOTES_KEPT - SECOND) == 0
    assert notes() == old | young
    assert forget_changes(at=NOW + NOTES_KEPT) == len(old)
    assert notes() == young
    assert forget_changes(at=NOW + 2 * NOTES_KEPT) == len(young)
    assert ChangeMark.objects.order_by("at").first() != first_mark


@pytest.mark.django_db(transaction=True)
def test_the_note_of_a_transaction_that_still_runs_stays_however_old_it_is() -> None:
    cast = make_cast()
    old = notes()
    until_others_are_done()

    def others() -> bool:
        Responder.objects.filter(organization=cast.johnson).update(hourly_cents=1)
        for days in (0, 2, 4):
            forget_changes(at=NOW + timedelta(days=days))
        return True

    with transaction.atomic():
        Responder.objects.filter(organization=cast.denton).update(hourly_cents=1)
        assert race(others) == [True]

    left = RosterChange.objects.order_by("transaction").values_list("organization", flat=True)
    assert list(left) == [cast.denton.pk] * 2 + [cast.johnson.pk] * 2
    assert not old & notes()


@pytest.mark.django_db(transaction=True)
def test_marks_of_the_database_a_copy_was_made_from_drop_nothing() -> None:
    make_cast()
    ChangeMark.objects.create(at=NOW - timedelta(days=9), transaction=2**60)
    before = notes()

    assert forget_changes(at=NOW) == 0

    assert notes() == before
    assert ChangeMark.objects.get().transaction < 2**60


@pytest.mark.django_db
def test_every_night_the_worker_forgets(cast: Cast) -> None:
    run = road.proposed(cast, road.asked(cast))
    ended(cast, run, NOW - timedelta(days=999))

    jobs.forget_old(timestamp=0)

    assert not MatchTask.objects.exists()
    assert ChangeMark.objects.count() == 1
