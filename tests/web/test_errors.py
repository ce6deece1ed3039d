"""Every way a request can fail ends in a page that says what to do next."""

from __future__ import annotations

import json
from collections.abc import Callable
from unittest.mock import patch

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from pytest_django import Settings

from muster.web import errors

Elements = Callable[[str], list[dict[str, str]]]


def sink(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Only the mayor's office can sign.")


urlpatterns = [
    path("sink/", sink),
    path("broken/", broken),
    path("forbidden/", forbidden),
]
handler400 = "muster.web.errors.bad_request"
handler403 = "muster.web.errors.permission_denied"
handler404 = "muster.web.errors.page_not_found"
handler500 = "muster.web.errors.server_error"

pytestmark = pytest.mark.urls(__name__)

HANDLERS: dict[int, Callable[[HttpRequest], HttpResponse]] = {
    400: errors.bad_request,
    403: errors.permission_denied,
    404: errors.page_not_found,
    405: lambda request: errors.method_not_allowed(request, ["GET"]),
    410: errors.gone,
    413: errors.too_large,
    429: lambda request: errors.too_many_requests(request, retry_after_seconds=90),
    500: errors.server_error,
}


@pytest.mark.parametrize("status", HANDLERS)
def test_an_error_page_says_what_to_do_next(status: int) -> None:
    response = HANDLERS[status](RequestFactory().get("/somewhere/"))
    html = response.content.decode()
    assert response.status_code == status
    assert "What to do now" in html
    assert f"Error {status}" in html


@pytest.mark.parametrize("status", HANDLERS)
def test_an_error_page_has_one_heading_and_works_before_sign_in_is_known(
    status: int, elements: Elements
) -> None:
    request = RequestFactory().get("/somewhere/")
    assert not hasattr(request, "user")
    html = HANDLERS[status](request).content.decode()
    assert sum(e["tag"] == "h1" for e in elements(html)) == 1


def test_the_reason_of_a_refusal_is_shown(client: Client) -> None:
    response = client.get("/forbidden/")
    assert response.status_code == 403
    assert "Only the mayor&#x27;s office can sign." in response.content.decode()


def test_the_page_for_a_crash_needs_no_template_context(client: Client) -> None:
    client.raise_request_exception = False
    with patch("muster.web.context.shell", side_effect=RuntimeError):
        response = client.get("/broken/")
    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()


def test_the_page_for_a_crash_names_the_request(client: Client) -> None:
    client.raise_request_exception = False
    response = client.get("/broken/")
    assert response["X-Request-ID"] in response.content.decode()


def test_too_large_a_body_found_late_is_still_413() -> None:
    response = errors.bad_request(RequestFactory().post("/"), RequestDataTooBig("big"))
    assert response.status_code == 413


def test_waiting_time_is_told_in_words_and_to_programs() -> None:
    response = errors.too_many_requests(RequestFactory().get("/"), retry_after_seconds=90)
    assert response["Retry-After"] == "90"
    assert "Wait 2 minutes" in response.content.decode()


def test_a_refused_method_says_which_work() -> None:
    response = errors.method_not_allowed(RequestFactory().put("/x/"), ["GET", "POST"])
    assert response["Allow"] == "GET, POST"


@pytest.mark.parametrize(
    ("address", "accept"),
    [("/api/v1/needs", "*/*"), ("/nowhere/", "application/json")],
)
def test_a_program_gets_problem_json(address: str, accept: str) -> None:
    response = errors.page_not_found(RequestFactory().get(address, HTTP_ACCEPT=accept))
    body = json.loads(response.content)
    assert response["Content-Type"] == "application/problem+json"
    assert body["status"] == response.status_code == 404
    assert body["title"]
    assert "Check the address." in body["detail"]


def test_a_browser_that_takes_anything_gets_a_page() -> None:
    accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    response = errors.page_not_found(RequestFactory().get("/x/", HTTP_ACCEPT=accept))
    assert response["Content-Type"].startswith("text/html")


def test_a_failed_partial_update_leaves_the_page_and_adds_an_alert() -> None:
    request = RequestFactory().post("/x/", HTTP_HX_REQUEST="true")
    response = errors.permission_denied(request)
    html = response.content.decode()
    assert response["HX-Retarget"] == "#notices"
    assert "<html" not in html
    assert 'role="alert"' in html


def test_text_from_outside_is_escaped_on_a_problem_page() -> None:
    html = errors.permission_denied(RequestFactory().get("/"), PermissionDenied("<script>"))
    assert "<script>" not in html.content.decode().split("<main", 1)[1]


def test_a_form_from_this_hub_without_its_token_can_be_sent_again(
    elements: Elements, settings: Settings
) -> None:
    client = Client(enforce_csrf_checks=True)
    typed = {"story": 'Servers "down"\nsince 02:30', "idempotency_key": "k-1"}
    refused = client.post("/sink/", typed, HTTP_SEC_FETCH_SITE="same-origin")
    assert refused.status_code == 403
    assert "Nothing you typed is lost" in refused.content.decode()
    inputs = [e for e in elements(refused.content.decode()) if e.get("type") == "hidden"]
    again = {e["name"]: e["value"] for e in inputs}
    assert again.items() >= typed.items()
    accepted = client.post("/sink/", again)
    assert accepted.content == b"taken"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_SEC_FETCH_SITE": "cross-site"},
        {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"},
        {"HTTP_ORIGIN": "https://elsewhere.synthetic.example"},
    ],
)
def test_a_form_from_elsewhere_is_never_offered_again(headers: dict[str, str]) -> None:
    response = Client(enforce_csrf_checks=True).post("/sink/", {"story": "forged"}, **headers)  # type: ignore[arg-type]
    assert response.status_code == 403
    assert "forged" not in response.content.decode()
    assert "Open the page again" in response.content.decode()


@pytest.mark.parametrize("name", ["password", "new_password1", "code", "api_token"])
def test_a_secret_is_not_written_into_the_page(name: str) -> None:
    response = Client(enforce_csrf_checks=True).post(
        "/sink/", {name: "synthetic-secret"}, HTTP_SEC_FETCH_SITE="same-origin"
    )
    assert "synthetic-secret" not in response.content.decode()
