"""The main road while the town that asks has no mail, no network and no identity provider.

Its person is at a borrowed computer with a sheet of paper. Nothing on the road may wait for a mail
to the town: whatever goes there fails, and the mission order is issued all the same.
"""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from django.core import mail
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from pypdf import PdfReader
from pytest_django.fixtures import Settings
from tests.aid.views.test_drafts import GOOD
from tests.support.cast import Cast
from tests.support.unreachable import DOWN

from muster.accounts.models import Person
from muster.accounts.services import make_sheet
from muster.aid.models import Mission
from muster.authz.actors import Actor, Source


@pytest.fixture(autouse=True)
def no_mail_reaches_the_town(settings: Settings, cast: Cast) -> None:
    settings.EMAIL_BACKEND = "tests.support.unreachable.WithoutTheTown"
    for person in (cast.keene_representative, cast.keene_contact):
        person.email = f"{person.pk}@{DOWN}"
        person.save()


def paper_codes(cast: Cast, person: Person) -> list[str]:
    actor = Actor(at=cast.now, source=Source.WEB, name=person.name, person_id=person.pk)
    return make_sheet(actor=actor, person=person)[1]


def work_off() -> list[str]:
    """Do every queued job once; the names of those that failed wait to be tried again."""
    failed = []
    for row in ProcrastinateJob.objects.order_by("id"):
        try:
            app.tasks[row.task_name].func(**row.args)
        except OSError:
            failed.append(str(row.task_name))
    return failed


def value_of(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found.group(1)


def test_a_mail_link_does_not_come_and_the_page_says_what_else_there_is(cast: Cast) -> None:
    client = Client()
    sent = client.post("/sign-in/", {"email": cast.keene_representative.email}, follow=True)

    assert work_off() == ["accounts.mail_sign_in_link"]
    assert "If your own mail is down" in sent.content.decode()
    assert "Sign in with a printed code" in client.get("/sign-in/").content.decode()


def test_from_paper_to_a_mission_order_without_one_mail_to_the_town(cast: Cast) -> None:
    codes = paper_codes(cast, cast.keene_representative)
    town = Client()
    assert town.post("/sign-in/code/", {"code": codes[0]}).headers["Location"] == "/"

    draft = town.post("/requests/new/", {"organization": cast.keene.slug}).headers["Location"]
    match = town.post(draft, GOOD | {"action": "send"}).headers["Location"]
    page = town.get(match).content.decode()
    sent = town.post(
        f"{match}send/",
        {
            "run": value_of(page, "run"),
            "version": value_of(page, "version"),
            "helper": re.findall(r'name="helper" value="([^"]+)" checked', page),
        },
    )
    assert sent.status_code == 302
    assert "aid.mail_offer" not in work_off()

    letters = [each for each in mail.outbox if "/o/" in str(each.body)]
    assert letters
    for address in {re.findall(r"/o/[^/\s]+/", str(letter.body))[0] for letter in letters}:
        lender = Client()
        lines = re.findall(r'name="line" value="([^"]+)"', lender.get(address).content.decode())
        assert lender.post(address, {"action": "accept", "line": lines}).status_code == 302
    work_off()

    commitment = re.search(r"/commitments/[0-9a-f-]{36}/", town.get("/").content.decode())
    assert commitment
    signed = town.post(f"{commitment.group()}accept/")
    mission = Mission.objects.get()
    assert signed.headers["Location"] == f"/missions/{mission.number}/"
    order = town.get(f"/missions/{mission.number}/order.pdf")
    work_off()

    content = b"".join(order.streaming_content) if order.streaming else order.content
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert cast.keene.name in text
    address = re.search(r"/verify/\w+/", town.get(str(signed.headers["Location"])).content.decode())
    assert address
    assert "This order is ours and stands" in Client().get(address.group()).content.decode()
    assert not [each for each in mail.outbox if each.to[0].endswith(DOWN)]
