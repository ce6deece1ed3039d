"""Tokens, keys, sizes, shapes: what stands between a caller and an operation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from tests.support import road
from tests.support.cast import Cast
from tests.support.refusals import row_counts
from tests.support.software import GOOD_ORDER, ROOT, Answer, Software, software_of

from muster.aid.models import Request
from muster.directory.models import ApiToken, Tenure
from muster.directory.services.tenures import end_tenure


@pytest.fixture
def town(cast: Cast) -> Software:
    return software_of(cast.keene_representative)


def is_problem(answer: Answer, status: int) -> dict[str, Any]:
    """The body of a problem of this status, checked for its shape."""
    assert answer.status_code == status, answer.content[:500]
    assert answer["Content-Type"] == "application/problem+json"
    body: dict[str, Any] = answer.json()
    assert body["status"] == status
    assert body["title"]
    assert body["detail"].endswith(".")
    assert body["instance"] == answer["X-Request-ID"]
    return body


@pytest.mark.parametrize("secret", ["", "muster_made-up", "ü", "muster_" + "x" * 10_000])
def test_without_a_known_token_the_answer_says_how_to_get_in(cast: Cast, secret: str) -> None:
    answer = Software(secret.encode().decode("latin-1")).get("/requests")

    is_problem(answer, 401)
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_revoked_an_expired_and_an_orphaned_token_are_over(cast: Cast, town: Software) -> None:
    tokens = ApiToken.objects.all()
    assert town.get("/whoami").status_code == 200
    tokens.update(revoked_at=timezone.now())
    is_problem(town.get("/whoami"), 401)
    tokens.update(revoked_at=None)
    assert town.get("/whoami").status_code == 200

    [seat] = Tenure.objects.filter(person=cast.keene_representative)
    end_tenure(actor=cast.actor(cast.coordinator, at=timezone.now()), tenure=seat)
    is_problem(town.get("/whoami"), 401)


def test_a_session_cookie_opens_nothing(cast: Cast, client: Client) -> None:
    client.force_login(
        cast.keene_representative, backend="django.contrib.auth.backends.ModelBackend"
    )

    is_problem(client.get(f"{ROOT}/whoami"), 401)


def test_the_same_key_and_body_ask_once_and_answer_twice(town: Software) -> None:
    key = str(uuid4())
    first, second = (town.post("/requests", GOOD_ORDER, key=key) for _ in range(2))

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert second["Idempotent-Replay"] == "true"
    assert Request.objects.count() == 1


def test_a_key_of_a_post_answers_no_patch(town: Software) -> None:
    key = str(uuid4())
    town.post("/requests", GOOD_ORDER, key=key)

    answer = town.client.patch(
        f"{ROOT}/requests",
        data=GOOD_ORDER,
        content_type="application/json",
        headers={"Authorization": f"Bearer {town.secret}", "Idempotency-Key": key},
    )

    is_problem(answer, 405)


def test_the_same_key_with_another_body_is_a_conflict(town: Software) -> None:
    key = str(uuid4())
    town.post("/requests", GOOD_ORDER, key=key)

    is_problem(town.post("/requests", {**GOOD_ORDER, "hours": 5}, key=key), 409)


def test_a_refused_call_does_not_use_its_key_up(town: Software) -> None:
    key = str(uuid4())
    is_problem(town.post("/requests", {**GOOD_ORDER, "hours": 0}, key=key), 422)

    assert town.post("/requests", GOOD_ORDER, key=key).status_code == 201


def test_a_key_of_somebody_else_is_a_different_key(cast: Cast, town: Software) -> None:
    key = str(uuid4())
    mine = town.post("/requests", GOOD_ORDER, key=key).json()
    theirs = software_of(cast.stranger).post("/requests", GOOD_ORDER, key=key).json()

    assert mine["number"] != theirs["number"]


def test_a_revoked_token_gets_no_old_answers(town: Software) -> None:
    key = str(uuid4())
    town.post("/requests", GOOD_ORDER, key=key)
    ApiToken.objects.update(revoked_at=timezone.now())

    is_problem(town.post("/requests", GOOD_ORDER, key=key), 401)


def test_a_key_that_is_too_long_is_refused(town: Software) -> None:
    is_problem(town.post("/requests", GOOD_ORDER, key="k" * 81), 422)


LINES = GOOD_ORDER["lines"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_at": "tomorrow"}, "starts_at"),
        ({"starts_at": "2026-02-30T00:00:00Z"}, "starts_at"),
        ({"starts_at": "2026-02-03T00:00:00"}, "starts_at"),
        ({"starts_at": "1999-01-01T00:00:00Z"}, "starts_at"),
        ({"noticed_at": "0001-01-01T00:00:00+14:00"}, "noticed_at"),
        ({"starts_at": "9999-12-31T23:59:59-14:00"}, "starts_at"),
        ({"hours": 0}, "hours"),
        ({"hours": 10**400}, "hours"),
        ({"hours": "72"}, "hours"),
        ({"what_happened": "nul \0 inside"}, "what_happened"),
        ({"what_happened": "\ud800"}, "what_happened"),
        ({"kind": "aliens"}, "kind"),
        ({"tlp": "purple"}, "tlp"),
        ({"lines": []}, "lines"),
        ({"lines": [{"position": "wizard", "count": 1}]}, "lines.0.position"),
        ({"lines": [{"position": "laptop", "count": 0}]}, "lines.0.count"),
        ({"lines": [{"position": "laptop", "count": 10_000}]}, "lines.0.count"),
        ({"lines": [{"position": "laptop", "count": 1, "colour": "red"}]}, "lines.0.colour"),
        ({"call_back_number": "none"}, "call_back_number"),
        ({"where_to_report": ""}, "where_to_report"),
        ({"systems_down": ["s" * 41]}, "systems_down.0"),
        ({"surprise": 1}, "surprise"),
    ],
    ids=str,
)
def test_bad_input_names_its_field_and_writes_nothing(
    town: Software, changes: dict[str, Any], field: str
) -> None:
    before = row_counts()

    problem = is_problem(town.post("/requests", {**GOOD_ORDER, **changes}), 422)

    assert [error["field"] for error in problem["errors"]] == [field]
    assert row_counts() == before


@pytest.mark.parametrize(
    "raw", [b"{", b"", b"\xff\xfe", b"[" * 100_000, b'{"hours": 1e999', b"nul\0"]
)
def test_a_body_that_is_no_json_is_refused(town: Software, raw: bytes) -> None:
    answer = town.client.post(
        f"{ROOT}/requests",
        data=raw,
        content_type="application/json",
        headers={"Authorization": f"Bearer {town.secret}"},
    )

    is_problem(answer, 422 if raw == b"" else 400)


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "multipart/form-data", "text/xml"]
)
def test_what_is_not_json_is_refused(town: Software, content_type: str) -> None:
    answer = town.client.post(
        f"{ROOT}/requests",
        data=b"a=1",
        content_type=content_type + ("; boundary=x" if "multipart" in content_type else ""),
        headers={"Authorization": f"Bearer {town.secret}"},
    )

    assert answer.status_code in {400, 415}
    is_problem(answer, answer.status_code)


@pytest.mark.parametrize("key", ["", "a-key"])
def test_two_megabytes_are_too_much(town: Software, key: str) -> None:
    body = {**GOOD_ORDER, "what_happened": "x" * 2_000_000}

    is_problem(town.post("/requests", body, key=key), 413)


def test_a_wrong_method_says_which_are_right(town: Software) -> None:
    answer = town.client.delete(f"{ROOT}/requests")

    is_problem(answer, 405)
    assert {name.strip() for name in answer["Allow"].split(",")} == {"GET", "POST"}


@pytest.mark.parametrize("path", ["/nowhere", "/offers/not-a-uuid", "/requests/%ff", "/requests/x"])
def test_unknown_addresses_are_404(town: Software, path: str) -> None:
    is_problem(town.get(path), 404)


def test_a_nul_in_the_address_is_unreadable(town: Software) -> None:
    is_problem(town.get("/requests/%00"), 400)


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": 201}, {"offset": -1}, {"offset": 10**30}, {"status": "odd"}]
)
def test_pages_have_bounds(town: Software, query: dict[str, Any]) -> None:
    problem = is_problem(town.get("/requests", **query), 422)

    assert [error["field"] for error in problem["errors"]] == list(query)


def test_pages_follow_each_other_without_gap_or_double(cast: Cast, town: Software) -> None:
    numbers = {road.asked(cast).number for _ in range(5)}

    pages = [town.get("/requests", limit=2, offset=offset).json() for offset in (0, 2, 4)]

    assert [page["count"] for page in pages] == [5, 5, 5]
    assert [len(page["items"]) for page in pages] == [2, 2, 1]
    assert {item["number"] for page in pages for item in page["items"]} == numbers


def test_a_stale_version_is_a_conflict(cast: Cast, town: Software) -> None:
    request = road.asked(cast)
    body = {"version": 1, "lines": [{"position": "laptop", "count": 1}]}
    assert town.post(f"/requests/{request.number}/lines", body).status_code == 200

    is_problem(town.post(f"/requests/{request.number}/lines", body), 409)


def test_an_unforeseen_error_is_a_problem_too_and_says_nothing_of_its_cause(
    town: Software, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("a secret of ours")

    monkeypatch.setattr("muster.api.identity.who_am_i", fail)
    town = replace(town, client=Client(raise_request_exception=False))

    problem = is_problem(town.get("/whoami"), 500)

    assert "secret" not in str(problem)


def test_a_misspelt_filter_is_refused_and_not_ignored(cast: Cast) -> None:
    answer = software_of(cast.coordinator).get("/requests?staus=open")

    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"field": "staus", "sentence": "Use one of: limit, offset, status."}
    ]
