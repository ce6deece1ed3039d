"""The menu shows what apps registered, to those who may see it, and where one is."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from pytest_django import Settings

from muster.web import navigation
from muster.web.context import shell


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("page")


urlpatterns = [
    path("", page, name="start"),
    path("requests/", page, name="requests"),
    path("requests/new/", page, name="new"),
    path("requests-archive/", page, name="archive"),
]
handler404 = "muster.web.errors.page_not_found"

pytestmark = [pytest.mark.urls(__name__), pytest.mark.usefixtures("empty_menu")]


def labels(address: str) -> list[str]:
    return [item.label for item in navigation.items(RequestFactory().get(address))]


def current(address: str) -> list[str]:
    items = navigation.items(RequestFactory().get(address))
    return [item.label for item in items if item.current]


def test_entries_stand_in_the_order_of_their_positions() -> None:
    navigation.register("Second", "requests", position=20)
    navigation.register("First", "start", position=10)
    assert labels("/") == ["First", "Second"]


def test_an_entry_is_shown_only_to_those_who_may_see_it() -> None:
    navigation.register("Hidden", "requests", lambda request: False)
    navigation.register("Members", "new", navigation.signed_in)
    navigation.register("Open", "start")
    assert labels("/") == ["Open"]


def test_registering_twice_makes_one_entry() -> None:
    navigation.register("Old", "requests")
    navigation.register("New", "requests")
    assert labels("/") == ["New"]


def test_an_entry_can_be_taken_out() -> None:
    navigation.register("Open", "requests")
    navigation.unregister("requests")
    navigation.unregister("requests")
    assert labels("/") == []


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/", ["Start"]),
        ("/requests/", ["Requests"]),
        ("/requests/R-2026-0042/", ["Requests"]),
        ("/requests/new/", ["New"]),
        ("/requests-archive/", []),
    ],
)
def test_the_closest_entry_is_marked_as_where_one_is(address: str, expected: list[str]) -> None:
    navigation.register("Start", "start")
    navigation.register("Requests", "requests")
    navigation.register("New", "new")
    assert current(address) == expected


def test_an_entry_without_a_page_is_left_off_and_reported() -> None:
    navigation.register("Nowhere", "no-such-name")
    assert labels("/") == []
    (report,) = navigation.unreachable_entries()
    assert "no-such-name" in report.msg


def test_the_account_menu_is_kept_apart() -> None:
    navigation.register("Requests", "requests")
    navigation.register("My offices", "start", area="account")
    account = navigation.items(RequestFactory().get("/"), "account")
    assert [item.label for item in account] == ["My offices"]
    assert labels("/") == ["Requests"]


def test_a_request_refused_before_sign_in_is_known_has_no_menu() -> None:
    navigation.register("Requests", "requests")
    assert shell(RequestFactory().get("/"))["navigation"] == []


def test_the_menu_marks_this_page_for_screen_readers(client: Client) -> None:
    navigation.register("Requests", "requests")
    html = client.get("/requests/nothing/here/").content.decode()
    assert '<a href="/requests/" aria-current="page">Requests</a>' in html


def test_a_demonstration_says_so_on_the_page(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    assert "are synthetic" in client.get("/nowhere/").content.decode()
    settings.DEMO = False
    assert "are synthetic" not in client.get("/nowhere/").content.decode()
