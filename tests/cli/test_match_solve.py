"""`muster match solve`: published instances in, a plan with its bound out, without a database."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tests.domain.matching.generic.small import by_the_recipe, text_of

from muster.cli import instances
from muster.cli.app import INTERRUPTED, REFUSED, main
from muster.domain.matching.generic import Answer

Capture = pytest.CaptureFixture[str]
SOURCES = Path(__file__).resolve().parents[2] / "src"
NO_PLAN_YET = 1
GOOD: dict[str, Any] = {
    "agents": [{"id": "north", "capacity": 10}, {"id": "south", "capacity": 5}],
    "jobs": ["mail", {"id": "web", "penalty": 2.5}, "files"],
    "cost": [[4, 7, 2], [1, 3, 6]],
    "resource": [[5, 5, 4], [5, 5, 5]],
}
KEYS = {"objective", "bound", "gap", "optimal", "seconds", "method", "assignment", "unassigned"}


SAYS_WHEN_IT_BEGINS = """
import sys
from muster.cli import app, instances
solve = instances.solve
def begun(instance, *, seconds):
    print("begun", flush=True)
    return solve(instance, seconds=seconds)
instances.solve = begun
sys.exit(app.main(sys.argv[1:]))
"""


class Terminal(io.StringIO):
    """Standard error that somebody watches."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "instance.json"
    found.write_text(text_of(GOOD))
    return found


def _solve(file: Path, *more: str) -> int:
    return main(["match", "solve", str(file), *more])


def _refusal(capsys: Capture, file: Path, *more: str) -> str:
    assert _solve(file, *more) == REFUSED
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.partition("\n")[0].endswith(".")
    return captured.err


def test_the_answer_as_json(file: Path, capsys: Capture) -> None:
    assert _solve(file, "--json") == 0
    found = json.loads(capsys.readouterr().out)

    assert set(found) == KEYS
    assert (found["objective"], found["bound"], found["gap"]) == (5.5, 5.5, 0)
    assert found["optimal"] is True
    assert found["assignment"] == [
        {"job": "mail", "agent": "south", "cost": 1},
        {"job": "files", "agent": "north", "cost": 2},
    ]
    assert found["unassigned"] == ["web"]


def test_the_answer_as_a_table(file: Path, capsys: Capture) -> None:
    file.write_text(text_of({**GOOD, "jobs": ["[bold]mail", *GOOD["jobs"][1:]]}))
    assert _solve(file) == 0
    captured = capsys.readouterr()
    assert "[bold]mail" in captured.out
    assert "Left open: web." in captured.out
    assert "Objective 5.5, bound 5.5: proven best (" in captured.out
    assert captured.err == ""


def test_every_problem_of_a_text_file_is_numbered(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "gapa.txt"
    file.write_text("2  2 3  4 7 2 1 3 6  5 5 4 5 5 5  10 5  1 1  3 1 1")

    assert _solve(file, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["problem"], one["objective"]) for one in found] == [(1, 9), (2, 3)]

    assert _solve(file, "--json", "--sense", "max") == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["objective"] for one in found] == [17, 3]

    assert _solve(file) == 0
    assert "Problem 2: Objective 3, bound 3" in capsys.readouterr().out


