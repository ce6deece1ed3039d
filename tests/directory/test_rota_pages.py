"""The rota's pages: the weeks, the forms, undoing, and who is kept out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.directory.rotas import NUMBER, put_on_call, standing
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.directory.models import Organization, RotaChange

pytestmark = pytest.mark.django_db

ROTA = "/organizations/keene/rota/"
PAGES = [
    ROTA,
    f"{ROTA}history/",
    f"{ROTA}on-call.ics",
    "/organizations/keene/call-list/",
]
EDITING = [f"{ROTA}add/", f"{ROTA}weekly/", f"{ROTA}import/", f"{ROTA}time-zone/"]


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def typed(cast: Cast, **changes: Any) -> dict[str, Any]:
    start = cast.now.astimezone(cast.keene.zone) + timedelta(hours=2)
    return {
        "office": str(cast.office(cast.keene_contact).pk),
        "person_name": "Keene Night",
        "phone": NUMBER,
        "call_order": "1",
        "start": f"{start:%Y-%m-%dT%H:%M}",
        "end": f"{start + timedelta(hours=9):%Y-%m-%dT%H:%M}",
        **changes,
    }


def test_only_the_organization_and_the_coordinator_see_the_pages_and_the_numbers(
    cast: Cast,
) -> None:
    put_on_call(cast, cast.keene_contact)
    shift = f"{ROTA}shifts/{standing(cast)[0].pk}/"
    for who in (cast.keene_contact, cast.keene_representative, cast.coordinator):
        client = client_of(who)
        for path in [*PAGES, *EDITING, shift]:
            assert client.get(path).status_code == 200, path
        assert NUMBER in text_of(client.get(ROTA))
    for who in (cast.stranger, cast.auditor, cast.denton_representative):
        client = client_of(who)
        for path in [*PAGES, *EDITING, shift]:
            assert client.get(path).status_code == 404, path
        for path in (f"{shift}remove/", f"{ROTA}add/", f"{ROTA}import/"):
            assert client.post(path, typed(cast)).status_code == 404, path
    visitor = Client()
    assert all(visitor.get(path).status_code == 302 for path in [*PAGES, *EDITING, shift])
    assert len(standing(cast)) == 1


def test_no_page_of_the_directory_shows_a_number_to_others(cast: Cast) -> None:
    put_on_call(cast, cast.keene_contact)
    for who in (cast.stranger, cast.auditor):
        page = client_of(who).get("/organizations/keene/")
        assert page.status_code == 200
        assert NUMBER not in text_of(page)
        assert "rota" not in text_of(page).replace("/rota/", "")
    assert ROTA in text_of(client_of(cast.keene_contact).get("/organizations/keene/"))


def test_an_insider_without_the_duty_reads_the_rota_and_is_told_why_not_more(cast: Cast) -> None:
    client = client_of(cast.auditor)
    rota = "/organizations/hub-of-texas/rota/"
    assert "Put somebody on call" not in text_of(client.get(rota))
    answer = client.get(f"{rota}add/")
    assert answer.status_code == 403
    assert "changes its rota" in text_of(answer)


def test_putting_somebody_on_call_through_the_page(cast: Cast) -> None:
    client = client_of(cast.keene_contact)
    answer = client.post(f"{ROTA}add/", typed(cast), follow=True)
    assert "On the rota." in text_of(answer)
    [shift] = standing(cast)
    assert shift.during.upper - shift.during.lower == timedelta(hours=9)
    again = client.post(f"{ROTA}add/", typed(cast, person_name="Keene Other"))
    assert again.status_code == 422
    assert "Keene Night has the first call from" in text_of(again)
    assert "Keene Other" in text_of(again)


@pytest.mark.parametrize(
    "changes",
    [
        {"phone": "abc"},
        {"end": "2020-01-01T00:00"},
        {"end": "9999-12-31T23:59"},
        {"start": "0001-01-01T00:00"},
        {"start": "soon"},
        {"office": "nonsense"},
        {"call_order": "9"},
        {"person_name": "x" * 5000},
    ],
)
def test_bad_input_gets_a_sentence_and_keeps_what_was_typed(
    cast: Cast, changes: dict[str, str]
) -> None:
    answer = client_of(cast.keene_contact).post(f"{ROTA}add/", typed(cast, **changes))
    assert answer.status_code == 422
    assert "another look" in text_of(answer)
    assert "Error: Put somebody on call" in text_of(answer)
    assert standing(cast) == []


def test_the_coordinator_gives_a_reason_which_the_town_reads(cast: Cast) -> None:
    client = client_of(cast.coordinator)
    refused = client.post(f"{ROTA}add/", typed(cast))
    assert refused.status_code == 422
    assert "Say why" in text_of(refused)
    client.post(f"{ROTA}add/", typed(cast, reason="Their mail is down."))
    assert len(standing(cast)) == 1
    assert "Their mail is down." in text_of(client_of(cast.keene_contact).get(f"{ROTA}history/"))


def test_a_gap_is_named_and_leads_to_the_form_that_fills_it(cast: Cast) -> None:
    put_on_call(cast, cast.keene_contact, hours=5)
    client = client_of(cast.keene_contact)
    page = text_of(client.get(ROTA))
    end = (cast.now + timedelta(hours=4)).astimezone(cast.keene.zone)
    assert f"Nobody is on call</span> {end:%a %H:%M}" in page
    link = page.split('href="' + ROTA + "add/?start=")[1].split('"')[0].replace("&amp;", "&")
    form = text_of(client.get(f"{ROTA}add/?start={link}"))
    assert f'value="{end:%Y-%m-%dT%H:%M}"' in form
    for nonsense in ("?start=x&end=y", "?start=0001-01-01T00:00:00-12:00", "?weeks=" + "9" * 5000):
        assert client.get(f"{ROTA}add/{nonsense}").status_code == 200
        assert client.get(f"{ROTA}{nonsense}").status_code == 200


def test_change_remove_and_undo_through_the_pages(cast: Cast) -> None:
    put_on_call(cast, cast.keene_contact)
    client = client_of(cast.keene_contact)
    address = f"{ROTA}shifts/{standing(cast)[0].pk}/"
    client.post(address, typed(cast, person_name="Keene Later"))
    [changed] = standing(cast)
    assert changed.person_name == "Keene Later"
    assert client.get(address).status_code == 404
    removed = client.post(f"{ROTA}shifts/{changed.pk}/remove/", {}, follow=True)
    assert "You can undo it" in text_of(removed)
    assert standing(cast) == []
    latest = RotaChange.objects.first()
    assert latest
    client.post(f"{ROTA}changes/{latest.pk}/undo/", {})
    assert [one.person_name for one in standing(cast)] == ["Keene Later"]
    twice = client.post(f"{ROTA}changes/{latest.pk}/undo/", {})
    assert twice.status_code == 409
    assert "undone already" in text_of(twice)


def test_a_coordinator_without_a_reason_loses_nothing_when_removing_or_undoing(cast: Cast) -> None:
    change = put_on_call(cast, cast.keene_contact)
    client = client_of(cast.coordinator)
    shift = standing(cast)[0]
    for address in (f"{ROTA}shifts/{shift.pk}/remove/", f"{ROTA}changes/{change.pk}/undo/"):
        answer = client.post(address, {"reason": " "})
        assert answer.status_code == 422
        assert "Say why" in text_of(answer)
    assert standing(cast) == [shift]


def test_weekly_turns_through_the_page(cast: Cast) -> None:
    client = client_of(cast.keene_contact)
    today = cast.now.astimezone(cast.keene.zone).date()
    said = typed(cast) | {
        "weekdays": ["0", "2"],
        "begins": "17:00",
        "ends": "08:00",
        "days_later": "1",
        "first": (today + timedelta(days=7 - today.weekday())).isoformat(),
        "weeks": "8",
        "every": "1",
    }
    wrong = client.post(f"{ROTA}weekly/", said | {"days_later": "0", "weeks": "99999999999"})
    assert wrong.status_code == 422
    assert "after it begins" in text_of(wrong)
    assert "between 1 and 53" in text_of(wrong)
    client.post(f"{ROTA}weekly/", said)
    assert len(standing(cast)) == 16


def test_the_time_zone_is_chosen_and_the_page_is_on_it(cast: Cast) -> None:
    client = client_of(cast.keene_contact)
    assert client.post(f"{ROTA}time-zone/", {"time_zone": "Mars/Olympus"}).status_code == 422
    client.post(f"{ROTA}time-zone/", {"time_zone": "America/Denver"})
    page = text_of(client.get(ROTA))
    assert "Times in America/Denver" in page
    assert Organization.objects.get(pk=cast.keene.pk).time_zone == "America/Denver"


def test_the_menu_leads_to_ones_own_rota_and_the_coordinator_to_the_call_list(cast: Cast) -> None:
    own = client_of(cast.keene_contact)
    assert own.get("/rota/")["Location"] == ROTA
    start = text_of(own.get("/organizations/"))
    assert 'href="/rota/"' in start
    assert 'href="/call-list/"' not in start
    assert 'href="/call-list/"' in text_of(client_of(cast.coordinator).get("/organizations/"))
    volunteer = client_of(cast.denton_staff[0].person)
    assert 'href="/rota/"' not in text_of(volunteer.get("/organizations/"))
    assert volunteer.get("/rota/").status_code == 404


def test_the_rota_page_costs_the_same_however_many_shifts_there_are(cast: Cast) -> None:
    client = client_of(cast.keene_contact)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{ROTA}?weeks=26")
        return len(queries)

    put_on_call(cast, cast.keene_contact)
    few = cost()
    for day in range(1, 20):
        put_on_call(cast, cast.keene_contact, start=cast.now + timedelta(days=day))
    assert cost() == few <= 10
