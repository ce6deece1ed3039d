"""Around every request: an id, closed features, no caching of personal pages, readable input."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.utils.html import escape
from django.views.decorators.http import require_POST
from pytest_django import Settings

from muster.domain.failures import Conflict, Failure, Gone, Invalid, NotFound, Refused
from muster.web.advice import advice
from muster.web.failures import FailureMiddleware
from muster.web.middleware import SecurityHeadersMiddleware, UnreadableInputMiddleware


def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(getattr(request, "request_id", ""))


@require_POST
def post_only(request: HttpRequest) -> HttpResponse:
    return HttpResponse("posted")


def taken(request: HttpRequest) -> HttpResponse:
    raise Conflict("Another town took this team.", "Ask the next helper on the list.")


def unstorable(request: HttpRequest) -> HttpResponse:
    raise DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")


def half_character(request: HttpRequest) -> HttpResponse:
    return HttpResponse("\ud800".encode())


urlpatterns = [
    path("echo/", echo),
    path("post-only/", post_only),
    path("taken/", taken),
    path("unstorable/", unstorable),
    path("half-character/", half_character),
]
handler400 = "muster.web.errors.bad_request"

pytestmark = pytest.mark.urls(__name__)


def answered(request: HttpRequest) -> HttpResponse:
    return HttpResponse("fine")


def test_every_request_has_an_id_of_its_own(client: Client) -> None:
    first, second = client.get("/echo/"), client.get("/echo/")
    assert first["X-Request-ID"] == first.content.decode()
    assert UUID(first["X-Request-ID"]).version == 7
    assert first["X-Request-ID"] != second["X-Request-ID"]


def test_an_id_sent_from_outside_is_not_taken_over(client: Client) -> None:
    response = client.get("/echo/", HTTP_X_REQUEST_ID="forged\nline")
    assert "forged" not in response["X-Request-ID"]


def test_browser_features_nobody_needs_are_closed(client: Client) -> None:
    headers = client.get("/echo/").headers
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_page_for_somebody_signed_in_is_not_stored(settings: Settings) -> None:
    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "synthetic"
    response = SecurityHeadersMiddleware(answered)(request)
    assert response["Cache-Control"] == "no-store"


def test_a_public_page_may_be_stored() -> None:
    response = SecurityHeadersMiddleware(answered)(RequestFactory().get("/"))
    assert "Cache-Control" not in response


def test_a_view_may_set_its_own_caching(settings: Settings) -> None:
    def cached(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cache-Control": "private, max-age=60"})

    request = RequestFactory().get("/")
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "synthetic"
    assert SecurityHeadersMiddleware(cached)(request)["Cache-Control"] == "private, max-age=60"


def test_too_long_a_form_is_413_with_a_way_out(client: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = client.post(
        "/post-only/", "story=" + "a" * 200, content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code == 413
    assert "send it in two parts" in response.content.decode()


def test_too_many_fields_are_413(client: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    response = client.post("/post-only/", {f"f{n}": "x" for n in range(9)})
    assert response.status_code == 413


@pytest.mark.parametrize(
    "request_with_nul",
    [
        RequestFactory().get("/?q=%00"),
        RequestFactory().get("/", {"a\0": "name"}),
        RequestFactory().get("/pa%00th/"),
        RequestFactory().post("/", {"story": "a\0b"}),
        RequestFactory(HTTP_COOKIE='sessionid="a\\000b"').get("/"),
    ],
)
def test_null_bytes_are_turned_away_before_any_view(request_with_nul: HttpRequest) -> None:
    response = UnreadableInputMiddleware(answered)(request_with_nul)
    assert response.status_code == 400
    assert b"fine" not in response.content


def test_a_broken_upload_is_400() -> None:
    request = RequestFactory().post("/", b"junk", content_type="multipart/form-data")
    assert UnreadableInputMiddleware(answered)(request).status_code == 400


@pytest.mark.parametrize("address", ["/unstorable/", "/half-character/"])
def test_text_the_database_would_refuse_is_400(address: str, client: Client) -> None:
    assert client.get(address).status_code == 400


def test_other_mistakes_are_not_blamed_on_the_reader() -> None:
    middleware = UnreadableInputMiddleware(answered)
    request = RequestFactory().get("/")
    assert middleware.process_exception(request, ValueError("negative hours")) is None


def test_ordinary_input_passes() -> None:
    request = RequestFactory().post("/?q=ñ", {"story": "Über\r\nall"})
    assert UnreadableInputMiddleware(answered)(request).content == b"fine"


def test_a_refused_use_case_becomes_its_page(client: Client) -> None:
    response = client.get("/taken/")
    html = response.content.decode()
    assert response.status_code == 409
    assert "Another town took this team." in html
    assert "Ask the next helper on the list." in html


@pytest.mark.parametrize("kind", [Refused, NotFound, Conflict, Gone, Invalid])
def test_every_failure_says_what_to_do_even_when_its_author_did_not(
    kind: type[Failure],
) -> None:
    middleware = FailureMiddleware(answered)
    response = middleware.process_exception(RequestFactory().get("/"), kind("No."))
    assert response is not None
    assert response.status_code == kind.status
    said = response.content.decode().partition("What to do now</h2><p>")[2].partition("</p>")[0]
    assert said == escape(advice(RequestFactory().get("/"), kind.status))


def test_an_empty_405_becomes_a_page(client: Client) -> None:
    response = client.get("/post-only/")
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "What to do now" in response.content.decode()
