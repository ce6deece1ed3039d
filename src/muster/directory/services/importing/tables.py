"""Rows of a file as a temporary table, filled in one stream."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from django.db.backends.utils import CursorWrapper

INCOMING = "incoming"


def fill(
    cursor: CursorWrapper,
    columns: Mapping[str, str],
    rows: Iterable[Sequence[Any]],
    *,
    table: str = INCOMING,
) -> None:
    """Make the table anew with `columns` (name to SQL type) and copy the rows into it."""
    # Whatever makes the rows may ask the database, which cannot answer while it is copied into.
    ready = list(rows)
    described = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    cursor.execute(f"DROP TABLE IF EXISTS {table}")
    cursor.execute(f"CREATE TEMPORARY TABLE {table} ({described}) ON COMMIT DROP")
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in ready:
            copy.write_row(row)
    cursor.execute(f"ANALYZE {table}")


Values: TypeAlias = "Sequence[Any] | Mapping[str, Any] | None"


def counted(cursor: CursorWrapper, statement: str, values: Values = None) -> int:
    """Run a statement and say how many rows it touched."""
    cursor.execute(statement, values)
    return int(cursor.rowcount)


def rows_of(cursor: CursorWrapper, statement: str, values: Values = None) -> list[tuple[Any, ...]]:
    cursor.execute(statement, values)
    return list(cursor.fetchall())
