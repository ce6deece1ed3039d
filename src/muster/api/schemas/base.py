"""Building blocks of all schemas: strict input, storable text, moments, pages, problems."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from django.conf import settings
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    WithJsonSchema,
)

T = TypeVar("T")

LARGEST_PAGE = 200
DEEPEST_OFFSET = 100_000

_RFC_3339 = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_NO_NUL = {"pattern": r"^[^\u0000]*$"}


class In(BaseModel):
    """Input: an unknown field is a mistake, and a number in quotes is not a number."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Out(BaseModel):
    """Output. Built by hand, never straight from a row."""


def _storable(value: str) -> str:
    if "\0" in value:
        raise ValueError("Leave out the NUL character; it cannot be stored.")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError("This holds half a character; write it again, or escape it whole.")
    return value


def _moment(value: Any) -> datetime:
    wrong = ValueError("Give date, time and UTC offset, such as 2026-03-01T02:30:00-06:00.")
    if not isinstance(value, str) or not _RFC_3339.fullmatch(value):
        raise wrong
    try:
        moment = datetime.fromisoformat(value.upper())
    except ValueError:
        raise wrong from None
    if not 2000 <= moment.year < 2200:
        raise ValueError("Check the year: Muster knows the years from 2000 to 2199.")
    return moment


def _a_demo_sends_nobody(exercise: bool) -> bool:
    if settings.DEMO and not exercise:
        raise ValueError(
            "This is a demo hub and sends nobody: leave this out, and it is an exercise."
        )
    return exercise


Text = Annotated[str, AfterValidator(_storable), Field(json_schema_extra=_NO_NUL)]
Reason = Annotated[Text, Field(min_length=1, max_length=2000)]
Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Key = Annotated[UUID, Strict(strict=False)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1, description="The version you last saw.")]
Exercise = Annotated[
    bool,
    AfterValidator(_a_demo_sends_nobody),
    Field(
        default_factory=lambda: settings.DEMO,
        description="Without it: true on a demo hub, which takes exercises only; else false.",
    ),
]


class PageQuery(BaseModel):
    """Which part of a list."""

    limit: int = Field(50, ge=1, le=LARGEST_PAGE)
    offset: int = Field(0, ge=0, le=DEEPEST_OFFSET)


class Page(Out, Generic[T]):
    """A part of a list; `count` is the length of the whole."""

    items: list[T]
    count: int
    limit: int
    offset: int


class FieldError(Out):
    """One field that needs another look. `field` is a dotted path, such as lines.0.count."""

    field: str
    sentence: str


class Problem(Out):
    """What went wrong and what to do next (RFC 9457). `instance` is the id of the request."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldError] = []


class OrganizationRef(Out):
    """An organization by id and name."""

    id: UUID
    name: str
