"""What is kept in memory is what is on record, whoever writes and however it ends."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from psycopg.types.range import TimestamptzRange
from tests.support.cast import Cast, make_cast
from tests.support.racing import race, until_others_are_done

from muster.agreements.models import Party
from muster.aid.models import ChangeMark
from muster.aid.services.forgetting import NOTES_KEPT, forget_changes
from muster.aid.warm.keeping import Keeper
from muster.directory.models import Tenure
from muster.responders.models import Absence, Qualification, Responder, RosterChange
from muster.responders.rows import roster_rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def everybody() -> Cast:
    """Committed for all to see."""
    return make_cast()


def people(keeper: Keeper, at: datetime) -> int:
    return len(keeper.ground(at=at, exercise=False).roster)


def test_a_second_look_reads_the_roster_not_again(everybody: Cast) -> None:
    keeper = Keeper()
    first = keeper.ground(at=everybody.now, exercise=False)

    assert keeper.ground(at=everybody.now, exercise=False) is first
    assert keeper.ground(at=everybody.now, exercise=True).roster is first.roster


@pytest.mark.parametrize("table", ["responder", "qualification", "absence", "removed"])
def test_whatever_changes_on_the_roster_is_seen_at_once(everybody: Cast, table: str) -> None:
    keeper = Keeper()
    before = keeper.ground(at=everybody.now, exercise=False)
    one = Responder.objects.order_by("pk")[0]

    if table == "responder":
        Responder.objects.filter(pk=one.pk).update(hourly_cents=1)
    elif table == "qualification":
        Qualification.objects.filter(responder=one).update(level=4)
    elif table == "absence":
        during = TimestamptzRange(everybody.now, everybody.now + timedelta(days=1))
        Absence.objects.create(responder=one, during=during)
    else:
        Responder.objects.filter(pk=one.pk).update(removed_at=everybody.now)

    after = keeper.ground(at=everybody.now, exercise=False)
    assert after is not before
    assert after.roster.base is before.roster.base
    assert after.roster.changed == {one.organization_id}
    assert (one.pk in after.roster) is (table != "removed")
    if table == "responder":
        number = after.roster.number_of(one.pk)
        assert number is not None
        helper = after.roster.helper(number, everybody.now, timedelta(days=9), (), 0)
        assert helper.hourly_cents == 1


def test_when_much_has_changed_everybody_is_read_again(
    everybody: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = Keeper()
    before = keeper.ground(at=everybody.now, exercise=False)
    monkeypatch.setattr("muster.aid.warm.keeping.MOST_CHANGED", 1)

    Responder.objects.update(hourly_cents=1)

    after = keeper.ground(at=everybody.now, exercise=False)
    assert after.roster.base is not before.roster.base
    assert after.roster.changed == frozenset()
    assert len(after.roster) == len(before.roster)


def test_an_organization_that_changes_twice_is_counted_once(everybody: Cast) -> None:
    keeper = Keeper()
    before = people(keeper, everybody.now)
    for one in Responder.objects.filter(organization=everybody.denton)[:2]:
        Responder.objects.filter(pk=one.pk).update(removed_at=everybody.now)
        before -= 1
        assert people(keeper, everybody.now) == before
    Responder.objects.filter(organization=everybody.denton).update(removed_at=None)
    assert people(keeper, everybody.now) == before + 2


def test_an_agreement_changes_the_ground_and_leaves_the_roster(everybody: Cast) -> None:
    keeper = Keeper()
    before = keeper.ground(at=everybody.now, exercise=False)

    Party.objects.order_by("pk")[:1].get().delete()

    after = keeper.ground(at=everybody.now, exercise=False)
    assert after is not before
    assert after.roster is before.roster


def test_what_is_taken_back_was_never_kept(everybody: Cast) -> None:
    keeper = Keeper()
    before = people(keeper, everybody.now)

    with transaction.atomic():
        Responder.objects.order_by("pk")[0].delete()
        assert people(keeper, everybody.now) == before - 1
        transaction.set_rollback(True)

    assert people(keeper, everybody.now) == before


def test_a_change_that_is_seen_late_is_not_missed(everybody: Cast) -> None:
    """The older of two transactions commits after the younger one was read."""
    keeper = Keeper()
    before = people(keeper, everybody.now)
    first, second = Responder.objects.order_by("pk")[:2]

    def younger() -> int:
        Responder.objects.filter(pk=second.pk).update(removed_at=everybody.now)
        return people(keeper, everybody.now)

    with transaction.atomic():
        Responder.objects.filter(pk=first.pk).update(removed_at=everybody.now)
        assert race(younger) == [before - 1]

    assert people(keeper, everybody.now) == before - 2


def test_whoever_leaves_office_answers_for_nobody_from_that_second_on(everybody: Cast) -> None:
    keeper, end = Keeper(), everybody.now + timedelta(hours=1)
    tenure = Tenure.objects.filter(office__organization=everybody.denton)
    tenure.update(during=TimestamptzRange(everybody.now - timedelta(days=9), end))

    for at in (everybody.now, end - timedelta(seconds=1), end, everybody.now):
        kept = keeper.ground(at=at, exercise=False).roster
        assert {kept.id_of(one) for one in kept} == {row[0] for row in roster_rows(at=at).people}
    assert people(keeper, end) < people(keeper, everybody.now)


def dropped(at: datetime) -> int:
    """All notes there are now, two days later."""
    until_others_are_done()
    forget_changes(at=at)
    return forget_changes(at=at + NOTES_KEPT)


@pytest.mark.parametrize("gone", [False, True])
def test_whoever_has_not_looked_until_the_notes_were_dropped_reads_everything_again(
    everybody: Cast, gone: bool
) -> None:
    stale = Keeper()
    before = stale.ground(at=everybody.now, exercise=False)
    Responder.objects.filter(pk=before.roster.id_of(0)).update(removed_at=everybody.now)
    if gone:
        assert dropped(everybody.now) > 0
        assert not RosterChange.objects.exists()

    after = stale.ground(at=everybody.now, exercise=False)

    assert len(after.roster) == len(before.roster) - 1
    assert (after.roster.base is before.roster.base) is not gone
    assert stale.ground(at=everybody.now, exercise=False) is after


def test_an_agreement_whose_note_was_dropped_is_read_again(everybody: Cast) -> None:
    stale = Keeper()
    before = stale.ground(at=everybody.now, exercise=False)
    Party.objects.all().delete()
    assert dropped(everybody.now) > 0

    after = stale.ground(at=everybody.now, exercise=False)

    assert after.book != before.book


def test_whoever_looked_after_the_mark_was_set_reads_nothing_again(everybody: Cast) -> None:
    keeper = Keeper()
    until_others_are_done()
    forget_changes(at=everybody.now)
    before = keeper.ground(at=everybody.now, exercise=False)
    assert forget_changes(at=everybody.now + NOTES_KEPT) > 0

    assert keeper.ground(at=everybody.now, exercise=False) is before


def test_a_change_that_was_running_while_notes_were_dropped_is_not_missed(
    everybody: Cast,
) -> None:
    keeper = Keeper()
    before = people(keeper, everybody.now)

    def others() -> int:
        forget_changes(at=everybody.now)
        forget_changes(at=everybody.now + NOTES_KEPT)
        return people(keeper, everybody.now)

    with transaction.atomic():
        Responder.objects.filter(organization=everybody.denton)[0].delete()
        assert race(others) == [before]

    assert people(keeper, everybody.now) == before - 1


def test_marks_of_the_database_a_copy_was_made_from_make_nobody_read_again(
    everybody: Cast,
) -> None:
    ChangeMark.objects.create(at=everybody.now, transaction=2**60)
    keeper = Keeper()
    before = keeper.ground(at=everybody.now, exercise=False)

    assert keeper.ground(at=everybody.now, exercise=False) is before


def test_nobody_on_the_roster_is_no_reason_to_fail() -> None:
    now = datetime.now(UTC)
    ground = Keeper().ground(at=now, exercise=False)

    assert len(ground.roster) == 0
    assert ground.pools(now) == []
