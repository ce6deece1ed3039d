"""`muster request match` says how far it is, and Ctrl-C leaves nothing behind."""

from __future__ import annotations

import io
import sys

import pytest
from rich.console import Console
from rich.progress import Progress
from tests.cli.commanding import rows
from tests.support import road
from tests.support.cast import Cast

from muster.aid.models import MatchRun
from muster.audit.models import AuditEvent
from muster.cli.app import INTERRUPTED, main
from muster.cli.progress import StageBar, match_progress
from muster.domain.matching.watch import Stage, Unwatched

Capture = pytest.CaptureFixture[str]


class Terminal(io.StringIO):
    """Standard error that somebody watches."""

    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_the_stages(
    cast: Cast, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = road.asked(cast)
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("TERM", "xterm")

    assert main(["request", "match", str(request.number), "--as", cast.coordinator.email]) == 0

    assert "Explaining" in screen.getvalue()
    assert "Explaining" not in capsys.readouterr().out


def test_a_pipe_gets_the_answer_and_nothing_else(cast: Cast, capsys: Capture) -> None:
    request = road.asked(cast)

    assert rows(capsys, "request", "match", request.number, who=cast.coordinator)
    assert capsys.readouterr().err == ""
    with match_progress() as watch:
        assert isinstance(watch, Unwatched)


def test_the_bar_never_goes_back() -> None:
    bar = Progress(console=Console(file=io.StringIO()))
    line = StageBar(bar, bar.add_task("", total=1.0))

    line.stage(Stage.SOLVING, 1, 2)
    before = bar.tasks[0].completed
    line.stage(Stage.JUDGING, 0, 12_000)

    assert bar.tasks[0].completed == before > 0.5
    assert bar.tasks[0].description == "Judging 12,000 pairs"


@pytest.mark.parametrize("last", Stage)
def test_control_c_at_any_stage_keeps_nothing(
    cast: Cast, capsys: Capture, monkeypatch: pytest.MonkeyPatch, last: Stage
) -> None:
    def interrupted(_watch: object, name: Stage, _done: int, _total: int) -> None:
        if name is last:
            raise KeyboardInterrupt

    request = road.asked(cast)
    events = AuditEvent.objects.count()
    monkeypatch.setattr(Unwatched, "stage", interrupted)

    code = main(["request", "match", str(request.number), "--as", cast.coordinator.email])

    assert code == INTERRUPTED
    assert capsys.readouterr().err == "Stopped. Nothing was kept.\n"
    assert not MatchRun.objects.exists()
    assert AuditEvent.objects.count() == events
