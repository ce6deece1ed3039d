"""`muster audit verify` tells an intact chain from a broken one, also by its exit code."""

from __future__ import annotations

import json
import uuid

import pytest
from django.utils import timezone
from tests.support.cast import Cast
from tests.support.road import asked

from muster.audit.models import AuditEvent
from muster.cli.app import main
from muster.cli.audit import BROKEN


def test_an_intact_chain_shows_its_head(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    asked(cast)
    assert main(["audit", "verify"]) == 0
    head = AuditEvent.objects.order_by("-sequence")[0].digest
    assert f"Head: {head}" in capsys.readouterr().out


def test_an_event_slipped_in_breaks_the_chain(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    asked(cast)
    last = AuditEvent.objects.order_by("-sequence")[0]
    AuditEvent.objects.create(
        sequence=last.sequence + 1,
        occurred_at=timezone.now(),
        action="aid:request:cancelled",
        actor_name="somebody",
        source="web",
        subject_type="aid.request",
        subject_id=uuid.uuid4(),
        previous_digest=last.digest,
        digest="f" * 64,
    )
    assert main(["audit", "verify"]) == BROKEN
    assert f"broken at event {last.sequence + 1}" in capsys.readouterr().err
    assert main(["audit", "verify", "--json"]) == BROKEN
    found = json.loads(capsys.readouterr().out)
    assert (found["intact"], found["broken_at"]) == (False, last.sequence + 1)
