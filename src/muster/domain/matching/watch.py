"""How far a match run is, told to whoever waits for it, and how it is stopped."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol


class Stage(StrEnum):
    """The parts of a run, in their order."""

    READING = "reading"
    JUDGING = "judging"
    SOLVING = "solving"
    EXPLAINING = "explaining"


class Stopped(Exception):  # noqa: N818 (being stopped is no error)
    """Somebody no longer wants the answer. Nothing has been written."""


class Watch(Protocol):
    """Hears of every step of a run, and ends it by raising `Stopped`."""

    def stage(self, name: Stage, done: int, total: int) -> None:
        """`done` of `total` steps of this stage are behind us; pairs while judging."""


class Unwatched:
    """Nobody waits."""

    def stage(self, name: Stage, done: int, total: int) -> None:
        pass


_SPANS = {
    Stage.READING: (0.0, 0.15),
    Stage.JUDGING: (0.15, 0.55),
    Stage.SOLVING: (0.55, 0.9),
    Stage.EXPLAINING: (0.9, 1.0),
}


def words_of(name: Stage, total: int) -> str:
    """The stage as a person reads it."""
    match name:
        case Stage.READING:
            return "Reading the roster"
        case Stage.JUDGING:
            return "Judging 1 pair" if total == 1 else f"Judging {total:,} pairs"
        case Stage.SOLVING:
            return "Solving"
        case Stage.EXPLAINING:
            return "Explaining"


def share_of(name: Stage, done: int, total: int) -> float:
    """How much of the whole run is behind us, from 0 to 1; a rough figure."""
    first, last = _SPANS[name]
    return first + (last - first) * (min(done, total) / total if total else 0.0)
