"""The rota on the command line: a calendar in, a calendar out, whom to call now."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from tests.cli.commanding import Capture, refusal, rows
from tests.directory.rotas import NUMBER, calendar, event, put_on_call, standing
from tests.support.cast import Cast

from muster.cli.app import main

OFFICE = ("--office", "IT")


@pytest.fixture
def file(cast: Cast, tmp_path: Path) -> Path:
    found = tmp_path / "rota.ics"
    night = event(cast.now + timedelta(hours=20), more="")
    found.write_text(calendar(night, head="X-WR-CALNAME:Nights\n"), encoding="utf-8")
    return found


def test_a_calendar_is_looked_at_then_applied_and_comes_out_again(
    cast: Cast, capsys: Capture, file: Path
) -> None:
    town = cast.keene_contact
    looked = rows(capsys, "rota", "import", file, *OFFICE, who=town)
    assert [one["what"] for one in looked["changes"]] == ["left out"]
    phone = ("--phone", f"Keene Night={NUMBER}")
    looked = rows(capsys, "rota", "import", file, *OFFICE, *phone, who=town)
    assert (looked["applied"], [one["what"] for one in looked["changes"]]) == (False, ["added"])
    assert standing(cast) == []
    rows(capsys, "rota", "import", file, *OFFICE, *phone, "--apply", who=town)
    assert [one.phone for one in standing(cast)] == [NUMBER]
    again = rows(capsys, "rota", "import", file, *OFFICE, "--apply", who=town)
    assert again["changes"] == []

    assert main(["rota", "export", "--as", town.email]) == 0
    assert f"tel:{NUMBER}" in capsys.readouterr().out


def test_who_is_called_now_at_home_and_everywhere(cast: Cast, capsys: Capture) -> None:
    put_on_call(cast, cast.keene_contact)
    [own] = rows(capsys, "rota", "now", who=cast.keene_contact)
    assert (own["organization"], own["call"], own["phone"]) == ("Keene", "First call", NUMBER)
    everybody = rows(capsys, "rota", "now", who=cast.coordinator)
    assert len(everybody) == 7
    assert rows(capsys, "rota", "now", "--for", "keene", who=cast.coordinator) == [own]


def test_what_is_not_ones_own_or_cannot_be_read_is_a_sentence(
    cast: Cast, capsys: Capture, file: Path
) -> None:
    stranger = cast.stranger
    for command in (["now"], ["export"], ["import", file]):
        said = refusal(capsys, "rota", *command, "--for", "keene", who=stranger)
        assert "no rota of keene" in said
    ask = ["rota", "import"]
    town = cast.keene_contact
    assert "which office answers" in refusal(capsys, *ask, file, who=town)
    assert "cannot be read" in refusal(capsys, *ask, file.parent / "no.ics", *OFFICE, who=town)
    file.write_bytes(b"\xff\xff")
    assert "no UTF-8" in refusal(capsys, *ask, file, *OFFICE, who=town)
    file.write_text("hello", encoding="utf-8")
    assert "no iCalendar file" in refusal(capsys, *ask, file, *OFFICE, who=town)
    assert "One number" in refusal(capsys, *ask, file, *OFFICE, "--phone", "x", who=town)


def test_the_coordinator_says_why_when_applying_for_a_town(
    cast: Cast, capsys: Capture, file: Path
) -> None:
    ask = ["rota", "import", file, *OFFICE, "--for", "keene", "--phone", f"Keene Night={NUMBER}"]
    assert "Keene will read it" in refusal(capsys, *ask, "--apply", who=cast.coordinator)
    rows(capsys, *ask, "--apply", "--reason", "Asked by phone", who=cast.coordinator)
    assert len(standing(cast)) == 1
