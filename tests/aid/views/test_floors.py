"""A lender asks what keeping fewer at home would change, and learns nothing it may not know."""

from __future__ import annotations

import pytest
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.aid.models import MatchRun, Request
from muster.aid.services import offers
from muster.responders.models import HomeFloor

pytestmark = pytest.mark.django_db


def short_handed(cast: Cast, *, terms: bool = True) -> tuple[HomeFloor, Request]:
    """Denton keeps both its directory people; its technician is asked for."""
    floor = cast.denton.home_floors.create(position=make.DIRECTORY, keep=2)
    lines = make.line(make.DIRECTORY, 3), make.line(make.REBUILD, 3)
    request = road.asked(cast, *lines)
    offer = road.offered(cast, request)[cast.denton]
    if terms:
        offers.accept_terms(actor=cast.actor(cast.denton_representative), offer=offer)
    return floor, request


def page(cast: Cast, floor: HomeFloor, query: str = "") -> str:
    answer = client_of(cast.denton_representative).get(f"/roster/floors/{floor.pk}/{query}")
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_lender_sees_how_many_more_are_found_and_how_many_of_them_are_its_own(
    cast: Cast,
) -> None:
    floor, request = short_handed(cast)
    runs = MatchRun.objects.count()

    one_fewer = page(cast, floor)
    assert "<dd>5 of 6 instead of 4</dd>" in one_fewer
    assert "<dd>2 instead of 1</dd>" in one_fewer
    none_kept = page(cast, floor, "?keep=0")
    assert "<dd>6 of 6 instead of 4</dd>" in none_kept
    assert "<dd>3 instead of 1</dd>" in none_kept
    assert str(request.number) in none_kept

    floor.refresh_from_db()
    assert floor.keep == 2
    assert MatchRun.objects.count() == runs


def test_a_floor_that_holds_nobody_back_changes_nothing(cast: Cast) -> None:
    floor, _request = short_handed(cast)
    idle = cast.denton.home_floors.create(position=make.REBUILD, keep=1)
    floor.delete()

    told = page(cast, idle)

    assert told.count("as now") == 2


def test_before_the_terms_are_accepted_the_lender_is_told_of_no_request(cast: Cast) -> None:
    floor, request = short_handed(cast, terms=False)

    told = page(cast, floor)

    assert "You know of no open request" in told
    assert str(request.number) not in told


def test_nobody_else_finds_the_floor(cast: Cast) -> None:
    floor, _request = short_handed(cast)
    for person in (cast.coordinator, cast.keene_representative, cast.auditor):
        assert client_of(person).get(f"/roster/floors/{floor.pk}/").status_code == 404


@pytest.mark.parametrize("keep", ["2", "-1", "many", "99999999", "²"])
def test_a_number_that_is_not_fewer_gets_a_sentence(cast: Cast, keep: str) -> None:
    floor, _request = short_handed(cast)

    answer = client_of(cast.denton_representative).get(f"/roster/floors/{floor.pk}/?keep={keep}")

    assert answer.status_code == 422
    assert "Choose" in answer.content.decode()


def test_a_floor_of_nobody_holds_nobody_back(cast: Cast) -> None:
    floor = cast.denton.home_floors.create(position=make.REBUILD, keep=0)
    assert "Nothing is held back" in page(cast, floor)


def test_the_roster_leads_there(cast: Cast) -> None:
    floor, _request = short_handed(cast)
    roster = client_of(cast.denton_representative).get("/roster/").content.decode()
    assert f"/roster/floors/{floor.pk}/" in roster
