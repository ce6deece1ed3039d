"""Sending more than was asked for: no write of the API takes a field it does not name."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.matrix.addresses import API, operations
from tests.matrix.bodies import smallest_body
from tests.support.cast import Cast
from tests.support.refusals import row_counts
from tests.support.software import software_of

SMUGGLED = {
    "id": "00000000-0000-7000-8000-000000000000",
    "number": "TX-2026-9999",
    "status": "closed",
    "organization_id": "00000000-0000-7000-8000-000000000000",
    "is_staff": True,
    "synthetic": False,
    "created_at": "2020-01-01T00:00:00Z",
    "__class__": "Request",
}
WRITES = [
    (method, route, smallest_body(described))
    for method, route, described in operations()
    if smallest_body(described) is not None
]


@pytest.mark.parametrize(("method", "route", "body"), WRITES, ids=lambda one: str(one)[:70])
def test_a_field_that_is_not_named_is_refused_by_its_name(
    cast: Cast, method: str, route: str, body: Any
) -> None:
    software = software_of(cast.coordinator)
    path = "/" + API + route.removeprefix(API).replace("<number>", "TX-2026-0001")
    path = path.replace("<", "").replace(">", "")
    for part in path.split("/"):
        if part.endswith("_id"):
            path = path.replace(part, "00000000-0000-7000-8000-000000000000")
    before = row_counts()
    known = set(body) if isinstance(body, dict) else set()
    for field, value in SMUGGLED.items():
        if field in known:
            continue
        sent = {**body, field: value} if isinstance(body, dict) else [{field: value}]
        answer = software.client.generic(
            method,
            path,
            data=json.dumps(sent),
            content_type="application/json",
            headers=software.headers(),
        )
        assert answer.status_code == 422, (field, answer.content)
        named = [one["field"] for one in answer.json()["errors"]]
        assert any(name.endswith(field) for name in named), (field, named)
    assert row_counts() == before


def test_there_are_writes_to_try() -> None:
    assert len(WRITES) >= 15
