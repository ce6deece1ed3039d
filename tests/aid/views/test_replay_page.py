"""The auditor's check of a run, on its page."""

from __future__ import annotations

import pytest
from tests.support import road
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.aid.actions import Action
from muster.aid.models import MatchRun
from muster.audit.models import AuditEvent


@pytest.fixture
def run(cast: Cast) -> MatchRun:
    return road.proposed(cast, road.asked(cast))


def test_the_auditor_gets_there_from_the_proof_and_from_the_record(
    cast: Cast, run: MatchRun
) -> None:
    auditor = client_of(cast.auditor)
    address = f"/matches/{run.pk}/replay/"
    proof = auditor.get(f"/requests/{run.requests.get().number}/match/").content.decode()

    assert f'href="{address}"' in proof.partition('id="proof"')[2]
    assert f'href="{address}"' in auditor.get("/audit/").content.decode()
    assert auditor.get(address).status_code == 200


def test_looking_is_no_replay_and_a_replay_is_recorded(cast: Cast, run: MatchRun) -> None:
    auditor = client_of(cast.auditor)
    address = f"/matches/{run.pk}/replay/"

    before = auditor.get(address).content.decode()
    assert "Same plan" not in before
    assert run.fingerprint in before
    assert not AuditEvent.objects.filter(action=Action.MATCH_REPLAYED).exists()
    assert "Same plan, same proof" in auditor.post(address).content.decode()
    assert AuditEvent.objects.filter(action=Action.MATCH_REPLAYED).count() == 1


def test_every_difference_stands_on_the_page(cast: Cast, run: MatchRun) -> None:
    MatchRun.objects.filter(pk=run.pk).update(filled=77)

    page = client_of(cast.auditor).post(f"/matches/{run.pk}/replay/").content.decode()

    assert "does not find what is stored" in page
    assert "1 difference." in page
    assert '<td data-label="Stored">77</td><td data-label="Found now">5</td>' in page


def test_a_changed_record_says_so(cast: Cast, run: MatchRun) -> None:
    MatchRun.objects.filter(pk=run.pk).update(fingerprint="0" * 64)

    page = client_of(cast.auditor).post(f"/matches/{run.pk}/replay/").content.decode()

    assert "The record was changed after the run." in page
    assert "do not have the fingerprint of this run" in page


def test_an_old_run_offers_no_replay_and_says_why(cast: Cast, run: MatchRun) -> None:
    MatchRun.objects.filter(pk=run.pk).update(inputs=None)
    auditor = client_of(cast.auditor)

    page = auditor.get(f"/matches/{run.pk}/replay/").content.decode()

    assert "cannot be replayed" in page
    assert "Replay it" not in page
    assert auditor.post(f"/matches/{run.pk}/replay/").status_code == 409


def test_the_town_may_not_and_a_stranger_finds_nothing(cast: Cast, run: MatchRun) -> None:
    address = f"/matches/{run.pk}/replay/"
    town = client_of(cast.keene_representative)
    proof = town.get(f"/requests/{run.requests.get().number}/match/").content.decode()

    assert "Replay this run" not in proof
    assert town.get(address).status_code == 403
    assert town.post(address).status_code == 403
    assert client_of(cast.stranger).get(address).status_code == 404
    assert client_of(cast.coordinator).post(address).status_code == 200
