"""`muster keys`: made once, listed, rotated, retired, exported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from muster.cli.app import main

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MUSTER_KEYS_DIR, settings.DEMO = tmp_path / "ring", False
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
        (("new", " "), "Give the hub's name"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    capsys: Capture, arguments: tuple[str, ...], said: str
) -> None:
    rows(capsys, "new", "Hub of Texas")
    assert said in " ".join(refusal(capsys, *arguments).split())
