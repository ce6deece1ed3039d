"""One cast for most tests: a small Texas hub on a bad night. All people are synthetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from tests.support import builders as make
from tests.support.builders import DIRECTORY, LAPTOP, REBUILD

from muster.accounts.models import Person
from muster.agreements.models import Agreement, InstrumentKind
from muster.authz.actors import Actor, Duty, Source
from muster.directory.models import Jurisdiction, Office, Organization, OrganizationKind
from muster.directory.queries.actors import actor_for
from muster.domain.acts import ActKind, DutyStatus
from muster.domain.costs import CostBasis
from muster.domain.positions import AidKind
from muster.responders.models import Kit, Responder

Parts = dict[str, Any]


@dataclass(frozen=True)
class Cast:
    """Keene is hit. Denton and Johnson County lend. Lubbock has nothing to do with it."""

    now: datetime
    texas: Jurisdiction
    hub: Organization
    keene: Organization
    denton: Organization
    johnson: Organization
    lubbock: Organization
    corps: Organization
    guard: Organization
    keene_representative: Person
    keene_contact: Person
    denton_representative: Person
    johnson_representative: Person
    corps_representative: Person
    guard_representative: Person
    coordinator: Person
    auditor: Person
    stranger: Person
    denton_staff: list[Responder]
    johnson_staff: list[Responder]
    volunteer: Responder
    soldier: Responder
    denton_laptops: Kit
    statewide: Agreement
    corps_program: Agreement
    guard_order: Agreement

    def actor(self, person: Person, *, at: datetime | None = None) -> Actor:
        """This person with the offices held at that moment."""
        return actor_for(person, at=at or self.now, source=Source.WEB)

    def office(self, person: Person) -> Office:
        return Office.objects.get(tenures__person=person)


def make_cast() -> Cast:
    """Builds everybody. Five of Denton's and Johnson's staff can fill the usual order."""
    places = _organizations()
    people = _officials(places)
    staff = _staff(places, people["denton_worker"])
    del people["denton_worker"]
    return Cast(now=timezone.now(), **places, **people, **staff, **_agreements(places))


def _organizations() -> Parts:
    johnson = ("48251", "Johnson County")
    kinds = OrganizationKind
    texas = make.jurisdiction("", "Texas", (31.0, -99.0))
    return {
        "texas": texas,
        "hub": make.organization("Hub of Texas", kinds.HUB, texas),
        "keene": make.organization(
            "Keene",
            kinds.CITY,
            make.jurisdiction("place:keene", "Keene", (32.3968, -97.3239), county=johnson),
        ),
        "johnson": make.organization(
            "Johnson County",
            kinds.COUNTY,
            make.jurisdiction(
                "county:johnson", "Johnson County", (32.3789, -97.3664), county=johnson
            ),
        ),
        "denton": make.organization(
            "Denton County",
            kinds.COUNTY,
            make.jurisdiction(
                "county:denton",
                "Denton County",
                (33.2053, -97.1170),
                county=("48121", "Denton County"),
            ),
        ),
        "lubbock": make.organization(
            "Lubbock",
            kinds.CITY,
            make.jurisdiction(
                "place:lubbock",
                "Lubbock",
                (33.5779, -101.8552),
                county=("48303", "Lubbock County"),
            ),
        ),
        "corps": make.organization("Volunteer Corps", kinds.VOLUNTEER_CORPS, texas),
        "guard": make.organization("National Guard", kinds.NATIONAL_GUARD, texas),
    }


def _officials(at: Parts) -> Parts:
    lead = "Chief Information Officer"
    return {
        "keene_representative": make.official(
            at["keene"], "Keene Representative", lead, Duty.REPRESENT
        ),
        "keene_contact": make.official(at["keene"], "Keene Contact", "IT", Duty.CONTACT),
        "denton_representative": make.official(
            at["denton"], "Denton Representative", lead, Duty.REPRESENT
        ),
        "johnson_representative": make.official(
            at["johnson"], "Johnson Representative", lead, Duty.REPRESENT
        ),
        "corps_representative": make.official(
            at["corps"], "Corps Representative", lead, Duty.REPRESENT
        ),
        "guard_representative": make.official(
            at["guard"], "Guard Representative", lead, Duty.REPRESENT
        ),
        "coordinator": make.official(at["hub"], "Coordinator", "Desk", Duty.COORDINATE),
        "auditor": make.official(at["hub"], "Auditor", "Auditor", Duty.AUDIT),
        "stranger": make.official(at["lubbock"], "Lubbock Representative", lead, Duty.REPRESENT),
        "denton_worker": make.person("Denton One"),
    }


def _staff(at: Parts, worker: Person) -> Parts:
    denton, johnson = at["denton"], at["johnson"]
    return {
        "denton_staff": [
            make.responder(denton, "Denton One", {DIRECTORY: 1}, person=worker),
            make.responder(denton, "Denton Two", {DIRECTORY: 1}),
            make.responder(denton, "Denton Three", {REBUILD: 1}),
        ],
        "johnson_staff": [
            make.responder(johnson, "Johnson One", {DIRECTORY: 1}),
            make.responder(johnson, "Johnson Two", {REBUILD: 1}),
            make.responder(johnson, "Johnson Three", {REBUILD: 2}),
        ],
        "volunteer": make.responder(
            at["corps"], "Volunteer One", {"forensic-analyst": 2}, status=DutyStatus.VOLUNTEER
        ),
        "soldier": make.responder(
            at["guard"], "Soldier One", {"network-engineer": 2}, status=DutyStatus.STATE_ACTIVE_DUTY
        ),
        "denton_laptops": make.kit(denton, LAPTOP, 10),
    }


def _agreements(at: Parts) -> Parts:
    governments = [at["keene"], at["johnson"], at["denton"], at["lubbock"]]
    towns = [at["keene"], at["lubbock"]]
    field = (AidKind.SPECIALIST, AidKind.REBUILD)
    return {
        "statewide": make.agreement(
            "Statewide Aid",
            InstrumentKind.STATEWIDE,
            statuses=[DutyStatus.EMPLOYEE],
            cost=CostBasis.OVERTIME_TRAVEL_EQUIPMENT,
            requesting=governments,
            assisting=governments,
        ),
        "corps_program": make.agreement(
            "Corps Program",
            InstrumentKind.VOLUNTEER_CORPS,
            statuses=[DutyStatus.VOLUNTEER],
            aid=field,
            acts=[ActKind.CLIENT_CONTRACT],
            requesting=towns,
            assisting=[at["corps"]],
        ),
        "guard_order": make.agreement(
            "Guard Order",
            InstrumentKind.NATIONAL_GUARD,
            statuses=[DutyStatus.STATE_ACTIVE_DUTY],
            aid=field,
            acts=[ActKind.STATE_DECLARATION],
            requesting=towns,
            assisting=[at["guard"]],
        ),
    }
