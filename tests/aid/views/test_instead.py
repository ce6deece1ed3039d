"""What sending somebody else would cost the plan, asked on the page of the proposal."""

from __future__ import annotations

import pytest
from tests.support import road
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.aid.models import MatchRun, Request
from muster.domain.ids import uuid7
from muster.responders.models import Responder

pytestmark = pytest.mark.django_db


def next_best(run: MatchRun) -> tuple[str, str]:
    """A line and somebody who comes next for it."""
    for need_id, stored in run.answer["needs"].items():
        for row in stored["next_best"]:
            return need_id, row["helper_id"]
    raise AssertionError("nobody comes next in this cast")


def address(request: Request, need_id: object, helper_id: object) -> str:
    return f"/requests/{request.number}/lines/{need_id}/instead/{helper_id}/"


def crowd(cast: Cast) -> tuple[Request, MatchRun]:
    """A request with more who could come than are asked for."""
    for one in (*cast.denton_staff, *cast.johnson_staff):
        one.qualifications.filter(level__gt=2).update(level=1)
    request = road.asked(cast)
    return request, road.proposed(cast, request)


def test_the_town_sees_what_the_next_best_would_cost_its_plan(cast: Cast) -> None:
    request, run = crowd(cast)
    need_id, helper_id = next_best(run)
    town = client_of(cast.keene_representative)

    link = address(request, need_id, helper_id)
    assert link in town.get(f"/requests/{request.number}/match/").content.decode()
    page = town.get(link)

    assert page.status_code == 200
    text = page.content.decode()
    assert "If they went here" in text or "Nothing would get worse" in text
    assert "Nothing was changed" in text
    assert MatchRun.objects.count() == 1


def test_a_town_cannot_ask_about_whom_it_was_not_shown(cast: Cast) -> None:
    request, run = crowd(cast)
    need_id, _helper_id = next_best(run)
    shown = {row["helper_id"] for row in run.answer["needs"][need_id]["next_best"]}
    hidden = Responder.objects.exclude(pk__in=shown)[0]
    town, hub = client_of(cast.keene_representative), client_of(cast.coordinator)

    assert town.get(address(request, need_id, hidden.pk)).status_code == 404
    assert hub.get(address(request, need_id, hidden.pk)).status_code == 200


def test_nobody_else_may_ask_and_what_is_gone_is_said(cast: Cast) -> None:
    request, run = crowd(cast)
    need_id, helper_id = next_best(run)

    hub = client_of(cast.coordinator)
    assert client_of(cast.auditor).get(address(request, need_id, helper_id)).status_code == 403
    assert (
        client_of(cast.denton_representative).get(address(request, need_id, helper_id)).status_code
        == 404
    )
    gone = hub.get(address(request, uuid7(), helper_id))
    assert gone.status_code == 404
    assert "not in question any more" in gone.content.decode()
