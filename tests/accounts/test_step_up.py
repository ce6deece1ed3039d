"""What binds, reveals or takes away asks again; nothing typed is lost meanwhile."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings
from tests.support import road
from tests.support.cast import Cast
from tests.support.signed_in import client_of, stale_client_of

from muster.accounts.models import Person
from muster.accounts.services import make_sheet
from muster.aid.models import Mission
from muster.authz.actors import Actor, Source


def codes_of(cast: Cast, person: Person) -> list[str]:
    actor = Actor(at=cast.now, source=Source.WEB, name=person.name, person_id=person.pk)
    return make_sheet(actor=actor, person=person)[1]


@pytest.mark.parametrize(
    "path",
    [
        "/agreements/statewide-aid/sign/",
        "/agreements/statewide-aid/leave/",
        "/agreements/statewide-aid/on-paper/",
        "/agreements/guard-order/record/",
        "/agreements/declare/",
        "/call-list/call-list.csv",
        "/cover/?as=csv",
    ],
)
def test_after_an_hour_it_asks_again(cast: Cast, path: str) -> None:
    stale = stale_client_of(cast.coordinator).get(path)

    assert stale.status_code == 302, path
    assert stale.headers["Location"].startswith("/account/show/?next=%2F"), path
    fresh = client_of(cast.coordinator).get(path)
    assert not fresh.headers.get("Location", "").startswith("/account/show/"), path


def test_an_export_asks_again(cast: Cast) -> None:
    stale = stale_client_of(cast.coordinator).post("/audit/export/")

    assert stale.headers["Location"] == "/account/show/?next=%2Faudit%2Fexport%2F"


def test_ordinary_pages_do_not_ask_again(cast: Cast) -> None:
    client = stale_client_of(cast.keene_contact)

    for path in ("/", "/requests/", "/organizations/", "/account/ways/"):
        assert client.get(path).status_code == 200, path


def test_a_form_that_waited_is_carried_out_as_it_was_typed(cast: Cast) -> None:
    commitment = road.accepted(cast)
    person = cast.keene_representative
    code = codes_of(cast, person)[0]
    client = stale_client_of(person)

    asked = client.post(f"/commitments/{commitment.pk}/accept/", {"typed": "kept"})
    assert not Mission.objects.exists()
    where = asked.headers["Location"]
    answer = client.post(
        "/account/show/", {"code": code, "next": f"/commitments/{commitment.pk}/accept/"}
    )

    assert where.startswith("/account/show/?next=%2Fcommitments%2F")
    assert answer.status_code == 302
    assert Mission.objects.count() == 1


def test_codes_of_another_person_do_not_pass_and_are_not_spent(cast: Cast) -> None:
    theirs = codes_of(cast, cast.denton_representative)[0]
    codes_of(cast, cast.keene_representative)
    client = stale_client_of(cast.keene_representative)

    answer = client.post("/account/show/", {"code": theirs, "next": "/requests/"})

    assert answer.status_code == 422
    assert Client().post("/sign-in/code/", {"code": theirs}).status_code == 302


def test_asking_leads_nowhere_but_to_this_hub(cast: Cast) -> None:
    code = codes_of(cast, cast.keene_representative)[0]
    client = stale_client_of(cast.keene_representative)

    answer = client.post(
        "/account/show/", {"code": code, "next": "https://elsewhere.synthetic.example/"}
    )

    assert answer.headers["Location"] == "/"


def test_one_click_is_for_synthetic_people_of_a_demo_only(cast: Cast, settings: Settings) -> None:
    person = cast.keene_representative
    Person.objects.filter(pk=person.pk).update(synthetic=True)
    client = stale_client_of(person)
    settings.DEMO = False
    assert client.post("/account/show/", {"demo": "yes"}).status_code == 422
    settings.DEMO = True

    assert client.post("/account/show/", {"demo": "yes", "next": "/requests/"}).status_code == 302
    assert client.get("/call-list/call-list.csv").status_code == 403
