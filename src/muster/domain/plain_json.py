"""Frozen dataclasses as plain JSON and back, exact to the microsecond and the last digit.

What is written is canonical: times in UTC, sets in order, every field present. Reading is strict,
so a document that reads back and is written again is the same document.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from math import isinf, isnan
from numbers import Integral
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

ENDLESS = "Infinity"
"""JSON has no word for it."""


def plain_of(value: Any) -> Any:
    """Dataclasses become objects, tuples and sets lists, times ISO 8601 in UTC.

    Raises ValueError for NaN and for times without a timezone.
    """
    kind: Any = type(value)
    return value if kind in _AS_IT_IS else _writer(kind)(value)


def value_of(kind: Any, plain: Any, where: str) -> Any:
    """The value of this type that `plain` stands for. Raises ValueError naming `where`."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _optional(arguments, plain, where)
    if origin is tuple:
        return _tuple(arguments, plain, where)
    if origin is frozenset:
        return frozenset(_list(arguments[0], plain, where))
    if origin is not None and issubclass(origin, Mapping):
        inner = _of(dict, plain, where)
        return {
            value_of(arguments[0], key, where): value_of(arguments[1], one, f"{where}.{key}")
            for key, one in inner.items()
        }
    if is_dataclass(kind):
        return _object(kind, plain, where)
    if issubclass(kind, Enum):
        return _enum(kind, plain, where)
    if kind is datetime:
        return _time(plain, where)
    if kind is float:
        return _float(plain, where)
    return _of(kind, plain, where)


_AS_IT_IS = frozenset({str, int, bool, type(None)})


@cache
def _writer(kind: Any) -> Callable[[Any], Any]:
    """How values of this type are written; found once per type, as there are many values."""
    if issubclass(kind, Enum):
        return lambda value: value.value
    if issubclass(kind, str | Integral):
        return str if issubclass(kind, str) else int
    if issubclass(kind, float):
        return _plain_float
    if issubclass(kind, datetime):
        return _plain_time
    if issubclass(kind, frozenset | set):
        return lambda value: sorted(plain_of(one) for one in value)
    if issubclass(kind, tuple | list):
        return lambda value: [plain_of(one) for one in value]
    if issubclass(kind, Mapping):
        return lambda value: {str(plain_of(key)): plain_of(value[key]) for key in sorted(value)}
    if is_dataclass(kind):
        names = [one.name for one in fields(kind)]
        return lambda value: {name: plain_of(getattr(value, name)) for name in names}
    raise ValueError(f"{kind.__name__} cannot be written as JSON.")


def _plain_float(value: float) -> float | str:
    if isnan(value):
        raise ValueError("A figure is not a number.")
    if isinf(value):
        return ENDLESS if value > 0 else f"-{ENDLESS}"
    return value


def _plain_time(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("Give every time with a timezone.")
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def _object(kind: Any, plain: Any, where: str) -> Any:
    given = _of(dict, plain, where)
    hints = _hints(kind)
    if given.keys() != hints.keys():
        odd = sorted(map(str, given.keys() ^ hints.keys()))
        raise ValueError(f"{where} has other fields than are known: {', '.join(odd)}.")
    try:
        return kind(
            **{name: value_of(hint, given[name], f"{where}.{name}") for name, hint in hints.items()}
        )
    except ValueError as error:
        raise ValueError(_said(error, where)) from error


def _said(error: ValueError, where: str) -> str:
    """The innermost place is named once."""
    text = str(error)
    return text if text.startswith(where) else f"{where}: {text}"


@cache
def _hints(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {one.name: hints[one.name] for one in fields(kind)}


def _optional(kinds: tuple[Any, ...], plain: Any, where: str) -> Any:
    if plain is None and type(None) in kinds:
        return None
    [kind] = [one for one in kinds if one is not type(None)]
    return value_of(kind, plain, where)


def _tuple(kinds: tuple[Any, ...], plain: Any, where: str) -> tuple[Any, ...]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_list(kinds[0], plain, where))
    given = _of(list, plain, where)
    if len(given) != len(kinds):
        raise ValueError(f"{where} has {len(given)} entries instead of {len(kinds)}.")
    return tuple(
        value_of(kind, one, f"{where}.{at}")
        for at, (kind, one) in enumerate(zip(kinds, given, strict=True))
    )


def _list(kind: Any, plain: Any, where: str) -> list[Any]:
    given = _of(list, plain, where)
    return [value_of(kind, one, f"{where}.{at}") for at, one in enumerate(given)]


def _enum(kind: type[Enum], plain: Any, where: str) -> Enum:
    try:
        return kind(plain)
    except ValueError as error:
        raise ValueError(f"{where} is {plain!r}, which is not known.") from error


def _time(plain: Any, where: str) -> datetime:
    try:
        found = datetime.fromisoformat(_of(str, plain, where))
    except ValueError as error:
        raise ValueError(f"{where} is {plain!r}, which is no time.") from error
    if found.tzinfo is None:
        raise ValueError(f"{where} has no timezone.")
    return found.astimezone(UTC)


def _float(plain: Any, where: str) -> float:
    if plain in (ENDLESS, f"-{ENDLESS}"):
        return float(plain)
    if isinstance(plain, bool) or not isinstance(plain, int | float):
        raise ValueError(f"{where} is {plain!r}, which is no figure.")
    return plain


def _of(kind: type[Any], plain: Any, where: str) -> Any:
    """Exactly this type: JSON's true is no number here."""
    if type(plain) is not kind:
        raise ValueError(f"{where} is {plain!r:.60}, which is not what belongs there.")
    return plain
