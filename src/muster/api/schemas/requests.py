"""Requests for help, in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, Strict
from pydantic.config import JsonDict

from muster.aid.models import IncidentKind, Need, Request
from muster.api.schemas.base import Exercise, In, Moment, OrganizationRef, Out, Page, Text
from muster.domain.matching.problem import Mode, Priority
from muster.domain.orders import (
    LARGEST_COUNT,
    LONGEST_DAYS,
    LONGEST_STORY,
    LONGEST_SYSTEM,
    MOST_SYSTEMS,
    Order,
    OrderLine,
)
from muster.domain.positions import BY_CODE, CredentialLevel
from muster.domain.tlp import Label

MOST_LINES = 100
Count = Annotated[int, Field(ge=1, le=LARGEST_COUNT)]
Story = Annotated[Text, Field(max_length=LONGEST_STORY)]
Systems = Annotated[
    list[Annotated[Text, Field(max_length=LONGEST_SYSTEM)]], Field(max_length=MOST_SYSTEMS)
]
Address = Annotated[Text, Field(max_length=300)]
CallName = Annotated[Text, Field(max_length=120)]
CallNumber = Annotated[Text, Field(max_length=40)]
Tlp = Annotated[Label, Strict(strict=False)]
LINE_EXAMPLE: JsonDict = {
    "position": "directory-recovery",
    "count": 2,
    "mode": "on_site",
    "priority": 2,
}


class LineIn(In):
    """So many of a position or piece of kit."""

    position: Text = Field(json_schema_extra={"enum": list(BY_CODE)})
    count: Count
    minimum_level: int = Field(CredentialLevel.QUALIFIED.value, ge=1, le=4)
    mode: Annotated[Mode, Strict(strict=False)] = Mode.ON_SITE
    priority: int = Field(
        Priority.ESSENTIAL.value, ge=1, le=3, description="1 life safety, 2 essential, 3 recovery."
    )

    def as_line(self) -> OrderLine:
        return OrderLine(
            position=self.position,
            count=self.count,
            minimum_level=self.minimum_level,
            mode=self.mode,
            priority=Priority(self.priority),
        )


Lines = Annotated[list[LineIn], Field(min_length=1, max_length=MOST_LINES)]


class RequestIn(In):
    """Everything a request needs. Without `starts_at` it begins at once."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "kind": "ransomware",
                    "what_happened": "Servers show a ransom note.",
                    "systems_down": ["email", "dispatch"],
                    "lines": [LINE_EXAMPLE, {"position": "laptop", "count": 10}],
                    "hours": 72,
                    "where_to_report": "City hall, back door",
                    "call_back_name": "Night duty",
                    "call_back_number": "+1 817 555 0100",
                    "exercise": True,
                }
            ]
        }
    )

    kind: Annotated[IncidentKind, Strict(strict=False)]
    what_happened: Story = ""
    noticed_at: Moment | None = None
    systems_down: Systems = []
    lines: Lines
    starts_at: Moment | None = None
    hours: int = Field(ge=1, le=LONGEST_DAYS * 24)
    where_to_report: Address = ""
    call_back_name: CallName = ""
    call_back_number: CallNumber
    local_declaration: bool | None = None
    tlp: Tlp = Label.AMBER
    exercise: Exercise

    def as_order(self) -> Order:
        return Order(
            kind=self.kind.value,
            what_happened=self.what_happened,
            systems_down=tuple(self.systems_down),
            lines=tuple(line.as_line() for line in self.lines),
            starts_at=self.starts_at,
            hours=self.hours,
            where_to_report=self.where_to_report,
            call_back_name=self.call_back_name,
            call_back_number=self.call_back_number,
            local_declaration=self.local_declaration,
            tlp=self.tlp,
            noticed_at=self.noticed_at,
            exercise=self.exercise,
        )


class LineOut(Out):
    """One line of a request."""

    id: UUID
    position: str
    title: str
    count: int
    minimum_level: int
    mode: str
    priority: int
    starts_at: datetime
    ends_at: datetime
    status: str
    unable_reason: str


class RequestOut(Out):
    """A request as somebody sees it who may know about it."""

    id: UUID
    number: str
    version: int
    status: str
    organization: OrganizationRef
    county: str
    kind: str
    exercise: bool
    tlp: str
    what_happened: str
    systems_down: list[str]
    starts_at: datetime | None
    ends_at: datetime | None
    where_to_report: str
    call_back_name: str
    call_back_number: str
    opened_at: datetime | None
    signer_name: str
    ended_at: datetime | None
    end_reason: str
    lines: list[LineOut]


class RequestPage(Page[RequestOut]):
    """Requests, newest first."""


def line_out(need: Need) -> LineOut:
    return LineOut(
        id=need.pk,
        position=need.position,
        title=need.job.title,
        count=need.count,
        minimum_level=need.minimum_level,
        mode=need.mode,
        priority=need.priority,
        starts_at=need.during.lower,
        ends_at=need.during.upper,
        status=need.status,
        unable_reason=need.unable_reason,
    )


def request_out(request: Request) -> RequestOut:
    incident = request.incident
    return RequestOut(
        id=request.pk,
        number=request.number or "",
        version=request.version,
        status=request.status,
        organization=OrganizationRef(id=incident.organization_id, name=incident.organization.name),
        county=incident.organization.county,
        kind=incident.kind,
        exercise=incident.exercise,
        tlp=request.tlp,
        what_happened=incident.what_happened,
        systems_down=incident.systems_down,
        starts_at=request.during.lower if request.during else None,
        ends_at=request.during.upper if request.during else None,
        where_to_report=request.where_to_report,
        call_back_name=request.call_back_name,
        call_back_number=request.call_back_number,
        opened_at=request.opened_at,
        signer_name=request.signer_name,
        ended_at=request.ended_at,
        end_reason=request.end_reason,
        lines=[line_out(need) for need in request.needs.all()],
    )
