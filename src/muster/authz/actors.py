"""The acting person: identity, the offices held at that moment, and where the act came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Duty(StrEnum):
    """What an office can do for its organization."""

    REPRESENT = "represent"
    CONTACT = "contact"
    COORDINATE = "coordinate"
    AUDIT = "audit"


DUTY_NAMES = {
    Duty.REPRESENT: "authorized representative",
    Duty.CONTACT: "designated contact",
    Duty.COORDINATE: "hub coordinator",
    Duty.AUDIT: "auditor",
}


class Source(StrEnum):
    """The door an act came through."""

    WEB = "web"
    API = "api"
    CLI = "cli"
    JOB = "job"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Standing:
    """One office held at the moment of acting."""

    office_id: UUID
    office_title: str
    organization_id: UUID
    organization_name: str
    duties: frozenset[Duty]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts and when. `at` is the moment every rule of the use case is judged by.

    `is_the_hub` marks the hub's own schedule, which proposes as a coordinator would.
    """

    at: datetime
    source: Source
    name: str
    person_id: UUID | None = None
    standings: tuple[Standing, ...] = ()
    request_id: str = ""
    origin: str = field(default="", repr=False)
    is_the_hub: bool = False

    @property
    def is_known(self) -> bool:
        return bool(self.person_id or self.standings or self.is_the_hub)

    def holding(self, duty: Duty, organization_id: UUID | None = None) -> Standing | None:
        """The first office with this duty, in this organization if one is named."""
        return next(self._holding(duty, organization_id), None)

    def standing_in(self, organization_id: UUID | None) -> Standing | None:
        """The first office held in this organization."""
        return next((s for s in self.standings if s.organization_id == organization_id), None)

    def organizations_with(self, *duties: Duty) -> frozenset[UUID]:
        """Organizations where the actor holds any of the duties; with none named, any office."""
        return frozenset(
            standing.organization_id
            for standing in self.standings
            if not duties or standing.duties & set(duties)
        )

    @property
    def coordinates(self) -> bool:
        return self.is_the_hub or self.holding(Duty.COORDINATE) is not None

    @property
    def audits(self) -> bool:
        return self.holding(Duty.AUDIT) is not None

    def _holding(self, duty: Duty, organization_id: UUID | None) -> Iterator[Standing]:
        for standing in self.standings:
            if duty in standing.duties and organization_id in (None, standing.organization_id):
                yield standing


def hub_itself(at: datetime, source: Source = Source.JOB) -> Actor:
    """The hub acting on a schedule, with no person behind it."""
    return Actor(at=at, source=source, name="the hub", is_the_hub=True)
