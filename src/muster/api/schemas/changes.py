"""Changes of a request that is already sent. Each names the version it was made from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import ConfigDict, Field

from muster.api.schemas.base import In, Moment, Reason, Version
from muster.api.schemas.requests import (
    LINE_EXAMPLE,
    Address,
    CallName,
    CallNumber,
    Count,
    Lines,
    Story,
    Systems,
    Tlp,
)
from muster.domain.amendments import RequestDetails


def _left_as_it_is() -> Any:
    """For fields that may stay away without a null being good input."""


class Amendment(In):
    """What is different now; a field that is not given stays as it is."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"version": 1, "call_back_number": "+1 817 555 0199"}]}
    )

    version: Version
    what_happened: Story = Field(default_factory=_left_as_it_is)
    systems_down: Systems = Field(default_factory=_left_as_it_is)
    where_to_report: Address = Field(default_factory=_left_as_it_is)
    call_back_name: CallName = Field(default_factory=_left_as_it_is)
    call_back_number: CallNumber = Field(default_factory=_left_as_it_is)
    local_declaration: bool | None = Field(
        default_factory=_left_as_it_is, description="Null: not known."
    )
    tlp: Tlp = Field(default_factory=_left_as_it_is)
    starts_at: Moment = Field(default_factory=_left_as_it_is)
    ends_at: Moment = Field(default_factory=_left_as_it_is)

    def applied_to(self, details: RequestDetails) -> RequestDetails:
        given = {name: getattr(self, name) for name in self.model_fields_set - {"version"}}
        if "systems_down" in given:
            given["systems_down"] = tuple(given["systems_down"])
        return replace(details, **given)


class MoreLines(In):
    """Other lines for an open request, from now or `starts_at` to the end of its window."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"version": 1, "lines": [LINE_EXAMPLE]}]}
    )

    version: Version
    lines: Lines
    starts_at: Moment | None = None


class CountChange(In):
    """How many of one line are needed now; never fewer than are asked for or committed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"version": 1, "count": 3}]})

    version: Version
    count: Count


class LineCancellation(In):
    """This line is not needed any more."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"version": 1}]})

    version: Version


class Unfillable(In):
    """Why the hub finds nobody for a line; the town reads it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"reason": "Nobody within a day's drive; ask the state's own team."}]
        }
    )

    reason: Reason


class Cancellation(In):
    """Why the request is withdrawn."""

    version: Version
    reason: Reason


class Closing(In):
    """The help is done."""

    version: Version
