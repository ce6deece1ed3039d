"""A forged host name and a forged way back: neither leaves the hub."""

from __future__ import annotations

from itertools import cycle
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings
from tests.matrix.addresses import every_address
from tests.matrix.asking import SAID
from tests.matrix.scenes import scene
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.accounts.jobs import mail_sign_in_link

ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example/",
    "\\\\evil.example/",
    "javascript:alert(1)",
    "http:evil.example",
    "/%09/evil.example",
    " //evil.example",
)
WAYS_BACK = ("next", "redirect", "return_to", "continue", "url")


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver:x", ""])
def test_a_host_that_is_not_ours_gets_nothing(db: None, host: str) -> None:
    answer = Client(HTTP_HOST=host).get("/sign-in/")

    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()


def test_a_forwarded_host_is_not_believed(cast: Cast) -> None:
    client = Client(HTTP_X_FORWARDED_HOST="evil.example", HTTP_FORWARDED="host=evil.example")

    for page in ("/", "/sign-in/", "/account/login/"):
        assert "evil.example" not in client.get(page).content.decode()


def test_a_mailed_link_names_the_hub_whatever_host_asked(cast: Cast, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    person = cast.keene_representative
    answer = Client(HTTP_HOST="evil.example").post("/sign-in/", {"email": person.email})

    assert answer.status_code == 302
    mail_sign_in_link(person_id=str(person.pk), destination="")
    assert str(settings.ORIGIN) in str(mail.outbox[-1].body)
    assert "evil.example" not in str(mail.outbox[-1].body)


def test_no_address_sends_anybody_elsewhere(cast: Cast) -> None:
    """Every page, asked and posted to with a way back that leads out; each kind in turn."""
    here, client = scene(cast, "bound"), client_of(cast.keene_representative)
    targets, tried = cycle(ELSEWHERE), 0
    for address in every_address():
        if address.is_api:
            continue
        for values in here.values_for(address).values():
            tried += 1
            assert_stays_here(ask(client, address.method, address.path(values), next(targets)))
            if "_auth_user_id" not in client.session:
                client = client_of(cast.keene_representative)
    assert tried > 200


@pytest.mark.parametrize("target", ELSEWHERE)
@pytest.mark.parametrize(
    "page",
    ["/sign-in/", "/sign-in/code/", "/account/login/", "/account/logout/", "/account/show/"],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_way_in_or_out_leads_elsewhere(cast: Cast, page: str, target: str, method: str) -> None:
    assert_stays_here(ask(Client(), method, page, target))
    assert_stays_here(ask(client_of(cast.keene_representative), method, page, target))


def ask(client: Client, method: str, path: str, target: str) -> HttpResponse:
    said = dict.fromkeys(WAYS_BACK, target)
    with transaction.atomic():
        if method == "GET":
            answer = client.get(path, said)
        else:
            answer = client.post(f"{path}?next={quote(target)}", {**SAID, **said})
        transaction.set_rollback(True)
    return answer


def assert_stays_here(answer: HttpResponse) -> None:
    lead = urlsplit(str(answer.headers.get("Location", "")))
    assert lead.netloc in {"", "testserver", urlsplit(settings.ORIGIN).netloc}
    assert lead.scheme in {"", "http", "https"}
    assert not lead.path.startswith(("//", "/\\", "\\"))
