"""Moments as people type them on the command line or in a file."""

from __future__ import annotations

from datetime import datetime

from muster.domain.failures import Invalid

WANTED = "a time with its zone, such as 2026-03-01T02:30-06:00"

YEARS = range(2000, 2200)
"""At the ends of the calendar a time has no UTC to go to."""


def moment_of(value: object) -> datetime:
    """An ISO 8601 time with its zone. Raises ValueError on anything else."""
    if not isinstance(value, str):
        raise ValueError(WANTED)
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError(WANTED) from None
    if moment.tzinfo is None:
        raise ValueError(WANTED)
    if moment.year not in YEARS:
        raise ValueError(f"a time between the years {YEARS[0]} and {YEARS[-1]}")
    return moment


def moment_option(name: str, value: str) -> datetime:
    """What an option gave. Raises Invalid naming the option."""
    try:
        return moment_of(value)
    except ValueError as wrong:
        raise Invalid("One option cannot be read.", fields={name: f"Give {wrong}."}) from None
