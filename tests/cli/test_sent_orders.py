"""A sent request on the command line: corrected, cancelled, closed, line by line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.cli.commanding import Capture, refusal, rows
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast

from muster.aid.models import Request
from muster.domain.lifecycle import NeedStatus, RequestStatus
from muster.domain.matching.problem import Priority


@pytest.fixture
def asked(cast: Cast) -> Request:
    first = make.line(make.DIRECTORY, 3, priority=Priority.LIFE_SAFETY)
    return road.asked(cast, first, make.line(make.LAPTOP, 10))


def test_what_is_named_is_amended_and_the_rest_stays(
    cast: Cast, asked: Request, capsys: Capture
) -> None:
    number, where = asked.number, asked.where_to_report
    ends_at = (cast.now + timedelta(days=5)).isoformat()
    options = ["--call-back-number", "+1 817 555 0199", "--tlp", "red", "--system", "phones"]

    [row] = rows(
        capsys,
        *("request", "amend", number, *options),
        *("--ends-at", ends_at, "--local-declaration"),
        who=cast.keene_representative,
    )

    assert row["version"] == 2
    assert set(row["changed"]) == {
        "call_back_number",
        "tlp",
        "systems_down",
        "ends_at",
        "local_declaration",
    }
    asked.refresh_from_db()
    assert (asked.call_back_number, asked.tlp) == ("+1 817 555 0199", "red")
    assert (asked.where_to_report, asked.during.upper.isoformat()) == (where, ends_at)
    assert (asked.incident.systems_down, asked.incident.local_declaration) == (["phones"], True)


def test_an_amendment_that_cannot_be_is_a_sentence(
    cast: Cast, asked: Request, capsys: Capture
) -> None:
    amend = ["request", "amend", asked.number]
    town = cast.keene_representative

    assert "Nothing was named" in refusal(capsys, *amend, who=town)
    said = refusal(capsys, *amend, "--starts-at", "tomorrow", who=town)
    assert "starts_at: Give a time with its zone" in said
    assert "telephone" in refusal(capsys, *amend, "--call-back-number", "1", who=town)
    assert "authorized representative" in refusal(
        capsys, *amend, "--call-back-name", "Me", who=cast.keene_contact
    )
    assert "no request" in refusal(capsys, *amend, "--call-back-name", "Me", who=cast.stranger)


def test_a_request_is_cancelled_with_a_reason(cast: Cast, asked: Request, capsys: Capture) -> None:
    cancel = ["request", "cancel", asked.number]
    assert "Say why" in refusal(capsys, *cancel, who=cast.keene_representative)

    [row] = rows(capsys, *cancel, "--reason", "Found the backups", who=cast.keene_representative)

    assert row["status"] == "cancelled"
    asked.refresh_from_db()
    assert (asked.status, asked.end_reason) == (RequestStatus.CANCELLED, "Found the backups")
    assert "cancelled" in refusal(capsys, *cancel, "--reason", "x", who=cast.keene_representative)


def test_a_request_is_closed_by_its_town_only(cast: Cast, asked: Request, capsys: Capture) -> None:
    close = ["request", "close", asked.number]
    assert "authorized representative" in refusal(capsys, *close, who=cast.coordinator)

    assert rows(capsys, *close, who=cast.keene_representative)[0]["status"] == "closed"


def test_more_is_asked_for_from_a_later_moment(cast: Cast, asked: Request, capsys: Capture) -> None:
    later = cast.now + timedelta(hours=24)
    more = ["request", "more", asked.number, "network-switch", 2]
    town = cast.keene_representative

    rows(
        capsys,
        *(*more, "--priority", "life_safety", "--level", 2, "--mode", "either"),
        *("--starts-at", later.isoformat()),
        who=town,
    )

    added = asked.needs.get(position="network-switch")
    assert (added.count, added.minimum_level, added.mode) == (2, 2, "either")
    assert (added.priority, added.during.lower) == (Priority.LIFE_SAFETY, later)
    assert "not a position" in refusal(capsys, *more[:3], "wizard", 1, who=town)
    assert "priority: Give one of" in refusal(capsys, *more, "--priority", "soon", who=town)
    assert "lines.0.count" in refusal(capsys, *more[:4], 0, who=town)


def test_a_count_is_changed_by_position(cast: Cast, asked: Request, capsys: Capture) -> None:
    change = ["request", "change-count", asked.number]
    town = cast.keene_representative

    [row] = rows(capsys, *change, "laptop", 7, who=town)

    assert (row["position"], row["asked"], row["status"]) == ("laptop", 7, "open")
    assert "cancel the line" in refusal(capsys, *change, "laptop", 0, who=town)
    assert "asks for no clerk-continuity" in refusal(
        capsys, *change, "clerk-continuity", 1, who=town
    )


def test_two_lines_of_one_position_are_told_apart_by_id(
    cast: Cast, asked: Request, capsys: Capture
) -> None:
    town = cast.keene_representative
    rows(capsys, "request", "more", asked.number, "laptop", 2, who=town)
    change = ["request", "change-count", asked.number]
    said = refusal(capsys, *change, "laptop", 5, who=town)
    second = asked.needs.get(position="laptop", count=2)
    assert "2 lines for laptop" in said
    assert str(second.pk) in said

    [row] = rows(capsys, *change, second.pk, 5, who=town)

    assert (row["line"], row["asked"]) == (str(second.pk), 5)
    shown = rows(capsys, "request", "show", asked.number, who=town)
    assert str(second.pk) in {line["line"] for line in shown}


def test_a_line_is_cancelled_once(cast: Cast, asked: Request, capsys: Capture) -> None:
    cancel = ["request", "cancel-line", asked.number, "laptop"]

    assert rows(capsys, *cancel, who=cast.keene_representative)[0]["status"] == "cancelled"

    assert "cancelled" in refusal(capsys, *cancel, who=cast.keene_representative)
    assert "authorized representative" in refusal(
        capsys, "request", "cancel-line", asked.number, make.DIRECTORY, who=cast.coordinator
    )


def test_the_coordinator_gives_a_line_up_and_takes_it_up_again(
    cast: Cast, asked: Request, capsys: Capture
) -> None:
    line = asked.needs.get(position="laptop")
    unable = ["request", "unable", asked.number, "laptop"]
    assert "Say what was tried" in refusal(capsys, *unable, who=cast.coordinator)
    assert "coordinator" in refusal(
        capsys, *unable, "--reason", "None", who=cast.keene_representative
    )

    [row] = rows(capsys, *unable, "--reason", "Ask the manufacturer", who=cast.coordinator)
    assert row["status"] == NeedStatus.UNABLE_TO_FILL
    line.refresh_from_db()
    assert line.unable_reason == "Ask the manufacturer"

    reopen = ["request", "reopen", asked.number, "laptop"]
    assert rows(capsys, *reopen, who=cast.coordinator)[0]["status"] == "open"
    assert "coordinator" in refusal(capsys, *reopen, who=cast.keene_representative)
