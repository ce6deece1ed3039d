"""What a clause leaves open: typed values with ranges, read from what somebody typed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

Value: TypeAlias = "str | int | bool | tuple[str, ...]"
"""A word of a choice or a text, a count, a yes or no, or words of a choice of several."""


class ParameterError(ValueError):
    """What was typed cannot be this parameter; the message says what can."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(ABC):
    """One open place. `name` is its key, `label` the question a form asks."""

    name: str
    label: str
    hint: str = ""

    @abstractmethod
    def read(self, raw: object) -> Value:
        """The value behind what was typed or stored. Raises ParameterError."""

    @property
    @abstractmethod
    def start(self) -> Value:
        """The value a new draft begins with."""

    @abstractmethod
    def said(self, value: Value) -> str:
        """The value in words, for a list of differences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Parameter):
    """A whole number of `unit`s from `low` to `high`; 0 may mean that there is none."""

    low: int
    high: int
    unit: str
    default: int = 0
    none_at_zero: bool = False

    def read(self, raw: object) -> int:
        if isinstance(raw, bool) or not isinstance(raw, int | str):
            raise ParameterError(self._wanted)
        try:
            value = int(str(raw).strip())
        except ValueError as error:
            raise ParameterError(self._wanted) from error
        if not self.low <= value <= self.high:
            raise ParameterError(self._wanted)
        return value

    @property
    def start(self) -> int:
        return self.default

    def said(self, value: Value) -> str:
        if value == 0 and self.none_at_zero:
            return "none"
        return f"{value} {self.unit}{'' if value == 1 else 's'}"

    @property
    def _wanted(self) -> str:
        none = ", 0 for none" if self.none_at_zero else ""
        return f"Give a whole number of {self.unit}s from {self.low} to {self.high}{none}."


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf(Parameter):
    """One word out of `options`, each with how it reads."""

    options: Mapping[str, str]
    default: str

    def read(self, raw: object) -> str:
        if not isinstance(raw, str) or raw not in self.options:
            raise ParameterError(f"Choose one of: {', '.join(self.options.values())}.")
        return raw

    @property
    def start(self) -> str:
        return self.default

    def said(self, value: Value) -> str:
        return self.options.get(str(value), str(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class SomeOf(Parameter):
    """Any of `options`, at least `fewest`; kept in the order of the options."""

    options: Mapping[str, str]
    default: tuple[str, ...] = ()
    fewest: int = 0
    none_said: str = "none"

    def read(self, raw: object) -> tuple[str, ...]:
        words = [raw] if isinstance(raw, str) else raw
        if not isinstance(words, Iterable):
            raise ParameterError(self._wanted)
        chosen = {word for word in words if isinstance(word, str) and word}
        if not chosen <= set(self.options) or len(chosen) < self.fewest:
            raise ParameterError(self._wanted)
        return tuple(word for word in self.options if word in chosen)

    @property
    def start(self) -> tuple[str, ...]:
        return self.default

    def said(self, value: Value) -> str:
        words = value if isinstance(value, tuple) else ()
        return listed([self.options[word] for word in words]) if words else self.none_said

    @property
    def _wanted(self) -> str:
        least = "at least one of" if self.fewest else "any of"
        return f"Choose {least}: {', '.join(self.options.values())}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Parameter):
    """Yes or no."""

    default: bool = False

    def read(self, raw: object) -> bool:
        if isinstance(raw, bool):
            return raw
        if raw in ("yes", "on", "true", "1"):
            return True
        if raw in ("no", "off", "false", "0", ""):
            return False
        raise ParameterError("Say yes or no.")

    @property
    def start(self) -> bool:
        return self.default

    def said(self, value: Value) -> str:
        return "yes" if value else "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Parameter):
    """A few words of counsel's own, on one line."""

    longest: int = 200
    default: str = ""
    required: bool = False

    def read(self, raw: object) -> str:
        if not isinstance(raw, str):
            raise ParameterError("Write it in words.")
        text = " ".join(raw.split())
        if not text.isprintable():
            raise ParameterError("Leave out characters that cannot be printed.")
        if self.required and not text:
            raise ParameterError("This cannot be left empty.")
        if len(text) > self.longest:
            raise ParameterError(f"Keep this within {self.longest} characters.")
        return text

    @property
    def start(self) -> str:
        return self.default

    def said(self, value: Value) -> str:
        return str(value) or "nothing"


@dataclass(frozen=True, slots=True)
class Read:
    """Values by name, complete when there are no `errors`, which are sentences by name."""

    values: Mapping[str, Value] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def read_all(parameters: Iterable[Parameter], raw: Mapping[str, object]) -> Read:
    """Every parameter out of what was typed; one that is absent takes its start."""
    known = {parameter.name: parameter for parameter in parameters}
    values: dict[str, Value] = {}
    errors = {name: "This clause has no such parameter." for name in raw if name not in known}
    for name, parameter in known.items():
        try:
            values[name] = parameter.read(raw[name]) if name in raw else parameter.start
        except ParameterError as why:
            errors[name] = str(why)
    return Read(values, errors)


def listed(words: list[str], last: str = "and") -> str:
    """`a, b and c`."""
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end
