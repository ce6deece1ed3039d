"""Where one is signed in, and ending what one does not know."""

from __future__ import annotations

import re

from allauth.usersessions.models import UserSession
from django.test import Client
from tests.support.cast import Cast

from muster.accounts.models import Person
from muster.accounts.services import make_sheet
from muster.audit.models import AuditEvent
from muster.authz.actors import Actor, Source


def devices(cast: Cast, person: Person, count: int) -> list[Client]:
    actor = Actor(at=cast.now, source=Source.WEB, name=person.name, person_id=person.pk)
    codes = make_sheet(actor=actor, person=person)[1]
    clients = [
        Client(headers={"user-agent": f"Synthetic browser {place}"}) for place in range(count)
    ]
    for client, code in zip(clients, codes, strict=False):
        client.post("/sign-in/code/", {"code": code})
    return clients


def is_in(client: Client) -> bool:
    return client.get("/requests/").status_code == 200


def test_each_device_is_listed_and_this_one_is_marked(cast: Cast) -> None:
    phone, laptop = devices(cast, cast.keene_representative, 2)

    page = phone.get("/account/sessions/").content.decode()

    assert page.count("Synthetic browser") == 2
    assert page.count("This one") == 1
    assert re.search(r"This one.*?Synthetic browser 0", page, re.S)
    assert is_in(laptop)


def test_an_ended_session_is_out_at_its_next_request(cast: Cast) -> None:
    phone, laptop = devices(cast, cast.keene_representative, 2)
    page = phone.get("/account/sessions/").content.decode()
    address = re.search(r'action="(/account/sessions/\d+/end/)"', page)
    assert address

    phone.post(address.group(1))

    assert is_in(phone)
    assert not is_in(laptop)
    assert AuditEvent.objects.filter(action="accounts:sessions:ended").count() == 1


def test_all_others_end_and_this_one_stays(cast: Cast) -> None:
    clients = devices(cast, cast.keene_representative, 3)

    clients[1].post("/account/sessions/")

    assert [is_in(client) for client in clients] == [False, True, False]


def test_nobody_ends_the_session_of_another(cast: Cast) -> None:
    (phone,) = devices(cast, cast.keene_representative, 1)
    (other,) = devices(cast, cast.denton_representative, 1)
    page = phone.get("/account/sessions/").content.decode()
    assert "You are signed in nowhere else" in page
    session = _session_of(cast.keene_representative)

    answer = other.post(f"/account/sessions/{session}/end/")

    assert answer.status_code == 404
    assert is_in(phone)


def test_whoever_is_switched_off_is_out_everywhere(cast: Cast) -> None:
    clients = devices(cast, cast.keene_representative, 2)
    Person.objects.filter(pk=cast.keene_representative.pk).update(is_active=False)

    assert [is_in(client) for client in clients] == [False, False]


def test_a_session_gets_a_new_key_when_somebody_signs_in(cast: Cast) -> None:
    """Session fixation: a key planted before is worth nothing after."""
    client = Client()
    client.get("/sign-in/code/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    (_,) = devices(cast, cast.denton_representative, 1)
    actor = Actor(
        at=cast.now,
        source=Source.WEB,
        name=cast.keene_representative.name,
        person_id=cast.keene_representative.pk,
    )
    code = make_sheet(actor=actor, person=cast.keene_representative)[1][0]

    client.post("/sign-in/code/", {"code": code})

    assert client.session.session_key != planted
    assert is_in(client)


def _session_of(person: Person) -> int:
    return int(UserSession.objects.get(user=person).pk)
