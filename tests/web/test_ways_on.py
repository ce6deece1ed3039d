"""A refusal leads somewhere: back, to the start page, or to the sign-in page, in fitting words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.domain.failures import Conflict, Failure, Invalid, NotFound, Refused

Elements = Callable[[str], list[dict[str, str]]]
FAILURES: dict[str, Failure] = {
    "refused": Refused("Only Denton can answer."),
    "missing": NotFound("There is no such offer."),
    "conflict": Conflict("The offer was withdrawn."),
    "invalid": Invalid("That is too many."),
    "advised": Refused("Only Denton can answer.", "Call Denton."),
}
OLD_ADVICE = "check what you entered and try again"


def failing(request: HttpRequest, name: str) -> HttpResponse:
    raise FAILURES[name]


@login_required
def guarded(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


urlpatterns = [
    path("fail/<str:name>/", failing),
    path("guarded/", guarded),
    path("", include("muster.config.urls")),
]
handler403 = "muster.web.errors.permission_denied"
handler404 = "muster.web.errors.page_not_found"
pytestmark = pytest.mark.urls(__name__)


def links(elements: Elements, html: str) -> list[str]:
    main = html.split("<main", 1)[1].split("</main>")[0]
    return [e["href"] for e in elements(main) if e["tag"] == "a"]


@pytest.mark.parametrize("name", FAILURES)
def test_a_refusal_leads_back_and_to_the_start_page(
    cast: Cast, elements: Elements, name: str
) -> None:
    client = client_of(cast.keene_contact)
    html = client.post(
        f"/fail/{name}/", headers={"Referer": "http://testserver/requests/?page=2"}
    ).content.decode()

    assert links(elements, html) == ["/requests/?page=2", "/"]


@pytest.mark.parametrize(
    "referer",
    [
        "https://elsewhere.synthetic.example/requests/",
        "http://testserver.elsewhere.synthetic.example/",
        "http://testserver//elsewhere.synthetic.example/",
        "http://[broken",
        "",
    ],
)
def test_a_page_elsewhere_is_not_a_way_back(cast: Cast, elements: Elements, referer: str) -> None:
    client = client_of(cast.keene_contact)
    html = client.get("/fail/refused/", headers={"Referer": referer}).content.decode()

    assert links(elements, html) == ["/"]


def test_the_refused_page_itself_is_not_the_way_back(cast: Cast, elements: Elements) -> None:
    client = client_of(cast.keene_contact)
    html = client.get(
        "/fail/refused/", headers={"Referer": "http://testserver/fail/refused/"}
    ).content.decode()

    assert links(elements, html) == ["/"]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("refused", "authorized representative or the hub coordinator"),
        ("missing", "Check the address."),
        ("conflict", "Open the page again to see how it stands now"),
        ("invalid", "Change what the sentence above names"),
        ("advised", "Call Denton."),
    ],
)
def test_the_advice_fits_the_status(cast: Cast, name: str, says: str) -> None:
    html = client_of(cast.keene_contact).get(f"/fail/{name}/").content.decode()

    assert says in html
    assert OLD_ADVICE not in html


def test_a_failures_own_advice_replaces_the_general_one(cast: Cast) -> None:
    html = client_of(cast.keene_contact).get("/fail/advised/").content.decode()

    assert "hub coordinator: they can do it" not in html


def test_a_visitor_who_may_not_is_told_to_sign_in(
    client: Client, db: None, elements: Elements
) -> None:
    html = client.get("/fail/refused/").content.decode()

    assert "Sign in first." in html
    assert links(elements, html)[0] == "/sign-in/?next=%2Ffail%2Frefused%2F"


def test_what_a_refused_form_held_can_be_copied_from_the_page(cast: Cast) -> None:
    client = client_of(cast.keene_contact)
    typed = {"story": "Three servers down", "password": "synthetic-secret"}
    here = {"Sec-Fetch-Site": "same-origin"}

    kept = client.post("/fail/invalid/", {"story": "Three servers down"}, headers=here)
    secret = client.post("/fail/invalid/", typed, headers=here)
    elsewhere = client.post("/fail/invalid/", {"story": "Three servers down"})

    assert "Three servers down" in kept.content.decode()
    assert "synthetic-secret" not in secret.content.decode()
    assert "Three servers down" not in elsewhere.content.decode()


def test_a_form_sent_after_signing_out_loses_nothing(cast: Cast, elements: Elements) -> None:
    """The whole way: refused, signed in beside it, sent from the page that kept the text."""
    client = Client(enforce_csrf_checks=True)
    here = {"Sec-Fetch-Site": "same-origin", "Referer": "http://testserver/requests/"}
    client.get("/sign-in/")
    token = client.cookies["csrftoken"].value
    typed = {"story": 'Servers "down"\nsince 02:30', "idempotency_key": "k-1"}

    refused = client.post("/guarded/", typed | {"csrfmiddlewaretoken": token}, headers=here)
    html = refused.content.decode()
    assert refused.status_code == 403
    assert "You are signed out. Your form is still here." in html
    assert "/sign-in/?next=%2Frequests%2F" in links(elements, html)
    client.force_login(cast.keene_contact, backend="django.contrib.auth.backends.ModelBackend")
    again = {e["name"]: e["value"] for e in elements(html) if e.get("type") == "hidden"}
    assert again.items() >= typed.items()
    answer = client.post("/guarded/", again, headers=here)
    if answer.status_code == 403:  # signing in made a new security token
        page = answer.content.decode()
        again = {e["name"]: e["value"] for e in elements(page) if e.get("type") == "hidden"}
        answer = client.post("/guarded/", again, headers=here)

    assert answer.content == b"taken"


def test_a_button_pressed_after_signing_out_goes_to_sign_in_and_back(
    client: Client, db: None
) -> None:
    answer = client.post(
        "/guarded/",
        {"idempotency_key": "k-1"},
        headers={"Sec-Fetch-Site": "same-origin", "Referer": "http://testserver/requests/"},
    )

    assert answer.headers["Location"] == "/sign-in/?next=%2Frequests%2F"


def test_a_page_that_updates_itself_after_signing_out_says_so(client: Client, db: None) -> None:
    answer = client.get(
        "/guarded/",
        headers={"HX-Request": "true", "Referer": "http://testserver/requests/R-2026-0001/"},
    )

    assert answer.status_code == 403
    assert answer.headers["HX-Retarget"] == "#notices"
    assert "You are signed out" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_a_forged_form_is_never_shown_to_somebody_signed_out(client: Client, db: None) -> None:
    answer = client.post("/guarded/", {"story": "forged"}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 302
    assert b"forged" not in answer.content


@pytest.mark.parametrize("address", ["/sign-in/", "/no-such-page/"])
def test_every_page_has_a_skip_link_a_language_and_one_main(
    client: Client, db: None, elements: Elements, address: str
) -> None:
    found = elements(client.get(address).content.decode())
    first = next(e for e in found if e["tag"] == "a")

    assert first["href"] == "#main"
    assert next(e for e in found if e["tag"] == "html")["lang"].startswith("en")
    assert [e["id"] for e in found if e["tag"] == "main"] == ["main"]
