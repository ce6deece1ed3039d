"""Putting people on call: who may, what is refused, what stands afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from tests.directory.rotas import NUMBER, facts, put_on_call, standing
from tests.support import builders as make
from tests.support.cast import Cast, make_cast
from tests.support.racing import race
from tests.support.refusals import refused

from muster.audit.models import AuditEvent
from muster.authz.actors import Duty
from muster.directory.models import Office, OnCallShift, RotaChange
from muster.directory.queries.rota import Via, agenda, on_call_now
from muster.directory.services import rota as services
from muster.domain.failures import Conflict, Failure, Invalid, Refused
from muster.domain.ids import uuid7
from muster.domain.rota import LONGEST_SHIFT, WeeklyPattern

pytestmark = pytest.mark.django_db


def test_a_member_puts_somebody_on_call_and_the_chain_says_so_without_the_number(
    cast: Cast,
) -> None:
    put_on_call(cast, cast.keene_contact)
    [shift] = standing(cast)
    assert (shift.person_name, shift.number, shift.call) == ("Keene Night", NUMBER, "First call")
    event = AuditEvent.objects.get(action="directory:rota:added")
    assert event.organization_id == cast.keene.pk
    assert "817" not in str(event.facts)


def test_strangers_and_auditors_cannot_and_the_coordinator_has_to_say_why(cast: Cast) -> None:
    office = cast.office(cast.keene_contact)
    said = facts(office, cast.now)
    for person in (cast.stranger, cast.auditor):
        with refused(Refused, "changes its rota"):
            services.add_shift(actor=cast.actor(person), organization=cast.keene, facts=said)
    coordinator = cast.actor(cast.coordinator)
    with refused(Invalid, "Keene will read it"):
        services.add_shift(actor=coordinator, organization=cast.keene, facts=said)
    change = services.add_shift(
        actor=coordinator, organization=cast.keene, facts=said, reason="They called me."
    )
    assert (change.reason, change.by_office) == ("They called me.", cast.office(cast.coordinator))


def test_without_any_number_nobody_is_on_call(cast: Cast) -> None:
    office = cast.office(cast.keene_contact)
    with refused(Invalid, "the office IT has none on record"):
        put_on_call(cast, cast.keene_contact, phone="")
    Office.objects.filter(pk=office.pk).update(phone="+1 817 555 0100")
    put_on_call(cast, cast.keene_contact, phone="", person_name="")
    assert standing(cast)[0].number == "+1 817 555 0100"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"phone": "call me"}, "area code"),
        ({"phone": "555"}, "area code"),
        ({"call_order": 4}, "first, second or third"),
        ({"person_name": "x\u202ey"}, "reading direction"),
        ({"hours": -1}, "after the start"),
        ({"hours": 24 * 32}, "at most 31 days"),
        ({"start": datetime(2020, 1, 1, tzinfo=UTC)}, "over already"),
        ({"start": datetime(2190, 1, 1, tzinfo=UTC)}, "three years ahead"),
    ],
)
def test_what_cannot_be_a_shift_is_refused_with_a_sentence(
    cast: Cast, changes: dict[str, object], sentence: str
) -> None:
    with refused(Invalid, sentence):
        put_on_call(cast, cast.keene_contact, **changes)


def test_an_office_of_another_organization_does_not_answer(cast: Cast) -> None:
    with refused(Invalid, "Choose an office of Keene"):
        services.add_shift(
            actor=cast.actor(cast.keene_contact),
            organization=cast.keene,
            facts=facts(cast.office(cast.stranger), cast.now),
        )


def test_one_shift_of_a_call_at_a_time_but_three_calls_beside_each_other(cast: Cast) -> None:
    for order in (1, 2, 3):
        put_on_call(cast, cast.keene_contact, call_order=order)
    with refused(Conflict, "Keene Night has the second call from"):
        put_on_call(cast, cast.keene_representative, call_order=2, hours=24)
    put_on_call(cast, cast.keene_contact, start=cast.now + timedelta(hours=11))
    assert len(standing(cast)) == 4


def test_change_and_removal_can_be_undone_and_redone(cast: Cast) -> None:
    put_on_call(cast, cast.keene_contact)
    actor, before = cast.actor(cast.keene_contact), standing(cast)[0]
    later = facts(before.office, cast.now, person_name="Keene Later", phone="+1 817 555 0102")
    change = services.change_shift(actor=actor, shift=before, facts=later)
    assert [one.person_name for one in standing(cast)] == ["Keene Later"]
    removal = services.remove_shift(actor=actor, shift=standing(cast)[0])
    assert standing(cast) == []

    with refused(Conflict, "Undo the later change first"):
        services.undo_change(actor=actor, change=change)
    undone = services.undo_change(actor=actor, change=removal)
    assert [one.person_name for one in standing(cast)] == ["Keene Later"]
    with refused(Conflict, "undone already"):
        services.undo_change(actor=actor, change=removal)
    services.undo_change(actor=actor, change=undone)
    assert standing(cast) == []


def test_undoing_gives_way_to_whoever_has_the_time_by_now(cast: Cast) -> None:
    put_on_call(cast, cast.keene_contact)
    actor = cast.actor(cast.keene_contact)
    removal = services.remove_shift(actor=actor, shift=standing(cast)[0])
    put_on_call(cast, cast.keene_contact, person_name="Keene Other")
    with refused(Conflict, "Keene Other has the first call"):
        services.undo_change(actor=actor, change=removal)


def test_a_shift_that_is_gone_cannot_be_changed_or_removed_again(cast: Cast) -> None:
    put_on_call(cast, cast.keene_contact)
    actor, shift = cast.actor(cast.keene_contact), standing(cast)[0]
    services.remove_shift(actor=actor, shift=shift)
    with refused(Conflict, "by somebody else"):
        services.remove_shift(actor=actor, shift=shift)
    with refused(Conflict, "by somebody else"):
        services.change_shift(actor=actor, shift=shift, facts=facts(shift.office, cast.now))


def test_weekly_turns_are_all_put_in_or_none(cast: Cast) -> None:
    actor, office = cast.actor(cast.keene_contact), cast.office(cast.keene_contact)
    pattern = WeeklyPattern(
        first=cast.now.date() + timedelta(days=7),
        weekdays=frozenset({0, 3}),
        begins=time(17),
        ends=time(8),
        days_later=1,
        weeks=8,
    )

    def add() -> RotaChange:
        return services.add_weekly(
            actor=actor,
            organization=cast.keene,
            facts=facts(office, cast.now),
            pattern=pattern,
        )

    weekly = add()
    turns = standing(cast)
    assert 15 <= len(turns) <= 16
    local = [one.during.lower.astimezone(cast.keene.zone) for one in turns]
    assert {(one.hour, one.minute) for one in local} == {(17, 0)}
    assert {one.weekday() for one in local} == {0, 3}
    with refused(Conflict, "has the first call"):
        add()
    services.undo_change(actor=actor, change=weekly)
    assert standing(cast) == []


def test_a_pattern_that_is_over_or_wrong_says_so(cast: Cast) -> None:
    office = cast.office(cast.keene_contact)
    for changes, sentence in (
        ({"first": date(2020, 1, 6)}, "over already"),
        ({"first": date(2190, 1, 6)}, "three years ahead"),
        ({"weekdays": frozenset()}, "Choose at least one day"),
        ({"weeks": 10**6}, "between 1 and 53"),
    ):
        said = {
            "first": cast.now.date(),
            "weekdays": frozenset({0}),
            "begins": time(17),
            "ends": time(8),
            "days_later": 1,
            "weeks": 2,
        }
        with refused(Invalid, sentence):
            services.add_weekly(
                actor=cast.actor(cast.keene_contact),
                organization=cast.keene,
                facts=facts(office, cast.now),
                pattern=WeeklyPattern(**{**said, **changes}),  # type: ignore[arg-type]
            )


def test_the_clock_is_that_of_the_county_until_somebody_names_another(cast: Cast) -> None:
    assert cast.keene.zone_name == "America/Chicago"
    actor = cast.actor(cast.keene_contact)
    with refused(Invalid, "Choose from the list"):
        services.set_time_zone(actor=actor, organization=cast.keene, time_zone="Europe/Berlin")
    changed = services.set_time_zone(
        actor=actor, organization=cast.keene, time_zone="America/Denver"
    )
    assert changed.zone_name == "America/Denver"
    assert cast.lubbock.jurisdiction
    cast.lubbock.jurisdiction.county_fips = "48141"
    assert cast.lubbock.zone_name == "America/Denver"


def test_gaps_in_the_first_call_are_named_on_the_clock_of_the_place(cast: Cast) -> None:
    put_on_call(cast, cast.keene_contact, hours=5)
    put_on_call(cast, cast.keene_contact, start=cast.now + timedelta(hours=6), hours=2)
    put_on_call(cast, cast.keene_contact, call_order=2, hours=24)
    lines = [line for week in agenda(cast.keene, at=cast.now, weeks=2) for line in week.lines]
    gaps = [line.window for line in lines if line.shift is None]
    assert gaps[0].start == cast.now + timedelta(hours=4)
    assert gaps[0].end == cast.now + timedelta(hours=6)
    assert gaps[1].start == cast.now + timedelta(hours=8)
    assert gaps[-1].end.astimezone(cast.keene.zone).weekday() == 0


def test_whom_to_call_falls_back_along_the_offices(cast: Cast) -> None:
    contact, lead = cast.office(cast.keene_contact), cast.office(cast.keene_representative)

    def calls() -> list[tuple[Via, str]]:
        found = on_call_now([cast.keene.pk, cast.lubbock.pk], at=cast.now)
        assert found[cast.lubbock.pk] == []
        return [(call.via, call.phone) for call in found[cast.keene.pk]]

    assert calls() == []
    Office.objects.filter(pk=contact.pk).update(phone="+1 817 555 0111")
    assert calls() == [(Via.OFFICE, "+1 817 555 0111")]
    Office.objects.filter(pk=lead.pk).update(phone="+1 817 555 0122")
    assert calls() == [(Via.REPRESENTATIVE, "+1 817 555 0122")]
    put_on_call(cast, cast.keene_contact, call_order=2, phone="+1 817 555 0133")
    put_on_call(cast, cast.keene_contact)
    put_on_call(cast, cast.keene_contact, start=cast.now + timedelta(hours=11))
    assert calls() == [
        (Via.ON_CALL, NUMBER),
        (Via.ON_CALL, "+1 817 555 0133"),
        (Via.REPRESENTATIVE, "+1 817 555 0122"),
    ]


def test_a_shift_whose_offices_number_was_taken_away_falls_back_too(cast: Cast) -> None:
    contact, lead = cast.office(cast.keene_contact), cast.office(cast.keene_representative)
    Office.objects.filter(pk=contact.pk).update(phone="+1 817 555 0111")
    put_on_call(cast, cast.keene_contact, phone="")
    Office.objects.filter(pk=contact.pk).update(phone="")
    assert on_call_now([cast.keene.pk], at=cast.now)[cast.keene.pk] == []
    Office.objects.filter(pk=lead.pk).update(phone="+1 817 555 0122")
    [call] = on_call_now([cast.keene.pk], at=cast.now)[cast.keene.pk]
    assert (call.via, call.phone) == (Via.REPRESENTATIVE, "+1 817 555 0122")


def test_the_end_of_a_shift_is_the_beginning_of_the_next_and_no_moment_has_two(
    cast: Cast,
) -> None:
    put_on_call(cast, cast.keene_contact, hours=1, start=cast.now, person_name="One")
    end = cast.now + timedelta(hours=1)
    put_on_call(cast, cast.keene_contact, start=end, person_name="Two")
    for moment, who in ((end - timedelta(seconds=1), "One"), (end, "Two")):
        [call] = on_call_now([cast.keene.pk], at=moment)[cast.keene.pk]
        assert call.person == who


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        (lambda one, cast: setattr(one, "call_order", 4), "rota_call_order_known"),
        (
            lambda one, cast: setattr(one, "office", cast.office(cast.stranger)),
            "of_the_organization",
        ),
        (
            lambda one, cast: setattr(one, "during", DateTimeTZRange(cast.now, None)),
            "rota_shift_",
        ),
        (
            lambda one, cast: setattr(
                one,
                "during",
                DateTimeTZRange(cast.now, cast.now + LONGEST_SHIFT + timedelta(seconds=1)),
            ),
            "at_most_31_days",
        ),
        (lambda one, cast: setattr(one, "uid", "lonely"), "calendar_and_uid_together"),
        (lambda one, cast: None, "one_shift_of_a_call_at_a_time"),
    ],
)
def test_the_database_keeps_what_the_services_promise(
    cast: Cast, broken: Callable[[OnCallShift, Cast], None], constraint: str
) -> None:
    put_on_call(cast, cast.keene_contact)
    copy = standing(cast)[0]
    copy.pk = uuid7()
    if constraint != "one_shift_of_a_call_at_a_time":
        copy.call_order = 2
    broken(copy, cast)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        _written(copy)


def _written(shift: OnCallShift) -> None:
    OnCallShift.objects.bulk_create([shift])
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_add_the_same_night_at_once_the_second_is_told_who_has_it() -> None:
    cast = make_cast()
    runs = [
        lambda who=who: put_on_call(cast, who)
        for who in (cast.keene_contact, cast.keene_representative)
    ]
    results = race(*runs)
    lost = [one for one in results if isinstance(one, Failure)]
    assert len(lost) == 1
    assert isinstance(lost[0], Conflict)
    assert "Keene Night has the first call" in lost[0].sentence
    assert len(standing(cast)) == 1
    assert RotaChange.objects.count() == 1


def test_somebody_with_two_offices_edits_both_rotas_as_their_own(cast: Cast) -> None:
    desk = make.office(cast.johnson, "Night desk", Duty.CONTACT)
    make.tenure(desk, cast.keene_contact)
    actor = cast.actor(cast.keene_contact)
    change = services.add_shift(actor=actor, organization=cast.johnson, facts=facts(desk, cast.now))
    assert change.by_office == desk
