"""How many queries each page of the road costs, and that more rows do not cost more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.aid.models import Mission
from muster.domain.orders import OrderLine

SESSION_AND_ACTOR = 5
"""The session, the person, their offices (which tells the wall who looks), and the wall closed and,
in a test, opened again."""

CEILINGS = {
    "/": 9,
    "/requests/": 6,
    "/board/": 11,
    "/offers/": 6,
    "/missions/": 3,
    "/agreements/": 4,
    "/organizations/": 3,
    "/call-list/": 6,
    "/roster/": 5,
    "{request}": 17,
    "{request}match/": 9,
    "{offer}": 7,
    "{commitment}": 14,
    "{mission}": 6,
}


def _count(client: Client, path: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(path)
    assert response.status_code == 200, path
    return len(queries)


def _paths(mission: Mission) -> dict[str, str]:
    commitment = mission.commitment
    return {
        "{request}": f"/requests/{commitment.offer.request.number}/",
        "{offer}": f"/offers/{commitment.offer.pk}/",
        "{commitment}": f"/commitments/{commitment.pk}/",
        "{mission}": f"/missions/{mission.number}/",
    }


@pytest.mark.parametrize("page", CEILINGS)
def test_no_page_costs_more_queries_than_written_down(cast: Cast, page: str) -> None:
    mission = road.bound(cast)
    path = page
    for name, address in _paths(mission).items():
        path = path.replace(name, address)
    person = cast.coordinator if page != "/roster/" else cast.denton_representative
    client = client_of(person)
    client.get(path)
    assert _count(client, path) <= CEILINGS[page] + SESSION_AND_ACTOR


@pytest.mark.parametrize("path", ["/", "/requests/", "/board/", "/offers/"])
def test_three_times_the_requests_cost_no_query_more(cast: Cast, path: str) -> None:
    client = client_of(cast.coordinator)
    _asked_and_offered(cast)
    client.get(path)
    once = _count(client, path)
    _asked_and_offered(cast)
    _asked_and_offered(cast)
    assert _count(client, path) == once


def test_a_longer_request_costs_no_query_more(cast: Cast) -> None:
    client = client_of(cast.keene_representative)
    short = road.asked(cast, OrderLine(make.REBUILD, 1))
    long = road.asked(cast, *[OrderLine(code, 1) for code in (make.REBUILD, make.DIRECTORY)] * 4)
    counts: Callable[[str], int] = lambda number: _count(client, f"/requests/{number}/")  # noqa: E731
    counts(str(short.number))
    assert counts(str(long.number)) == counts(str(short.number))


def _asked_and_offered(cast: Cast) -> None:
    road.offered(cast, road.asked(cast, OrderLine(make.REBUILD, 1)))
