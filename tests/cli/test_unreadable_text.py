"""Text no database can hold, and times no calendar can, end in a sentence and code 2."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.commanding import Capture, refusal
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.refusals import row_counts

from muster.cli.app import REFUSED, main
from muster.cli.moments import moment_of
from muster.cli.order_files import EXAMPLE, read_order
from muster.domain.failures import Invalid

GOOD = json.loads(EXAMPLE)
BROKEN = ["\ud800", "a\0b", "caf\udce9"]


@pytest.mark.parametrize("text", BROKEN)
@pytest.mark.parametrize(
    "arguments",
    [
        ("request", "cancel", "R-2026-0001", "--as", "a@b.example", "--reason"),
        ("request", "amend", "R-2026-0001", "--as", "a@b.example", "--what-happened"),
        ("agreement", "list", "--as"),
        ("offer", "accept", "--as", "a@b.example"),
        (),
    ],
)
def test_an_argument_that_is_no_text_is_named_and_refused(
    capsys: Capture, arguments: tuple[str, ...], text: str
) -> None:
    assert main([*arguments, text]) == REFUSED
    said = capsys.readouterr().err
    assert said.startswith(f"Argument {len(arguments) + 1} holds a character that is no text")
    assert "Nothing was done." in said
    assert "DATABASE_URL" not in said
    said.encode()


def test_a_byte_that_is_no_utf_8_reaches_the_program_and_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "muster.cli", "request", "list", "--as", b"caf\xe9@b.example"],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": "src", "PYTHONUTF8": "1"},
    )
    assert done.returncode == REFUSED
    assert done.stderr.startswith(b"Argument 4 holds a character that is no text")
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("text", BROKEN)
@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("what_happened", lambda text: {**GOOD, "what_happened": text}),
        ("systems_down.1", lambda text: {**GOOD, "systems_down": ["mail", text]}),
        ("lines.0.position", lambda text: {**GOOD, "lines": [{"position": text}]}),
        ("the names", lambda text: {**GOOD, text: 1}),
    ],
)
def test_text_in_an_order_that_is_no_text_is_named_and_refused(
    tmp_path: Path, name: str, order: object, text: str
) -> None:
    file = tmp_path / "order.json"
    file.write_text(json.dumps(order(text)))  # type: ignore[operator]
    with pytest.raises(Invalid) as caught:
        read_order(file, exercise=True)
    assert list(caught.value.fields) == [name]
    assert "zero byte" in caught.value.fields[name]


def test_a_sent_order_with_such_text_sends_nothing(
    cast: Cast, capsys: Capture, tmp_path: Path
) -> None:
    file = tmp_path / "order.json"
    file.write_text(json.dumps({**GOOD, "what_happened": "a\0b"}))
    before = row_counts()
    said = refusal(capsys, "request", "send", file, who=cast.keene_representative)
    assert "what_happened: Give other text" in said
    assert row_counts() == before


def test_bytes_that_are_no_utf_8_are_refused_from_a_file_and_from_a_pipe(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "order.json"
    file.write_bytes(b'{"kind": "caf\xe9"}')
    pipe = io.TextIOWrapper(io.BytesIO(file.read_bytes()), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", pipe)
    for source in (file, Path("-")):
        with pytest.raises(Invalid, match="is not UTF-8 text"):
            read_order(source, exercise=True)


def test_an_order_nested_beyond_reason_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "order.json"
    file.write_text("[" * 100_000)
    with pytest.raises(Invalid, match="The file is not JSON"):
        read_order(file, exercise=True)


@pytest.mark.parametrize(
    "moment",
    ["9999-12-31T23:59-12:00", "0001-01-01T00:00+14:00", "2200-01-01T00:00+00:00"],
)
def test_a_year_nobody_means_is_refused(cast: Cast, capsys: Capture, moment: str) -> None:
    sent = road.asked(cast, make.line(make.DIRECTORY, 1))
    for option in ("--starts-at", "--ends-at"):
        said = refusal(
            capsys, "request", "amend", sent.number, option, moment, who=cast.keene_representative
        )
        assert "Give a time between the years 2000 and 2199." in said


def test_the_first_and_the_last_year_are_read() -> None:
    assert moment_of("2000-01-01T00:00+14:00").year == 2000
    assert moment_of("2199-12-31T23:59-12:00").year == 2199
