"""An order for help as a JSON file: read, checked for shape, and handed on as an Order."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from muster.cli.moments import moment_of
from muster.cli.readable import BROKEN, broken_names
from muster.domain.failures import Invalid
from muster.domain.matching.problem import Mode, Priority
from muster.domain.orders import Order, OrderLine
from muster.domain.positions import CredentialLevel
from muster.domain.tlp import Label

T = TypeVar("T")
STANDARD_INPUT = "-"
EXAMPLE = (
    '{"kind": "ransomware", "hours": 72, "where_to_report": "1 Main Street, back door", '
    '"call_back_name": "Name", "call_back_number": "+1 512 555 0100", '
    '"lines": [{"position": "directory-recovery", "count": 1}]}'
)
_ORDER_KEYS = frozenset(Order.__dataclass_fields__) | {"organization"}
_LINE_KEYS = frozenset(OrderLine.__dataclass_fields__)
_PRIORITIES = {priority.name.lower(): priority for priority in Priority}


def read_order(file: Path, *, exercise: bool) -> tuple[Order, str]:
    """The order and the slug of the organization that asks, which may be empty.

    `exercise` counts where the file does not say. Raises Invalid with a sentence per field.
    """
    found = _object(_text(file))
    for name in broken_names(found):
        raise _wrong(name, f"other text: this {BROKEN}")
    _known(found, _ORDER_KEYS, "")
    lines = found.get("lines", [])
    if not isinstance(lines, list):
        raise _wrong("lines", "a list of objects with a position and a count")
    order = Order(
        kind=_text_of(found, "kind"),
        what_happened=_text_of(found, "what_happened", ""),
        systems_down=tuple(_words(found.get("systems_down", []))),
        lines=tuple(_line(line, f"lines.{index}.") for index, line in enumerate(lines)),
        starts_at=_moment(found, "starts_at"),
        hours=_number(found, "hours", 72),
        where_to_report=_text_of(found, "where_to_report", ""),
        call_back_name=_text_of(found, "call_back_name", ""),
        call_back_number=_text_of(found, "call_back_number"),
        local_declaration=_yes_or_no(found, "local_declaration", None),
        tlp=_one_of(found, "tlp", {label.value: label for label in Label}, Label.AMBER),
        noticed_at=_moment(found, "noticed_at"),
        exercise=bool(_yes_or_no(found, "exercise", exercise)),
    )
    return order, _text_of(found, "organization", "")


def _text(file: Path) -> str:
    try:
        if str(file) == STANDARD_INPUT:
            return sys.stdin.read()
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise Invalid(f"{file} is not UTF-8 text: {error}.", "Save it as UTF-8.") from error
    except OSError as error:
        raise Invalid(f"{file} cannot be read as text: {error}.", "Check the name.") from error


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Invalid(f"The file is not JSON: {error}.", f"A small order: {EXAMPLE}") from error
    if not isinstance(found, dict):
        raise Invalid("The file has to hold one JSON object.", f"A small order: {EXAMPLE}")
    return found


def _line(found: Any, prefix: str) -> OrderLine:
    if not isinstance(found, dict):
        raise _wrong(prefix.rstrip("."), "an object with a position and a count")
    _known(found, _LINE_KEYS, prefix)
    return OrderLine(
        position=_text_of(found, "position", prefix=prefix),
        count=_number(found, "count", 1, prefix),
        minimum_level=_number(found, "minimum_level", CredentialLevel.QUALIFIED.value, prefix),
        mode=_one_of(found, "mode", {mode.value: mode for mode in Mode}, Mode.ON_SITE, prefix),
        priority=_one_of(found, "priority", _PRIORITIES, Priority.ESSENTIAL, prefix),
    )


def _known(found: Mapping[str, Any], keys: Iterable[str], prefix: str) -> None:
    for name in sorted(found.keys() - set(keys)):
        raise _wrong(f"{prefix}{name}", f"one of the known names: {', '.join(sorted(keys))}")


def _text_of(
    found: Mapping[str, Any], name: str, default: str | None = None, prefix: str = ""
) -> str:
    value = found.get(name, default)
    if not isinstance(value, str):
        raise _wrong(f"{prefix}{name}", "text")
    return value


def _number(found: Mapping[str, Any], name: str, default: int, prefix: str = "") -> int:
    value = found.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _wrong(f"{prefix}{name}", "a whole number")
    return value


def _yes_or_no(found: Mapping[str, Any], name: str, default: bool | None) -> bool | None:
    value = found.get(name, default)
    if value is not None and not isinstance(value, bool):
        raise _wrong(name, "true or false")
    return value


def _words(value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise _wrong("systems_down", "a list of words")
    return value


def _moment(found: Mapping[str, Any], name: str) -> datetime | None:
    value = found.get(name)
    if value is None:
        return None
    try:
        return moment_of(value)
    except ValueError as wrong:
        raise _wrong(name, str(wrong)) from None


def _one_of(
    found: Mapping[str, Any], name: str, choices: Mapping[str, T], default: T, prefix: str = ""
) -> T:
    if name not in found:
        return default
    value = found[name]
    if not isinstance(value, str) or value not in choices:
        raise _wrong(f"{prefix}{name}", f"one of: {', '.join(choices)}")
    return choices[value]


def _wrong(name: str, wanted: str) -> Invalid:
    return Invalid(
        "The order cannot be used as it is.",
        "Mend the file and send it again; nothing was sent.",
        fields={name: f"Give {wanted}."},
    )
