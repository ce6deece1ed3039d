"""`muster keys`: made once, listed, rotated, retired, exported."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

import muster
from muster.cli.app import main
from muster.documents.seals.keys import KeyRing
from muster.documents.seals.sealing import seal
from muster.documents.typst_pdf import render_pdf

SOURCES = Path(muster.__file__).parents[1]

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("MUSTER_KEYS_DIR", str(tmp_path / "ring"))
    monkeypatch.delenv("MUSTER_KEYS_PASSPHRASE", raising=False)
    return tmp_path / "ring"


def rows(capsys: Capture, *arguments: str) -> list[dict[str, str]]:
    assert main(["keys", *arguments, "--json"]) == 0
    found: list[dict[str, str]] = json.loads(capsys.readouterr().out)
    return found


def refusal(capsys: Capture, *arguments: str) -> str:
    assert main(["keys", *arguments]) == 2
    return capsys.readouterr().err


def test_from_the_first_key_to_a_theft(capsys: Capture, folder: Path) -> None:
    assert "no keys to seal with" in refusal(capsys, "list")
    made = rows(capsys, "new", "Hub of Texas")
    assert [row["state"] for row in made] == ["vouches", "in use"]
    assert "holds keys already" in refusal(capsys, "new", "Hub of Texas")
    assert [row["state"] for row in rows(capsys, "rotate")] == [
        "vouches",
        "kept for old seals",
        "in use",
    ]
    retired = rows(capsys, "retire", "2", "--reason", "Stolen.", "--since", "2026-03-01T02:30Z")
    assert [row["state"] for row in retired] == ["vouches", "in use", "retired 2026-03-01"]
    assert main(["keys", "export"]) == 0
    assert capsys.readouterr().out == (folder / "root.pem").read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("retire", "9", "--reason", "Lost."), "no sealing key 9"),
        (("retire", "1", "--reason", " "), "Say why"),
        (("retire", "1", "--reason", "Lost.", "--since", "yesterday"), "That is no moment"),
        (("retire", "1", "--reason", "Lost.", "--since", "2026-03-01T02:30"), "has no zone"),
        (("retire", "1", "--reason", "Lost.", "--since", "2199-01-01T00:00Z"), "is to come"),
        (("new", " "), "Give the hub's name"),
        (("new", "x" * 41), "at most 40 letters"),
        (("new", "a\u202eb"), "at most 40 letters"),
        (("check", "nowhere.pdf"), "cannot be read"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    capsys: Capture, arguments: tuple[str, ...], said: str
) -> None:
    rows(capsys, "new", "Hub of Texas")
    assert said in " ".join(refusal(capsys, *arguments).split())


def test_a_comma_in_the_hubs_name_survives_a_rotation(capsys: Capture, folder: Path) -> None:
    rows(capsys, "new", "Hub of Larkmoor, Tessaly (synthetic)")
    rows(capsys, "rotate")
    (name,) = KeyRing(folder).active.certificate.subject.get_attributes_for_oid(
        x509.NameOID.COMMON_NAME
    )
    assert name.value == "Hub of Larkmoor, Tessaly (synthetic) seal 2"


def test_what_was_not_trusted_once_never_is_again(capsys: Capture) -> None:
    rows(capsys, "new", "Hub of Texas")
    retired = rows(capsys, "retire", "1", "--reason", "x", "--since", "2026-03-01T02:30-06:00")
    assert retired[1]["state"] == "retired 2026-03-01"
    assert "2026-03-01 08:30 UTC" in refusal(capsys, "retire", "1", "--reason", "Found it")
    earlier = rows(capsys, "retire", "1", "--reason", "x", "--since", "2026-02-01T02:30Z")
    assert earlier[1]["state"] == "retired 2026-02-01"


def test_a_file_is_checked_and_the_exit_code_says_it_too(
    capsys: Capture, folder: Path, tmp_path: Path
) -> None:
    rows(capsys, "new", "Hub of Texas")
    paper = render_pdf(source="= Paper", data={}, title="Paper", issued_at=datetime.now(UTC))
    file = tmp_path / "paper.pdf"
    file.write_bytes(seal(paper, reason="Synthetic", ring=KeyRing(folder)))
    assert main(["keys", "check", str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["standing"] == "sound"
    file.write_bytes(paper)
    assert main(["keys", "check", str(file)]) == 1
    assert "It carries no seal" in capsys.readouterr().out


def test_a_damaged_list_of_retired_keys_stops_everything(capsys: Capture, folder: Path) -> None:
    """Otherwise a stolen key would come back with a typo."""
    rows(capsys, "new", "Hub of Texas")
    for damaged in ("{", "[]", '{"1": {}}', '{"1": {"at": "2026-03-01T09:00", "reason": "x"}}'):
        (folder / "retired.json").write_text(damaged)
        assert "retired.json" in refusal(capsys, "list")


def test_keys_need_neither_a_database_nor_the_hubs_settings(folder: Path) -> None:
    """They are made before there is a hub, and looked at beside a demo."""
    KeyRing.make(folder, "Synthetic Hub", datetime.now(UTC))
    bare = {"PYTHONPATH": str(SOURCES), "PATH": "", "MUSTER_KEYS_DIR": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", "muster.cli", "keys", "list", "--json"],
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, len(json.loads(done.stdout or "[]"))) == (0, 2), done.stderr
