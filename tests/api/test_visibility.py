"""Strangers get 404, insiders without permission 403 with a reason, lenders a county."""

from __future__ import annotations

import json

import pytest
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.software import Software, software_of

from muster.aid.services import drafts, matching, offers, requests


@pytest.fixture
def lender(cast: Cast) -> Software:
    return software_of(cast.denton_representative)


def test_a_lender_reads_county_and_kind_before_the_terms_and_the_name_after(
    cast: Cast, lender: Software
) -> None:
    offer = road.offered(cast)[cast.denton]

    before = lender.get(f"/offers/{offer.pk}")
    assert (before.json()["county"], before.json()["kind"]) == ("Johnson County", "ransomware")
    assert before.json()["request"] is None
    assert {line["road_km"] for line in before.json()["lines"]} == {None}

    after = lender.post(f"/offers/{offer.pk}/terms").json()
    assert after["request"]["organization"]["name"] == "Keene"
    assert after["request"]["number"] == offer.request.number
    assert after["request"]["where_to_report"].startswith("100 North Mockingbird")


@pytest.mark.parametrize("withdrawn", [False, True])
def test_nothing_that_names_the_town_reaches_a_lender_before_the_terms(
    cast: Cast, lender: Software, withdrawn: bool
) -> None:
    offer = road.offered(cast)[cast.denton]
    if withdrawn:
        offers.withdraw_offer(actor=cast.actor(cast.keene_representative), offer=offer)
    secrets = [
        cast.keene.name,
        str(cast.keene.pk),
        offer.request.number or "number",
        str(offer.request.pk),
        offer.request.where_to_report,
        offer.request.call_back_number,
    ]

    for path in (f"/offers/{offer.pk}", "/offers", "/requests", "/commitments", "/missions"):
        said = json.dumps(lender.get(path).json())
        assert [secret for secret in secrets if secret in said] == [], path


def test_a_stranger_gets_404_whether_it_exists_or_not(cast: Cast) -> None:
    mission = road.bound(cast)
    offer = mission.commitment.offer
    stranger = software_of(cast.stranger)

    for path in (
        f"/requests/{offer.request.number}",
        "/requests/R-1999-0001",
        f"/offers/{offer.pk}",
        f"/commitments/{mission.commitment.pk}",
        f"/missions/{mission.number}",
        f"/missions/{mission.number}/order.pdf",
    ):
        answer = stranger.get(path)
        assert answer.status_code == 404, path
        assert answer["Content-Type"] == "application/problem+json"
    for path in ("/requests", "/offers", "/commitments", "/missions"):
        assert stranger.get(path).json()["items"] == []


def test_a_stranger_changes_nothing_it_cannot_see(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    stranger = software_of(cast.stranger)

    assert stranger.post(f"/offers/{offer.pk}/accept", {}).status_code == 404
    matched = stranger.post(f"/requests/{offer.request.number}/matches")
    assert matched.status_code == 404


def test_an_insider_without_permission_gets_403_and_the_reason(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    contact = software_of(cast.keene_contact)

    answer = contact.post(f"/offers/{offer.pk}/withdraw")

    assert answer.status_code == 403
    assert "authorized representative" in answer.json()["detail"]


def test_a_lender_under_the_terms_sees_the_request_and_not_the_match(
    cast: Cast, lender: Software
) -> None:
    offer = road.offered(cast)[cast.denton]
    lender.post(f"/offers/{offer.pk}/terms")

    assert lender.get(f"/requests/{offer.request.number}").status_code == 200
    assert lender.get(f"/requests/{offer.request.number}/matches/latest").status_code == 403


def test_a_joint_run_tells_a_town_nothing_of_the_others(cast: Cast) -> None:
    near = cast.lubbock.jurisdiction
    assert near is not None
    near.latitude, near.longitude = 32.4, -97.3
    near.save()
    ours = road.asked(cast)
    theirs = requests.ask(
        actor=cast.actor(cast.stranger), organization=cast.lubbock, order=make.order()
    )
    matching.propose(actor=cast.actor(cast.coordinator), requests=[ours, theirs])

    seen = software_of(cast.keene_representative).get(f"/requests/{ours.number}/matches/latest")

    lines = {line["line_id"] for line in seen.json()["lines"]}
    assert lines == {str(need.pk) for need in ours.needs.all()}
    run = ours.match_runs.get()
    assert "Lubbock" in str(run.answer), "the coordinator's run speaks of the other town"
    assert "Lubbock" not in seen.content.decode()


def test_a_draft_is_not_in_the_api(cast: Cast) -> None:
    drafts.start_draft(
        actor=cast.actor(cast.keene_contact), organization=cast.keene, exercise=False
    )

    assert software_of(cast.keene_representative).get("/requests").json()["count"] == 0
