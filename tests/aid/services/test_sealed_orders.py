"""The paper people leave with carries the hub's seal; without a key it still goes out."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.support import road
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.aid.actions import Action
from muster.aid.models import MissionOrder
from muster.audit.models import AuditEvent
from muster.documents.seals.checking import check
from muster.documents.seals.keys import KeyRing
from muster.documents.seals.report import Standing


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("keys") / "ring"
    KeyRing.make(made, "Synthetic Hub", datetime.now(UTC))
    return made


@pytest.fixture
def keyed(cast: Cast, settings: Any, folder: Path) -> Cast:
    settings.MUSTER_KEYS_DIR = folder
    return cast


@pytest.fixture
def keyless(cast: Cast, settings: Any, tmp_path: Path) -> Cast:
    settings.MUSTER_KEYS_DIR, settings.DEMO = tmp_path / "none", False
    return cast


def ordered() -> AuditEvent:
    return AuditEvent.objects.get(action=Action.MISSION_ORDERED)


def test_an_order_is_sealed_when_it_is_issued_and_those_bytes_are_kept(
    keyed: Cast, folder: Path
) -> None:
    mission = road.bound(keyed)
    order = MissionOrder.objects.get(mission=mission)
    report = check(bytes(order.pdf), KeyRing(folder))

    assert (report.standing, report.key_number) == (Standing.SOUND, 1)
    assert report.reason.endswith(f"Mission order {mission.number}, revision 1")
    taken = client_of(keyed.denton_representative).get(f"/missions/{mission.number}/order.pdf")
    assert taken.content == bytes(order.pdf)
    assert ordered().facts["sha256"] == order.pdf_digest
    assert ordered().facts["sealed_with"] == 1


def test_its_page_and_the_page_that_verifies_codes_lead_to_the_check(keyed: Cast) -> None:
    mission = road.bound(keyed)
    reader = client_of(keyed.denton_representative)

    page = reader.get(f"/missions/{mission.number}/").content.decode()
    assert "Key 1 of this hub" in page
    for path in (f"/missions/{mission.number}/", "/verify/", f"/verify/{mission.order.code}/"):
        assert 'href="/seals/"' in reader.get(path).content.decode()


def test_without_a_key_people_still_leave_with_their_paper(keyless: Cast, caplog: Any) -> None:
    """A sealed paper is better; a missing one helps nobody at two in the morning."""
    mission = road.bound(keyless)
    order = MissionOrder.objects.get(mission=mission)

    assert bytes(order.pdf).startswith(b"%PDF-")
    assert b"ETSI.CAdES" not in bytes(order.pdf)
    assert ordered().facts["sealed_with"] is None
    assert "issued without a seal" in caplog.text
    page = client_of(keyless.denton_representative).get(f"/missions/{mission.number}/")
    assert "no key to seal with" in page.content.decode()


def test_a_passphrase_that_does_not_open_the_key_stops_no_order(
    keyed: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.MUSTER_KEYS_DIR = tmp_path / "locked"
    KeyRing.make(tmp_path / "locked", "Synthetic Hub", datetime.now(UTC), "four words of it")
    settings.MUSTER_KEYS_PASSPHRASE = "other words"

    order = MissionOrder.objects.get(mission=road.bound(keyed))
    assert order.content["sealed_with"] is None
