"""A sent request corrected and changed line by line, by the software of its town."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests.api.patching import patch
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.refusals import row_counts
from tests.support.software import GOOD_ORDER, Software, software_of

from muster.aid.models import Need, Request
from muster.domain.ids import uuid7
from muster.domain.matching.problem import Priority


@pytest.fixture
def town(cast: Cast) -> Software:
    return software_of(cast.keene_representative)


@pytest.fixture
def asked(cast: Cast) -> Request:
    first = make.line(make.DIRECTORY, 3, priority=Priority.LIFE_SAFETY)
    return road.asked(cast, first, make.line(make.LAPTOP, 10))


@pytest.fixture
def laptops(asked: Request) -> Need:
    return asked.needs.get(position=make.LAPTOP)


def test_only_what_is_given_is_amended(town: Software, asked: Request) -> None:
    before = town.get(f"/requests/{asked.number}").json()

    after = patch(
        town, f"/requests/{asked.number}", {"version": 1, "call_back_number": "+1 817 555 0199"}
    )

    assert after.status_code == 200
    assert after.json() == before | {"version": 2, "call_back_number": "+1 817 555 0199"}


def test_everything_about_a_request_can_be_amended(
    cast: Cast, town: Software, asked: Request
) -> None:
    change = {
        "what_happened": "It was a burst pipe (synthetic).",
        "systems_down": ["phones"],
        "where_to_report": "2 Main Street",
        "call_back_name": "Day duty",
        "call_back_number": "+1 817 555 0101",
        "tlp": "red",
        "starts_at": (cast.now + timedelta(hours=4)).isoformat(),
        "ends_at": (cast.now + timedelta(days=5)).isoformat(),
    }

    after = patch(
        town,
        f"/requests/{asked.number}",
        {"version": 1, "local_declaration": None, **change},
    ).json()

    assert {name: after[name] for name in change if not name.endswith("_at")} == {
        name: value for name, value in change.items() if not name.endswith("_at")
    }
    asked.refresh_from_db()
    assert asked.during.lower == cast.now + timedelta(hours=4)
    assert asked.during.upper == cast.now + timedelta(days=5)
    assert asked.incident.local_declaration is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"tlp": "purple"}, "tlp"),
        ({"tlp": None}, "tlp"),
        ({"where_to_report": ""}, "where_to_report"),
        ({"call_back_number": "none"}, "call_back_number"),
        ({"ends_at": "1999-01-01T00:00:00Z"}, "ends_at"),
        ({"ends_at": "tomorrow"}, "ends_at"),
        ({"ends_at": "9999-12-31T23:59:59-12:00"}, "ends_at"),
        ({"starts_at": "0001-01-01T00:00:00+14:00"}, "starts_at"),
        ({"what_happened": "\ud800"}, "what_happened"),
        ({"kind": "outage"}, "kind"),
        ({"exercise": True}, "exercise"),
    ],
    ids=str,
)
def test_what_cannot_be_amended_is_named_and_nothing_is_written(
    town: Software, asked: Request, change: dict[str, Any], field: str
) -> None:
    before = row_counts()

    refused = patch(town, f"/requests/{asked.number}", {"version": 1, **change})

    assert refused.status_code == 422
    assert refused["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert row_counts() == before


def test_an_amendment_from_a_stale_version_is_a_conflict(town: Software, asked: Request) -> None:
    path = f"/requests/{asked.number}"
    assert patch(town, path, {"version": 1, "call_back_name": "Day duty"}).status_code == 200

    refused = patch(town, path, {"version": 1, "call_back_name": "Night duty"})

    assert refused.status_code == 409
    assert "while you had it open" in refused.json()["detail"]


def test_only_the_town_s_representative_amends(cast: Cast, asked: Request) -> None:
    body = {"version": 1, "call_back_name": "Day duty"}

    contact = patch(software_of(cast.keene_contact), f"/requests/{asked.number}", body)
    stranger = patch(software_of(cast.stranger), f"/requests/{asked.number}", body)

    assert (contact.status_code, stranger.status_code) == (403, 404)


def test_a_key_repeats_an_amendment_without_doing_it_twice(town: Software, asked: Request) -> None:
    key, path = str(uuid4()), f"/requests/{asked.number}"
    body = {"version": 1, "call_back_name": "Day duty"}

    first, second = (patch(town, path, body, key=key) for _ in range(2))
    other = patch(town, path, {**body, "call_back_name": "Night duty"}, key=key)

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert second["Idempotent-Replay"] == "true"
    assert other.status_code == 409
    asked.refresh_from_db()
    assert asked.version == 2


def test_a_refused_amendment_does_not_use_its_key_up(town: Software, asked: Request) -> None:
    key, path = str(uuid4()), f"/requests/{asked.number}"
    bad = patch(town, path, {"version": 1, "call_back_number": "none"}, key=key)
    good = patch(town, path, {"version": 1, "call_back_number": "+1 817 555 0101"}, key=key)

    assert (bad.status_code, good.status_code) == (422, 200)


def test_an_amendment_that_is_no_json_is_refused(town: Software, asked: Request) -> None:
    answer = town.client.patch(
        f"/api/v1/requests/{asked.number}",
        data=b"a=1",
        content_type="application/x-www-form-urlencoded",
        headers={"Authorization": f"Bearer {town.secret}"},
    )

    assert answer.status_code == 415


def test_a_line_asks_for_more_or_fewer(town: Software, asked: Request, laptops: Need) -> None:
    path = f"/requests/{asked.number}/lines/{laptops.pk}"
    key = str(uuid4())

    first, again = (patch(town, path, {"version": 1, "count": 7}, key=key) for _ in range(2))
    none = patch(town, path, {"version": 2, "count": 0})

    assert [line["count"] for line in first.json()["lines"]] == [3, 7]
    assert (first.json()["version"], again["Idempotent-Replay"]) == (2, "true")
    assert none.status_code == 422
    assert patch(town, path, {"version": 1, "count": 8}).status_code == 409


def test_a_line_of_another_request_is_not_found(cast: Cast, town: Software, laptops: Need) -> None:
    other = road.asked(cast)

    path = f"/requests/{other.number}/lines/{laptops.pk}"

    assert patch(town, path, {"version": 1, "count": 7}).status_code == 404
    assert town.post(f"{path}/cancel", {"version": 1}).status_code == 404
    assert (
        town.post(f"/requests/{other.number}/lines/{uuid7()}/cancel", {"version": 1})
        .json()["detail"]
        .startswith("This line does not exist")
    )


def test_a_line_is_cancelled_once(town: Software, asked: Request, laptops: Need) -> None:
    path, key = f"/requests/{asked.number}/lines/{laptops.pk}/cancel", str(uuid4())

    first, again = (town.post(path, {"version": 1}, key=key) for _ in range(2))

    assert [line["status"] for line in first.json()["lines"]] == ["open", "cancelled"]
    assert again["Idempotent-Replay"] == "true"
    assert town.post(path, {"version": 1}).status_code == 409
    assert town.post(path, {"version": 2}).status_code == 409


def test_a_line_somebody_is_asked_for_stays(cast: Cast, town: Software) -> None:
    request = road.offered(cast)[cast.denton].request
    request.refresh_from_db()
    line = request.needs.get(position=make.DIRECTORY)

    refused = town.post(
        f"/requests/{request.number}/lines/{line.pk}/cancel", {"version": request.version}
    )

    assert refused.status_code == 409
    assert "has not answered yet" in refused.json()["detail"]


def test_the_coordinator_marks_a_line_unable_to_fill_and_open_again(
    cast: Cast, asked: Request, laptops: Need
) -> None:
    desk = software_of(cast.coordinator)
    path, key = f"/requests/{asked.number}/lines/{laptops.pk}", str(uuid4())
    why = {"reason": "No laptops left in the state; ask the manufacturer."}

    first, again = (desk.post(f"{path}/unable", why, key=key) for _ in range(2))
    marked = first.json()["lines"][1]
    assert (marked["status"], marked["unable_reason"]) == ("unable_to_fill", why["reason"])
    assert again["Idempotent-Replay"] == "true"
    assert desk.post(f"{path}/unable", why).status_code == 409

    opened = desk.post(f"{path}/reopen").json()["lines"][1]
    assert (opened["status"], opened["unable_reason"]) == ("open", "")
    assert desk.post(f"{path}/reopen").status_code == 409


def test_only_the_coordinator_judges_a_line_and_gives_a_reason(
    cast: Cast, town: Software, asked: Request, laptops: Need
) -> None:
    path = f"/requests/{asked.number}/lines/{laptops.pk}"

    assert town.post(f"{path}/unable", {"reason": "Nobody"}).status_code == 403
    assert town.post(f"{path}/reopen").status_code == 403
    assert software_of(cast.coordinator).post(f"{path}/unable", {}).status_code == 422
    blank = software_of(cast.coordinator).post(f"{path}/unable", {"reason": " "})
    assert [error["field"] for error in blank.json()["errors"]] == ["reason"]


def test_more_lines_may_begin_later_and_not_after_the_end(
    cast: Cast, town: Software, asked: Request
) -> None:
    path = f"/requests/{asked.number}/lines"
    later, after = cast.now + timedelta(hours=24), cast.now + timedelta(days=30)
    body = {"version": 1, "lines": [{"position": "network-switch", "count": 2}]}

    refused = town.post(path, {**body, "starts_at": after.isoformat()})
    added = town.post(path, {**body, "starts_at": later.isoformat()})

    assert [error["field"] for error in refused.json()["errors"]] == ["starts_at"]
    assert added.status_code == 200
    assert asked.needs.get(position="network-switch").during.lower == later


def test_half_a_character_in_a_reason_is_bad_input(town: Software, asked: Request) -> None:
    refused = town.post(f"/requests/{asked.number}/cancel", {"version": 1, "reason": "\ud800"})

    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == ["reason"]


def test_part_of_a_stock_is_lent_by_software(cast: Cast) -> None:
    town, lender = software_of(cast.keene_representative), software_of(cast.denton_representative)
    order = {**GOOD_ORDER, "lines": [{"position": "laptop", "count": 8}]}
    request = town.post("/requests", order).json()
    match = town.post(f"/requests/{request['number']}/matches").json()
    asked = {"match_id": match["id"], "version": request["version"]}
    town.post(f"/requests/{request['number']}/offers", asked)
    [offer] = lender.get("/offers", status="sent").json()["items"]
    line = offer["lines"][0]["id"]

    too_many = lender.post(
        f"/offers/{offer['id']}/accept", {"units": [{"line_id": line, "units": 9}]}
    )
    lent = lender.post(f"/offers/{offer['id']}/accept", {"units": [{"line_id": line, "units": 5}]})

    assert (too_many.status_code, lent.status_code) == (422, 200)
    assert lent.json()["lines"][0]["units"] == 5
