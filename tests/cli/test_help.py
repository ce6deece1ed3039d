"""Help needs no database, and says enough to write an order file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import timezone
from tests.support.cast import Cast

from muster.aid.models import IncidentKind, Request
from muster.cli.app import REFUSED, main
from muster.cli.order_files import read_order
from muster.cli.order_format import KINDS
from muster.domain.orders import faults
from muster.domain.positions import BY_CODE

SOURCES = Path(__file__).resolve().parents[2] / "src"
EVERY_HELP = """
import sys
import typer
from muster.cli.app import app, main

def leaves(command, path):
    yield path
    for name, below in getattr(command, "commands", {}).items():
        yield from leaves(below, [*path, name])

found = list(leaves(typer.main.get_command(app), []))
print(sum(main([*path, "--help"]) for path in found), len(found), file=sys.stderr)
"""


def test_every_help_is_printed_without_a_database(tmp_path: Path) -> None:
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCES), "MUSTER_VAR": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "-c", EVERY_HELP], env=bare, capture_output=True, text=True, check=True
    )

    failed, asked = (int(number) for number in done.stderr.split())
    assert failed == 0
    assert asked > 35
    assert list(tmp_path.iterdir()) == []


def test_the_help_of_send_shows_an_order_and_its_choices(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["request", "send", "--help"]) == 0
    shown = capsys.readouterr().out
    assert '"lines": [' in shown
    for word in (*KINDS, *BY_CODE, "amber+strict", "life_safety", "on_site", "organization"):
        assert word in shown


def test_the_kinds_in_the_help_are_the_kinds_there_are() -> None:
    assert list(KINDS) == IncidentKind.values


def test_the_example_is_an_order_that_can_be_sent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["request", "example"]) == 0
    file = tmp_path / "order.json"
    file.write_text(capsys.readouterr().out)

    order, _ = read_order(file, exercise=True)

    assert faults(order, now=timezone.now(), kinds=frozenset(KINDS)) == {}


def test_nothing_real_is_sent_from_a_demo_hub(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["request", "example"])
    order = json.loads(capsys.readouterr().out)
    file = tmp_path / "order.json"
    send = ["request", "send", str(file), "--as", cast.keene_representative.email]

    file.write_text(json.dumps({**order, "exercise": False}))
    assert main(send) == REFUSED
    assert "demo hub and sends nobody" in capsys.readouterr().err
    assert not Request.objects.exists()

    file.write_text(json.dumps(order))
    assert main(send) == 0
    assert Request.objects.get().incident.exercise
