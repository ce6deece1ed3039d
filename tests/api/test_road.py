"""The whole road by API: from asking for help to the paper."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from tests.support.cast import Cast
from tests.support.software import GOOD_ORDER, software_of

from muster.audit.verification import verify


def test_from_asking_to_the_mission_order_and_back_home(cast: Cast) -> None:
    town, desk, lender = (
        software_of(cast.keene_representative),
        software_of(cast.coordinator),
        software_of(cast.denton_representative),
    )

    asked = town.post("/requests", GOOD_ORDER)
    assert asked.status_code == 201
    request = asked.json()
    number = request["number"]

    matched = desk.post(f"/requests/{number}/matches")
    assert matched.status_code == 201
    match = matched.json()
    assert sum(len(line["chosen"]) for line in match["lines"]) == 5
    assert desk.get(f"/requests/{number}/matches/latest").json() == match

    sent = desk.post(
        f"/requests/{number}/offers", {"match_id": match["id"], "version": request["version"]}
    )
    assert sent.status_code == 201
    assert {offer["organization"]["name"] for offer in sent.json()} == {
        "Denton County",
        "Johnson County",
    }

    [offer] = lender.get("/offers", status="sent").json()["items"]
    assert lender.post(f"/offers/{offer['id']}/accept", {}).json()["status"] == "accepted"

    [commitment] = town.get("/commitments").json()["items"]
    path = f"/commitments/{commitment['id']}"
    assert town.get(path).json()["missing_acts"] == []
    signed = town.post(f"{path}/accept")
    assert signed.status_code == 201
    mission = signed.json()

    paper = lender.get(f"/missions/{mission['number']}/order.pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert hashlib.sha256(paper.content).hexdigest() == mission["order_digest"]
    assert lender.get(f"/missions/{mission['number']}").json() == mission

    assert town.post(f"{path}/release", {"reason": "Done"}).json()["status"] == "released"
    version = town.get(f"/requests/{number}").json()["version"]
    closed = town.post(f"/requests/{number}/close", {"version": version})
    assert closed.json()["status"] == "closed"
    assert verify().intact


def test_a_selection_asks_only_those_selected(cast: Cast) -> None:
    town, desk = software_of(cast.keene_representative), software_of(cast.coordinator)
    request = town.post("/requests", GOOD_ORDER).json()
    match = desk.post(f"/requests/{request['number']}/matches").json()
    line = match["lines"][0]
    pair = {"line_id": line["line_id"], "helper_id": line["chosen"][0]["helper_id"]}

    [offer] = desk.post(
        f"/requests/{request['number']}/offers",
        {"match_id": match["id"], "version": 1, "selection": [pair]},
    ).json()

    assert [row["helper_id"] for row in offer["lines"]] == [pair["helper_id"]]


def test_more_lines_and_a_cancellation(cast: Cast) -> None:
    town = software_of(cast.keene_representative)
    number = town.post("/requests", GOOD_ORDER).json()["number"]

    more = town.post(
        f"/requests/{number}/lines",
        {"version": 1, "lines": [{"position": "laptop", "count": 5}]},
    ).json()
    ended = town.post(
        f"/requests/{number}/cancel", {"version": more["version"], "reason": "Found the backups"}
    ).json()

    assert len(more["lines"]) == 3
    assert (ended["status"], ended["end_reason"]) == ("cancelled", "Found the backups")


@pytest.mark.parametrize(
    ("answer", "body", "status"),
    [
        ("decline", {"reason": "Election week"}, "declined"),
        ("provisional", {"condition": "If the board agrees"}, "provisional"),
    ],
)
def test_a_no_and_a_perhaps(cast: Cast, answer: str, body: dict[str, str], status: str) -> None:
    town, desk = software_of(cast.keene_representative), software_of(cast.coordinator)
    lender = software_of(cast.denton_representative)
    request = town.post("/requests", GOOD_ORDER).json()
    match = desk.post(f"/requests/{request['number']}/matches").json()
    desk.post(f"/requests/{request['number']}/offers", {"match_id": match["id"], "version": 1})
    [offer] = lender.get("/offers").json()["items"]

    answered = lender.post(f"/offers/{offer['id']}/{answer}", body)

    assert (answered.status_code, answered.json()["status"]) == (200, status)


def test_a_declaration_is_recorded_and_listed(cast: Cast) -> None:
    desk = software_of(cast.coordinator)
    body = {
        "level": "state",
        "jurisdiction": cast.texas.ocd_id,
        "issued_by": "Governor of Texas (synthetic)",
        "reference": "Proclamation 41",
        "effective": cast.now.isoformat(),
        "expires": (cast.now + timedelta(days=30)).isoformat(),
    }

    recorded = desk.post("/declarations", body)

    assert recorded.status_code == 201
    assert desk.get("/declarations").json()["items"] == [recorded.json()]
    refused = software_of(cast.keene_representative).post("/declarations", body)
    assert refused.status_code == 403


def test_agreements_positions_and_whoami_are_told(cast: Cast) -> None:
    lender = software_of(cast.denton_representative)

    agreements = lender.get("/agreements").json()
    assert [(a["name"], a["parties"]) for a in agreements["items"]] == [
        ("Corps Program", 3),
        ("Guard Order", 3),
        ("Statewide Aid", 4),
    ]
    assert "directory-recovery" in {p["code"] for p in lender.get("/positions").json()}
    assert lender.get("/whoami").json()["organization"]["name"] == "Denton County"
