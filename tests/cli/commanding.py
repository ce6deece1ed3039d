"""Commands as somebody types them, and what comes back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from muster.accounts.models import Person
from muster.cli.app import REFUSED, main

Capture = pytest.CaptureFixture[str]


def rows(capsys: Capture, *arguments: object, who: Person) -> Any:
    """What a command prints as JSON; it has to end well."""
    code = main([*(str(one) for one in arguments), "--as", who.email, "--json"])
    captured = capsys.readouterr()
    assert code == 0, captured.err
    return json.loads(captured.out)


def refusal(capsys: Capture, *arguments: object, who: Person) -> str:
    """What a refused command says on standard error; nothing else may be printed."""
    code = main([*(str(one) for one in arguments), "--as", who.email])
    captured = capsys.readouterr()
    assert (code, captured.out) == (REFUSED, "")
    assert captured.err.partition("\n")[0].endswith("."), captured.err
    return captured.err
