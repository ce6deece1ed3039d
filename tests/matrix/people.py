"""The columns of the table: one of each kind of actor, all synthetic."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.test import Client
from tests.support import builders as make
from tests.support.cast import Cast
from tests.support.signed_in import client_of
from tests.support.software import Software, software_of

from muster.accounts.models import Person
from muster.authz.actors import Duty
from muster.directory.models import ApiToken

KINDS: Final = {
    "visitor": "nobody signed in",
    "stranger": "represents a member that has nothing to do with it",
    "asks": "represents the town that asks",
    "untold": "represents a lender that was asked and has not accepted the terms",
    "told": "represents a lender that has accepted the terms",
    "sent": "is one of the lender's people; holds no office",
    "hub": "coordinates the hub",
    "partner": "liaison of a partner that was not asked",
    "auditor": "audits the hub",
    "ended": "represented the town that asks until an hour ago",
}


def browsers(cast: Cast, ended: Person) -> dict[str, Client]:
    """Each one's browser. The same row of the same people in every phase."""
    return {
        kind: client_of(person) if person else Client()
        for kind, person in _people(cast, ended).items()
    }


def software(cast: Cast, ended: Person) -> dict[str, Software]:
    """Each one's program with its token; who holds no office has none to send."""
    made = {}
    for kind, person in _people(cast, ended).items():
        if person is None:
            made[kind] = Software("")
        elif kind == "sent":
            made[kind] = Software("muster_nobody-gave-this-out")
        elif kind == "ended":
            made[kind] = _software_of_yesterday(cast, person)
        else:
            made[kind] = software_of(person)
    return made


def gone(cast: Cast) -> Person:
    """A second representative of Keene whose tenure is over."""
    person = make.person("Keene Before")
    office = make.office(cast.keene, "Deputy until today", Duty.REPRESENT)
    make.tenure(office, person, until=cast.now - timedelta(hours=1))
    return person


def _people(cast: Cast, ended: Person) -> dict[str, Person | None]:
    sent = cast.denton_staff[0].person
    assert sent is not None
    return {
        "visitor": None,
        "stranger": cast.stranger,
        "asks": cast.keene_representative,
        "untold": cast.johnson_representative,
        "told": cast.denton_representative,
        "sent": sent,
        "hub": cast.coordinator,
        "partner": cast.guard_representative,
        "auditor": cast.auditor,
        "ended": ended,
    }


def _software_of_yesterday(cast: Cast, person: Person) -> Software:
    """A token that was issued while the tenure lasted."""
    tenure = person.tenures.get()
    helper = software_of(cast.keene_representative)
    token = ApiToken.objects.order_by("-created_at").first()
    assert token is not None
    token.office, token.issued_under = tenure.office, tenure
    token.save()
    return helper
