"""The main road walked on the command line, and what it says when it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.commanding import rows
from tests.support.cast import Cast

from muster.accounts.models import Person
from muster.aid.models import Commitment, MissionOrder, Offer, Request
from muster.audit.models import AuditEvent
from muster.authz.actors import Source
from muster.cli.app import INTERRUPTED, REFUSED, main
from muster.domain.lifecycle import OfferStatus

ORDER = {
    "kind": "ransomware",
    "where_to_report": "1 Main Street, back door",
    "call_back_name": "Keene Representative",
    "call_back_number": "+1 817 555 0100",
    "lines": [{"position": "directory-recovery", "count": 3, "priority": "life_safety"}],
}


@pytest.fixture
def order_file(tmp_path: Path) -> Path:
    file = tmp_path / "order.json"
    file.write_text(json.dumps(ORDER))
    return file


def test_the_road_from_the_order_to_the_mission_order(
    cast: Cast, order_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    town, desk = cast.keene_representative, cast.coordinator
    [sent] = rows(capsys, "request", "send", order_file, who=town)
    number = sent["number"]
    [line] = rows(capsys, "request", "match", number, who=desk)
    assert (line["asked"], line["open"]) == (3, 0)
    offers = rows(capsys, "request", "offers", number, who=desk)
    ours = next(row["offer"] for row in offers if row["organization"] == "Denton County")
    [accepted] = rows(capsys, "offer", "accept", ours, who=cast.denton_representative)
    assert accepted["for"] == "Keene"
    [bound] = rows(capsys, "commitment", "accept", accepted["commitment"], who=town)
    paper = tmp_path / "order.pdf"
    [written] = rows(
        capsys, "mission", "order", bound["mission"], "--out", paper, who=cast.denton_representative
    )
    assert paper.read_bytes().startswith(b"%PDF")
    assert written["sha256"] == MissionOrder.objects.get().pdf_digest
    assert set(AuditEvent.objects.values_list("source", flat=True)) == {Source.CLI.value}


def test_a_request_is_shown_line_by_line_to_its_own_people_only(
    cast: Cast, order_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [sent] = rows(capsys, "request", "send", order_file, who=cast.keene_representative)
    [line] = rows(capsys, "request", "show", sent["number"], who=cast.keene_contact)
    assert (line["asked"], line["open"], line["priority"]) == (3, 3, "life_safety")
    assert main(["request", "show", sent["number"], "--as", cast.stranger.email]) == REFUSED
    assert "no request with this number" in capsys.readouterr().err
    assert rows(capsys, "request", "list", who=cast.stranger) == []


def test_a_lender_reads_who_is_hit_only_after_the_terms(
    cast: Cast, order_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [sent] = rows(capsys, "request", "send", order_file, who=cast.keene_representative)
    rows(capsys, "request", "match", who=cast.coordinator)
    rows(capsys, "request", "offers", sent["number"], who=cast.coordinator)
    lender = cast.denton_representative
    [before] = rows(capsys, "offer", "list", who=lender)
    assert before["for"] == "somebody in Johnson County"
    rows(capsys, "offer", "accept", before["offer"], who=lender)
    assert rows(capsys, "offer", "list", who=lender) == []
    [after] = rows(capsys, "offer", "list", "--all", who=lender)
    assert after["for"] == "Keene"
    [commitment] = rows(capsys, "commitment", "list", who=lender)
    assert commitment["commitment"] == str(Commitment.objects.get().pk)


def test_declining_asks_for_a_reason_and_says_so(
    cast: Cast, order_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [sent] = rows(capsys, "request", "send", order_file, who=cast.keene_representative)
    rows(capsys, "request", "match", sent["number"], who=cast.coordinator)
    rows(capsys, "request", "offers", sent["number"], who=cast.coordinator)
    lender = cast.denton_representative
    offer = Offer.objects.get(organization=cast.denton)
    decline = ["offer", "decline", str(offer.pk), "--as", lender.email]
    assert main(decline) == REFUSED
    assert "Say why" in capsys.readouterr().err
    assert main([*decline, "--reason", "storm here"]) == 0
    offer.refresh_from_db()
    assert offer.status == OfferStatus.DECLINED


def test_offers_before_a_match_point_to_the_match(
    cast: Cast, order_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    [sent] = rows(capsys, "request", "send", order_file, who=cast.keene_representative)
    asked = ["request", "offers", sent["number"], "--as", cast.coordinator.email]
    assert main(asked) == REFUSED
    assert f"./muster request match {sent['number']}" in capsys.readouterr().err


def test_a_contact_cannot_send_and_is_told_who_can(
    cast: Cast, order_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["request", "send", str(order_file), "--as", cast.keene_contact.email]) == REFUSED
    assert "authorized representative of Keene has to send it" in capsys.readouterr().err
    assert not Request.objects.exclude(number=None).exists()


def test_every_field_that_is_wrong_is_named_on_standard_error(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "order.json"
    file.write_text(json.dumps({**ORDER, "kind": "flood of mail", "call_back_number": "1"}))
    assert main(["request", "send", str(file), "--as", cast.keene_representative.email]) == REFUSED
    captured = capsys.readouterr()
    assert "kind: Choose what happened" in captured.err
    assert "call_back_number: Give a telephone number" in captured.err
    assert captured.out == ""


def test_an_unknown_address_is_refused_with_a_hint(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["request", "list", "--as", "nobody@town.example"]) == REFUSED
    assert "Nobody in this hub has the address nobody@town.example" in capsys.readouterr().err


def test_a_person_without_an_office_cannot_ask_for_anybody(
    cast: Cast, order_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    worker = Person.objects.get(name="Denton One")
    assert main(["request", "send", str(order_file), "--as", worker.email]) == REFUSED
    assert "holds no office" in capsys.readouterr().err


def test_a_mission_order_is_not_written_into_a_folder_that_is_not_there(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "missing" / "order.pdf"
    asked = ["mission", "order", "M-2026-0001", "--out", str(out), "--as", cast.coordinator.email]
    assert main(asked) == REFUSED
    assert "Name a file in a folder that exists" in capsys.readouterr().err


def test_a_command_that_does_not_exist_ends_with_two() -> None:
    assert main(["muster-up"]) == REFUSED


def test_control_c_ends_a_command_quietly(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_arguments: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("muster.cli.app.app", interrupted)
    assert main(["audit", "verify"]) == INTERRUPTED
    assert capsys.readouterr().err == "Stopped.\n"
