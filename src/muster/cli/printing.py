"""How the command line speaks: tables or JSON on standard output, problems on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from muster.domain.failures import Failure, Invalid

WIDTH_WITHOUT_TERMINAL = 140


def output() -> Console:
    """Standard output; wide and plain when nobody watches a terminal."""
    if sys.stdout.isatty():
        return Console()
    return Console(width=WIDTH_WITHOUT_TERMINAL, no_color=True, highlight=False)


def print_json(value: Any) -> None:
    """One JSON document and nothing else. Times become ISO 8601, ids become strings."""
    print(json.dumps(value, indent=2, default=_plain, ensure_ascii=False))


def print_rows(title: str, rows: Sequence[Mapping[str, Any]], *, as_json: bool) -> None:
    """Rows with the same keys, as a table with a title or as a JSON list."""
    if as_json:
        print_json(list(rows))
        return
    console = output()
    if not rows:
        console.print(f"{title}: none.", markup=False)
        return
    table = Table(title=title, title_justify="left", title_style="bold")
    for column in rows[0]:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(_words(value) for value in row.values()))
    console.print(table)


def print_failure(failure: Failure) -> None:
    """What was refused, each field's sentence, and what to do."""
    fields = failure.fields if isinstance(failure, Invalid) else {}
    print_problem(
        failure.sentence,
        *(f"{name}: {sentence}" for name, sentence in fields.items()),
        failure.what_to_do,
    )


def print_problem(sentence: str, *more: str) -> None:
    """A problem on standard error, one line each; empty ones are left out."""
    for line in _shown((sentence, *more)):
        print(line, file=sys.stderr)


def _shown(lines: Iterable[str]) -> Iterable[str]:
    return (line for line in lines if line)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _words(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone():%Y-%m-%d %H:%M %Z}"
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)
