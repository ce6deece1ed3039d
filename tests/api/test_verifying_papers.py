"""Anybody with a paper in hand can ask whether it holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.api.patching import patch
from tests.support import road
from tests.support.cast import Cast
from tests.support.software import Software, software_of

from muster.aid.models import Mission
from muster.aid.queries.paper_checks import Standing, paper_check
from muster.aid.services import commitments


@pytest.fixture
def mission(cast: Cast) -> Mission:
    return road.bound(cast)


def test_a_code_is_verified_without_a_token_and_as_it_was_typed(mission: Mission) -> None:
    code = mission.order.code
    typed = f"{code[:4].lower()}-{code[4:]}"

    found = Software("").get(f"/missions/verify/{typed}")

    assert found.status_code == 200
    check = found.json()
    assert (check["standing"], check["mission"]) == ("stands", mission.number)
    assert check["digest"] == mission.order.pdf_digest
    assert check["organization"] == "Denton County"


def test_a_code_that_is_not_ours_is_404_and_says_what_to_do(mission: Mission) -> None:
    unknown = Software("").get("/missions/verify/AAAA22223333")

    assert unknown.status_code == 404
    assert "letter by letter" in unknown.json()["detail"]


def test_a_recalled_mission_s_paper_does_not_hold(cast: Cast, mission: Mission) -> None:
    commitments.recall(
        actor=cast.actor(cast.denton_representative),
        commitment=mission.commitment,
        reason="Storm at home",
    )

    assert paper_check(mission.order.code, at=cast.now).standing is Standing.ENDED


def test_a_paper_is_over_when_its_time_is(cast: Cast, mission: Mission) -> None:
    later = cast.now + timedelta(days=30)

    assert paper_check(mission.order.code, at=later).standing is Standing.OVER


def test_a_replaced_paper_says_so(cast: Cast, mission: Mission) -> None:
    old = mission.order.code
    request = mission.commitment.offer.request
    request.refresh_from_db()
    town = software_of(cast.keene_representative)
    changed = {"version": request.version, "call_back_number": "+1 817 555 0199"}

    assert patch(town, f"/requests/{request.number}", changed).status_code == 200

    check = town.get(f"/missions/verify/{old}").json()
    assert (check["standing"], check["ends_at"]) == ("replaced", None)
    mission.order.refresh_from_db()
    assert paper_check(mission.order.code, at=cast.now).standing is Standing.STANDS
