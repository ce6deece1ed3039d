"""The written layer order holds."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

CHECKOUT = Path(__file__).parents[2]


def test_imports_point_down(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(CHECKOUT)
    monkeypatch.syspath_prepend(str(CHECKOUT / "src"))
    outcome = lint_imports(config_filename=str(CHECKOUT / "pyproject.toml"), no_cache=True)
    assert outcome == os.EX_OK, capsys.readouterr().out
