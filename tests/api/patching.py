"""PATCH with an organization's own software."""

from __future__ import annotations

from typing import Any

from tests.support.software import ROOT, Answer, Software


def patch(software: Software, path: str, body: Any, *, key: str = "") -> Answer:
    headers = {"Authorization": f"Bearer {software.secret}"}
    return software.client.patch(
        f"{ROOT}{path}",
        data=body,
        content_type="application/json",
        headers=headers | ({"Idempotency-Key": key} if key else {}),
    )
