"""Reading a calendar into a rota: looked at, applied, read again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.directory.rotas import NUMBER, calendar, event, put_on_call, standing
from tests.support.cast import Cast, make_cast
from tests.support.racing import race
from tests.support.refusals import refused
from tests.support.signed_in import client_of

from muster.audit.models import AuditEvent
from muster.directory.models import Office, OnCallShift, RotaChange
from muster.directory.queries.rota_calendar import rota_calendar
from muster.directory.services.rota import remove_shift, undo_change
from muster.directory.services.rota_import import (
    NO_NUMBER,
    ImportFacts,
    Preview,
    apply_import,
    preview_import,
)
from muster.domain.failures import Conflict, Invalid, Refused
from muster.web.models import IdempotentReply

pytestmark = pytest.mark.django_db

PAGE = "/organizations/keene/rota/import/"
TEL = f"DESCRIPTION:tel:{NUMBER}\n"


def hour(cast: Cast, hours: float) -> datetime:
    return (cast.now + timedelta(hours=hours)).replace(minute=0, second=0, microsecond=0)


def said(cast: Cast, text: str, **changes: Any) -> ImportFacts:
    return ImportFacts(text=text, office_id=cast.office(cast.keene_contact).pk, **changes)


def look(cast: Cast, text: str, **changes: Any) -> Preview:
    return preview_import(
        actor=cast.actor(cast.keene_contact),
        organization=cast.keene,
        facts=said(cast, text, **changes),
    )


def apply(cast: Cast, text: str, seen: str = "", **changes: Any) -> RotaChange | None:
    return apply_import(
        actor=cast.actor(cast.keene_contact),
        organization=cast.keene,
        facts=said(cast, text, **changes),
        seen=seen,
    )


def nights(cast: Cast, *hours: int, more: str = TEL) -> str:
    events = [event(hour(cast, one), uid=f"night-{one}", more=more) for one in hours]
    return calendar(*events, head="X-WR-CALNAME:Nights\n")


def test_looking_writes_nothing_and_applying_twice_does_it_once(cast: Cast) -> None:
    text = nights(cast, 24, 48)
    preview = look(cast, text)
    assert (len(preview.plan.added), preview.calendar) == (2, "Nights")
    assert standing(cast) == []
    assert apply(cast, text)
    assert [one.number for one in standing(cast)] == [NUMBER, NUMBER]
    assert apply(cast, text) is None
    assert look(cast, text).plan.unchanged == 2
    assert RotaChange.objects.count() == 1
    event_of = AuditEvent.objects.get(action="directory:rota:imported")
    assert event_of.facts["added"] == 2
    assert "817" not in str(event_of.facts)


def test_reading_it_again_changes_what_moved_and_drops_what_is_gone(cast: Cast) -> None:
    apply(cast, nights(cast, 24, 48, 72))
    moved = calendar(
        event(hour(cast, 24), uid="night-24", more=TEL),
        event(hour(cast, 50), uid="night-48", more=TEL),
        head="X-WR-CALNAME:Nights\n",
    )
    plan = look(cast, moved).plan
    assert (len(plan.added), len(plan.changed), len(plan.gone), plan.unchanged) == (0, 1, 1, 1)
    change = apply(cast, moved)
    assert [one.during.lower for one in standing(cast)] == [hour(cast, 24), hour(cast, 50)]
    assert change
    undo_change(actor=cast.actor(cast.keene_contact), change=change)
    assert [one.during.lower for one in standing(cast)] == [hour(cast, h) for h in (24, 48, 72)]


def test_only_the_future_of_the_same_calendar_is_replaced(cast: Cast) -> None:
    put_on_call(cast, cast.keene_contact, person_name="Typed", start=hour(cast, 200))
    apply(cast, nights(cast, -6, 24))
    apply(cast, nights(cast, 100), calendar="Weekends")
    apply(cast, calendar(event(hour(cast, 300), uid="new", more=TEL)), calendar="Nights")
    assert [(one.calendar, one.during.lower) for one in standing(cast)] == [
        ("Nights", hour(cast, -6)),
        ("Weekends", hour(cast, 100)),
        ("", hour(cast, 200)),
        ("Nights", hour(cast, 300)),
    ]


def test_an_entry_in_the_way_of_somebody_elses_shift_stays_out_and_is_named(cast: Cast) -> None:
    put_on_call(cast, cast.keene_contact, person_name="Typed", start=hour(cast, 30))
    plan = look(cast, nights(cast, 24, 48)).plan
    assert [one.sentence for one in plan.refused] == [
        "It overlaps with the shift of Typed (typed here). Change one of the two."
    ]
    apply(cast, nights(cast, 24, 48))
    assert [one.during.lower for one in standing(cast)] == [hour(cast, 30), hour(cast, 48)]
    assert look(cast, nights(cast, 24), call_order=2).plan.added


def test_who_has_no_number_stays_out_until_one_is_typed_and_is_known_from_then_on(
    cast: Cast,
) -> None:
    text = nights(cast, 24, 48, more="")
    preview = look(cast, text)
    assert preview.without_phone == ("Keene Night",)
    assert {one.sentence for one in preview.plan.refused} == {NO_NUMBER}
    with refused(Invalid, "area code"):
        look(cast, text, phones={"Keene Night": "none"})
    apply(cast, text, phones={"Keene Night": NUMBER})
    assert [one.phone for one in standing(cast)] == [NUMBER, NUMBER]
    assert apply(cast, text) is None
    apply(cast, nights(cast, 24, 48, 72, more=""))
    assert [one.phone for one in standing(cast)] == [NUMBER] * 3


def test_the_offices_number_is_enough(cast: Cast) -> None:
    Office.objects.filter(pk=cast.office(cast.keene_contact).pk).update(phone="+1 817 555 0100")
    apply(cast, nights(cast, 24, more=""))
    assert [(one.phone, one.number) for one in standing(cast)] == [("", "+1 817 555 0100")]


def test_the_call_and_the_office_can_change_with_the_next_reading(cast: Cast) -> None:
    text = nights(cast, 24)
    apply(cast, text)
    assert len(look(cast, text, call_order=2).plan.changed) == 1
    apply(cast, text, call_order=2)
    assert [one.call_order for one in standing(cast)] == [2]


def test_what_is_called_off_in_the_calendar_is_taken_out(cast: Cast) -> None:
    apply(cast, nights(cast, 24, 48))
    off = nights(cast, 24, more=f"{TEL}STATUS:CANCELLED\n")
    preview = look(cast, off)
    assert (preview.cancelled, len(preview.plan.gone)) == (1, 2)


def test_an_event_moved_from_last_week_to_next_is_read_again(cast: Cast) -> None:
    apply(cast, calendar(event(hour(cast, -6), uid="one", more=TEL)))
    OnCallShift.objects.update(
        during=type(standing(cast)[0].during)(hour(cast, -60), hour(cast, -50))
    )
    apply(cast, calendar(event(hour(cast, 24), uid="one", more=TEL)))
    assert [one.during.lower for one in standing(cast)] == [hour(cast, 24)]


def test_whoever_changed_the_rota_meanwhile_is_not_run_over(cast: Cast) -> None:
    preview = look(cast, nights(cast, 24))
    put_on_call(cast, cast.keene_contact)
    with refused(Conflict, "Somebody has changed the rota since you looked"):
        apply(cast, nights(cast, 24), seen=preview.mark)
    assert apply(cast, nights(cast, 24), seen=look(cast, nights(cast, 24)).mark)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"weeks": 0}, "between 1 and 53"),
        ({"weeks": 10**9}, "between 1 and 53"),
        ({"call_order": 7}, "first, second or third"),
        ({"calendar": "x" * 101}, "within 100"),
        ({"text": "hello"}, "no iCalendar file"),
        ({"text": "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nnonsense"}, "damaged or cut short"),
        ({"text": "x" * 500_001}, "longer than 500,000"),
    ],
)
def test_a_file_or_choice_that_cannot_be_used_is_refused(
    cast: Cast, changes: dict[str, Any], sentence: str
) -> None:
    text = changes.pop("text", nights(cast, 24))
    with refused(Invalid, sentence):
        apply(cast, text, **changes)


def test_strangers_neither_look_nor_apply(cast: Cast) -> None:
    for use_case in (preview_import, apply_import):
        with refused(Refused, "changes its rota"):
            use_case(
                actor=cast.actor(cast.stranger),
                organization=cast.keene,
                facts=said(cast, nights(cast, 24)),
            )


def test_what_one_hub_exports_another_organization_reads(cast: Cast) -> None:
    put_on_call(cast, cast.keene_contact, start=hour(cast, 24), person_name="Keene Night")
    put_on_call(cast, cast.keene_contact, start=hour(cast, 40), person_name="Keene, Two; B")
    before = [(o.during, o.person_name, o.number) for o in standing(cast)]
    text = rota_calendar(cast.keene, at=cast.now).decode()
    for one in standing(cast):
        remove_shift(actor=cast.actor(cast.keene_contact), shift=one)
    apply(cast, text)
    assert [(o.during, o.person_name, o.number) for o in standing(cast)] == before


@pytest.mark.django_db(transaction=True)
def test_two_who_apply_the_same_file_at_once_put_it_in_once() -> None:
    cast = make_cast()
    text = nights(cast, 24, 48)
    results = race(lambda: apply(cast, text), lambda: apply(cast, text))
    assert sorted(one is None for one in results) == [False, True]
    assert len(standing(cast)) == 2


class TestThePages:
    """From the file to the rota with a browser that runs no script."""

    def answers(self, cast: Cast, **changes: Any) -> dict[str, Any]:
        office = str(cast.office(cast.keene_contact).pk)
        return {"office": office, "call_order": "1", "calendar": "", "weeks": "26", **changes}

    def test_upload_look_type_the_number_apply(self, cast: Cast) -> None:
        client = client_of(cast.keene_contact)
        file = SimpleUploadedFile("rota.ics", nights(cast, 24, more="").encode())
        page = client.post(PAGE, self.answers(cast, file=file))
        assert page.status_code == 200
        assert page.context["preview"].without_phone == ("Keene Night",)
        assert "Number of Keene Night" in page.content.decode()
        form = page.context["form"]
        carried = {bound.name: bound.value() or "" for bound in form}
        assert standing(cast) == []
        wrong = client.post(PAGE, carried | {"step": "apply", "phone_0": "nobody knows"})
        assert wrong.status_code == 422
        assert "area code" in wrong.content.decode()
        assert "nobody knows" in wrong.content.decode()
        again = client.post(PAGE, carried | {"step": "look", "phone_0": NUMBER})
        assert again.status_code == 200
        assert len(again.context["plan"].added) == 1
        client.post(PAGE, carried | {"step": "apply", "phone_0": NUMBER})
        assert [one.phone for one in standing(cast)] == [NUMBER]

    def test_the_coordinator_says_why_when_applying_not_when_looking(self, cast: Cast) -> None:
        client = client_of(cast.coordinator)
        page = client.post(PAGE, self.answers(cast, text=nights(cast, 24)))
        carried = {bound.name: bound.value() or "" for bound in page.context["form"]}
        assert client.post(PAGE, carried | {"step": "look"}).status_code == 200
        refusal = client.post(PAGE, carried | {"step": "apply"})
        assert refusal.status_code == 422
        assert "Say why" in refusal.content.decode()
        client.post(PAGE, carried | {"step": "apply", "reason": "Asked by phone"})
        assert len(standing(cast)) == 1

    def test_a_rota_that_moved_on_is_shown_again_before_it_is_applied(self, cast: Cast) -> None:
        client = client_of(cast.keene_contact)
        page = client.post(PAGE, self.answers(cast, text=nights(cast, 24)))
        carried = {bound.name: bound.value() or "" for bound in page.context["form"]}
        put_on_call(cast, cast.keene_contact, start=hour(cast, 30))
        late = client.post(PAGE, carried | {"step": "apply"})
        assert late.status_code == 409
        assert len(late.context["plan"].refused) == 1
        carried = {bound.name: bound.value() or "" for bound in late.context["form"]}
        assert client.post(PAGE, carried | {"step": "apply"}).status_code == 302

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({}, "Choose a file, or paste its text"),
            ({"text": "hello"}, "no iCalendar file"),
            ({"file": SimpleUploadedFile("a.ics", b"\xff\xfe\x00x")}, "no UTF-8 text"),
            ({"text": "BEGIN:VCALENDAR", "weeks": "many"}, "between 1 and 53"),
            ({"step": "apply"}, "Choose a file, or paste its text"),
            ({"step": "look", "text": "hello"}, "no iCalendar file"),
            ({"step": "look", "text": "x", "weeks": "1000000000"}, "between 1 and 53"),
        ],
    )
    def test_bad_input_gets_a_sentence(
        self, cast: Cast, changes: dict[str, Any], sentence: str
    ) -> None:
        answer = client_of(cast.keene_contact).post(PAGE, self.answers(cast, **changes))
        assert answer.status_code == 422
        assert sentence in answer.content.decode()

    def test_another_file_with_the_same_form_is_looked_at_anew_and_nothing_of_it_is_kept(
        self, cast: Cast
    ) -> None:
        client = client_of(cast.keene_contact)
        for count in (1, 2):
            text = nights(cast, *(24 * n for n in range(1, count + 1)))
            file = SimpleUploadedFile("rota.ics", text.encode())
            page = client.post(PAGE, self.answers(cast, file=file, idempotency_key="one form"))
            assert len(page.context["plan"].added) == count
        assert not IdempotentReply.objects.exists()
        carried = {bound.name: bound.value() or "" for bound in page.context["form"]}
        sent = carried | {"step": "apply", "idempotency_key": "one press"}
        assert [client.post(PAGE, sent).status_code for _ in range(2)] == [302, 302]
        assert RotaChange.objects.count() == 1

    def test_a_refused_file_stays_in_the_page_as_text(self, cast: Cast) -> None:
        file = SimpleUploadedFile("a.ics", b"BEGIN:VCALENDAR and then nothing")
        answer = client_of(cast.keene_contact).post(PAGE, self.answers(cast, file=file))
        assert answer.status_code == 422
        assert "BEGIN:VCALENDAR and then nothing</textarea>" in answer.content.decode()
