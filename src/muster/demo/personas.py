"""The five people a visitor of the demo hub can be, with one click each. All synthetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from muster.accounts.models import Person
from muster.demo.members import AUDITOR_KEY, HUB_KEY, Members, synthetic_person
from muster.demo.roster import Staff
from muster.demo.texas_2019.governments import TEXAS
from muster.demo.texas_2019.partners import CORPS
from muster.demo.texas_2019.staff import synthetic_staff
from muster.domain.geo import Place, distance_km

VICTIM_KEY = f"{TEXAS}/place:keene"
LENDER_KEY = f"{TEXAS}/county:johnson"
VOLUNTEER_JOB = "rebuild-technician"


@dataclass(frozen=True, slots=True)
class Part:
    """A persona that is an office holder: whose office, and what the sign-in page says."""

    key: str
    words: str


OFFICE_PARTS = (
    Part(VICTIM_KEY, "Town IT director of a victim (City of Keene)"),
    Part(LENDER_KEY, "County CIO who lends (Johnson County)"),
    Part(HUB_KEY, "Hub coordinator"),
)
VOLUNTEER_WORDS = "Volunteer of the corps"
AUDITOR_PART = Part(AUDITOR_KEY, "Auditor")


def load_personas(members: Members, staff: Staff, *, victim_place: Place, since: datetime) -> None:
    """Give office holders their parts, and the volunteer nearest to Keene an account."""
    for rank, part in enumerate(OFFICE_PARTS, start=1):
        _cast(members.holders[part.key], rank, part.words)
    _cast(_volunteer(staff, victim_place, since), len(OFFICE_PARTS) + 1, VOLUNTEER_WORDS)
    _cast(members.holders[AUDITOR_PART.key], len(OFFICE_PARTS) + 2, AUDITOR_PART.words)


def _cast(person: Person, rank: int, words: str) -> None:
    person.demo_rank, person.demo_part = rank, words
    person.save()


def _volunteer(staff: Staff, victim_place: Place, since: datetime) -> Person:
    row = min(
        (
            row
            for row in synthetic_staff()
            if row.organization_key == CORPS.key and row.levels[0][0] == VOLUNTEER_JOB
        ),
        key=lambda row: (distance_km(row.place, victim_place), row.number),
    )
    person = synthetic_person(row.email, row.name, since=since)
    person.save()
    responder = staff[row.number]
    responder.person = person
    responder.save(update_fields=["person"])
    return person