def test_one_problem_without_a_plan_does_not_keep_the_others_back(
    tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "gapa.txt"
    file.write_text("2  1 1  3 5 1  1 1  3 1 1")

    assert _solve(file, "--json") == REFUSED
    first, second = json.loads(capsys.readouterr().out)
    assert first["infeasible"] is True
    assert first["sentence"].startswith("No plan exists")
    assert second["objective"] == 3

    assert _solve(file) == REFUSED
    captured = capsys.readouterr()
    assert captured.err.startswith("Problem 1: No plan exists")
    assert "Problem 2: Objective 3" in captured.out


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    typed = io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbf" + text_of(GOOD).encode()))
    monkeypatch.setattr(sys, "stdin", typed)
    assert _solve(Path("-"), "--json") == 0
    assert json.loads(capsys.readouterr().out)["objective"] == 5.5


def test_an_instance_without_a_plan_is_a_sentence(file: Path, capsys: Capture) -> None:
    file.write_text(text_of({**GOOD, "agents": [{"capacity": 4}, {"capacity": 4}]}))
    for more in ([], ["--json"]):
        assert "no agent can do job mail" in _refusal(capsys, file, *more)


def test_no_plan_in_time_says_that_there_may_be_one(file: Path, capsys: Capture) -> None:
    plain = by_the_recipe(10, 100, seed=5)
    tight = [{"capacity": one["capacity"] * 80 // 100} for one in plain["agents"]]
    file.write_text(text_of({**plain, "agents": tight}))

    assert _solve(file, "--time-limit", "0.0001") == NO_PLAN_YET
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "No plan was found in time; that does not say there is none." in captured.err

    assert _solve(file, "--time-limit", "0.0001", "--json") == NO_PLAN_YET
    found = json.loads(capsys.readouterr().out)
    assert (found["objective"], found["gap"], found["optimal"]) == (None, None, False)
    assert len(found["unassigned"]) == 100


def test_a_gap_is_shown_as_one(file: Path, capsys: Capture) -> None:
    file.write_text(text_of(by_the_recipe(20, 300, seed=5)))
    assert _solve(file, "--time-limit", "0.5") == 0
    assert "%, not proven best (" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "neither JSON"),
        ("", "neither JSON"),
        ("[]", "one JSON object"),
        ('{"agents": []}', "jobs: It is missing."),
        (text_of({**GOOD, "cost": [[1, 2, 3], [1, 2]]}), "cost.1: Give a list of 3 entries"),
        (text_of({**GOOD, "agents": [{"capacity": -1}, {}]}), "agents.0.capacity"),
        (text_of({**GOOD, "agents": []}), "agents: Give at least one agent."),
        (text_of({**GOOD, "jobs": []}), "jobs: Give at least one job."),
        (text_of({**GOOD, "cost": [[float("nan")] * 3] * 2}), "NaN is no number"),
        (text_of({**GOOD, "cost": [[10**30] * 3] * 2}), "beyond the exact range"),
        ("1 2 3", "no generalised assignment problems"),
    ],
)
def test_bad_input_is_a_sentence(file: Path, capsys: Capture, text: str, said: str) -> None:
    file.write_text(text)
    assert said in _refusal(capsys, file)


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path, capsys: Capture) -> None:
    assert "cannot be read" in _refusal(capsys, tmp_path / "missing.json")
    assert "cannot be read" in _refusal(capsys, tmp_path)
    (tmp_path / "latin.json").write_bytes(b"\xff\xfe{")
    assert "not UTF-8" in _refusal(capsys, tmp_path / "latin.json")


def test_a_file_without_end_is_a_sentence(capsys: Capture) -> None:
    assert "larger than" in _refusal(capsys, Path("/dev/zero"))


@pytest.mark.parametrize("limit", ["0", "-1", "nan", "inf"])
def test_a_time_limit_that_is_none_is_a_sentence(file: Path, capsys: Capture, limit: str) -> None:
    assert "Give a time limit" in _refusal(capsys, file, "--time-limit", limit)


def test_json_names_its_own_sense(file: Path, capsys: Capture) -> None:
    assert "names its own sense" in _refusal(capsys, file, "--sense", "max")


def test_a_terminal_shows_the_seconds_of_a_long_solve(
    file: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(_instance: object, *, seconds: float) -> Answer:
        time.sleep(0.5)
        return Answer(0, 0, (), f"slept {seconds}", 0.5)

    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")
    assert _solve(file) == 0
    assert screen.getvalue() == ""
    capsys.readouterr()

    monkeypatch.setattr(instances, "QUIET_SECONDS", 0.05)
    monkeypatch.setattr(instances, "solve", slow)
    assert _solve(file, "--json") == 0
    assert "Solving" in screen.getvalue()
    assert json.loads(capsys.readouterr().out)["seconds"] == 0.5


def test_control_c_ends_a_search_at_once_with_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "long.json"
    file.write_text(text_of(by_the_recipe(30, 600, seed=5)))
    command = [sys.executable, "-c", SAYS_WHEN_IT_BEGINS, "match", "solve", str(file)]
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SOURCES)}
    with subprocess.Popen(
        command, env=bare, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout
        assert running.stdout.readline() == "begun\n"
        time.sleep(2)
        assert running.poll() is None
        running.send_signal(signal.SIGINT)
        began = time.monotonic()
        out, err = running.communicate(timeout=30)
    assert time.monotonic() - began < 15
    assert (running.returncode, out, err) == (INTERRUPTED, "", "Stopped. There is no answer.\n")
