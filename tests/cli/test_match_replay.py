"""`muster match replay`: the auditor's check on the command line."""

from __future__ import annotations

import json

import pytest
from tests.cli.commanding import refusal, rows
from tests.support import road
from tests.support.cast import Cast

from muster.aid.models import MatchRun
from muster.cli.app import main
from muster.domain.ids import uuid7

Capture = pytest.CaptureFixture[str]
NOT_THE_SAME = 1


@pytest.fixture
def run(cast: Cast) -> MatchRun:
    return road.proposed(cast, road.asked(cast))


def test_a_run_that_replays_says_so(cast: Cast, run: MatchRun, capsys: Capture) -> None:
    found = rows(capsys, "match", "replay", run.pk, who=cast.auditor)

    assert (found["verdict"], found["differences"]) == ("same", [])
    assert found["fingerprint"] == run.fingerprint
    assert main(["match", "replay", str(run.pk), "--as", cast.auditor.email]) == 0
    assert capsys.readouterr().out.startswith("Same plan, same proof.")


def test_a_run_that_does_not_ends_with_one_and_lists_why(
    cast: Cast, run: MatchRun, capsys: Capture
) -> None:
    MatchRun.objects.filter(pk=run.pk).update(filled=77)
    command = ["match", "replay", str(run.pk), "--as", cast.auditor.email]

    assert main(command) == NOT_THE_SAME
    said = capsys.readouterr()
    assert "does not find what is stored" in said.err
    assert "77" in said.out
    assert main([*command, "--json"]) == NOT_THE_SAME
    [row] = json.loads(capsys.readouterr().out)["differences"]
    assert row == {"what": "filled in all", "stored": "77", "replayed": "5"}


def test_a_changed_record_ends_with_one(cast: Cast, run: MatchRun, capsys: Capture) -> None:
    MatchRun.objects.filter(pk=run.pk).update(inputs=b"x")

    assert main(["match", "replay", str(run.pk), "--as", cast.auditor.email]) == NOT_THE_SAME
    assert capsys.readouterr().err == (
        "The record was changed after the run.\nThe stored inputs cannot be unpacked.\n"
    )


def test_what_cannot_be_replayed_is_refused_with_a_sentence(
    cast: Cast, run: MatchRun, capsys: Capture
) -> None:
    town, stranger = cast.keene_representative, cast.stranger
    assert "Only an auditor" in refusal(capsys, "match", "replay", run.pk, who=town)
    assert "no match run" in refusal(capsys, "match", "replay", run.pk, who=stranger)
    assert "no match run" in refusal(capsys, "match", "replay", uuid7(), who=cast.auditor)
    MatchRun.objects.filter(pk=run.pk).update(inputs=None)
    assert "Match the request again" in refusal(capsys, "match", "replay", run.pk, who=cast.auditor)
