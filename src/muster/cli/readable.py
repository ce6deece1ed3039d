"""Text that can be stored and shown again; what cannot is refused at the door."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from muster.domain.failures import Invalid

BROKEN = "holds a character that is no text: a zero byte, or half of a character"


def is_readable(text: str) -> bool:
    """Whether the database takes it. Bytes that were no UTF-8 arrive as halves of characters."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def require_readable_arguments(arguments: Sequence[str]) -> None:
    """Raises Invalid naming the first argument that is no text."""
    for number, argument in enumerate(arguments, start=1):
        if not is_readable(argument):
            raise Invalid(
                f"Argument {number} {BROKEN}.",
                f"It reads {argument[:60]!a}. Type it again, in UTF-8. Nothing was done.",
            )


def broken_names(value: Any, name: str = "") -> Iterator[str]:
    """Where in a JSON value such text stands, as in `lines.0.position`."""
    if isinstance(value, str):
        if not is_readable(value):
            yield name
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not is_readable(key):
                yield name or "the names"
            else:
                yield from broken_names(inner, f"{name}.{key}".lstrip("."))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from broken_names(inner, f"{name}.{index}".lstrip("."))
