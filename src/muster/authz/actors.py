"""The acting person: identity, the offices held at that moment, and where the act came from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


class Authority(StrEnum):
    """What an office that represents may bind its organization to, and who answers at night."""

    REQUEST_AID = "request_aid"
    LEND = "lend"
    SIGN = "sign_agreements"
    DECLARE = "declare"
    RECEIVE_AT_NIGHT = "receive_at_night"


AUTHORITY_NAMES = {
    Authority.REQUEST_AID: "asks for help",
    Authority.LEND: "lends",
    Authority.SIGN: "signs agreements",
    Authority.DECLARE: "declares an emergency",
    Authority.RECEIVE_AT_NIGHT: "is called at night",
}

BINDING = frozenset({Authority.REQUEST_AID, Authority.LEND, Authority.SIGN})
"""What every representative may do unless its office says otherwise."""


def usual_authorities(duties: Iterable[str]) -> list[str]:
    """Those a new office with these duties begins with."""
    return sorted(one.value for one in BINDING) if Duty.REPRESENT in set(duties) else []


class Source(StrEnum):
    """The door an act came through."""

    WEB = "web"
    API = "api"
    CLI = "cli"
    JOB = "job"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Standing:
    """One office held at the moment of acting, or acted for by delegation.

    What is done by delegation is done in the office that gave it: `by_delegation` then names the
    office the person holds.
    """

    office_id: UUID
    office_title: str
    organization_id: UUID
    organization_name: str
    duties: frozenset[Duty]
    authorities: frozenset[Authority] = frozenset()
    by_delegation: str = ""


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

    def empowered(self, authority: Authority, organization_id: UUID) -> Standing | None:
        """The first office, held or by delegation, that may bind the organization to this.

        An office held comes before one acted for.
        """
        able = [
            standing
            for standing in self.standings
            if authority in standing.authorities and standing.organization_id == organization_id
        ]
        return min(able, key=lambda one: bool(one.by_delegation), default=None)

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
