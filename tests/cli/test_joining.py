"""Requests to join on the command line."""

from __future__ import annotations

import pytest
from tests.cli.commanding import refusal, rows
from tests.support import joining as join
from tests.support.cast import Cast

Capture = pytest.CaptureFixture[str]


def test_the_coordinator_lists_shows_and_refuses(cast: Cast, capsys: Capture) -> None:
    request = join.confirmed(join.alvarado(), cast.now, mail="it@example.org")

    (listed,) = rows(capsys, "joining", "list", who=cast.coordinator)
    assert listed["request"] == str(request.pk)
    assert (listed["organization"], listed["status"]) == ("alvarado", "open")
    shown = rows(capsys, "joining", "show", request.pk, who=cast.coordinator)
    assert [one["what"] for one in shown] == ["Asked", "Mail address confirmed"]
    (done,) = rows(
        capsys, "joining", "refuse", request.pk, "--reason", "A hoax", who=cast.coordinator
    )
    assert done["status"] == "refused"
    assert rows(capsys, "joining", "list", "--status", "open", who=cast.coordinator) == []
    assert "has refused" in refusal(
        capsys, "joining", "refuse", request.pk, "--reason", "x", who=cast.coordinator
    )


def test_others_are_told_what_to_do_instead(cast: Cast, capsys: Capture) -> None:
    request = join.confirmed(join.alvarado(), cast.now, mail="it@example.org")
    assert "Only the hub coordinator" in refusal(capsys, "joining", "list", who=cast.stranger)
    for unknown in (request.pk, "nonsense"):
        said = refusal(capsys, "joining", "show", unknown, who=cast.stranger)
        assert "./muster joining list" in said
