"""The roster: absences, leaving, and who sees whom."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.aid.queries.visibility import visible_requests
from muster.domain.failures import Conflict, Invalid, NotFound, Refused
from muster.responders import queries
from muster.responders.services import availability


def test_an_absent_responder_is_not_proposed(cast: Cast) -> None:
    request = road.asked(cast, make.line(make.DIRECTORY, 3))
    availability.add_absence(
        actor=cast.actor(cast.denton_representative),
        responder=cast.denton_staff[0],
        start=cast.now,
        end=cast.now + make.hours(10),
    )

    run = road.proposed(cast, request)

    names = {row["name"] for need in run.answer["needs"].values() for row in need["chosen"]}
    assert names == {"Denton Two", "Johnson One"}


def test_people_change_their_own_entry(cast: Cast) -> None:
    responder = cast.denton_staff[0]
    assert responder.person
    actor = cast.actor(responder.person)
    absence = availability.add_absence(
        actor=actor, responder=responder, start=cast.now, end=cast.now + make.hours(1)
    )

    availability.remove_absence(actor=actor, responder=responder, absence_id=absence.pk)

    assert not responder.absences.exists()
    with refused(Refused, "Only Denton Two or Denton County"):
        availability.add_absence(
            actor=actor,
            responder=cast.denton_staff[1],
            start=cast.now,
            end=cast.now + make.hours(1),
        )


@pytest.mark.parametrize(
    ("start", "end", "saying"),
    [
        (0, 0, "after the start"),
        (2, 1, "after the start"),
        (-5, -1, "over already"),
        (0, 367 * 24, "at most a year"),
    ],
)
def test_absences_nobody_means_are_refused(cast: Cast, start: int, end: int, saying: str) -> None:
    with refused(Invalid, saying):
        availability.add_absence(
            actor=cast.actor(cast.denton_representative),
            responder=cast.denton_staff[0],
            start=cast.now + timedelta(hours=start),
            end=cast.now + timedelta(hours=end),
        )


def test_an_absence_of_somebody_else_cannot_be_removed(cast: Cast) -> None:
    with refused(NotFound, "removed already"):
        availability.remove_absence(
            actor=cast.actor(cast.denton_representative),
            responder=cast.denton_staff[0],
            absence_id=uuid4(),
        )


def test_leaving_the_roster_happens_once_and_keeps_commitments(cast: Cast) -> None:
    commitment = road.accepted(cast)
    taken = commitment.people.all()[0].responder
    denton = cast.actor(cast.denton_representative)

    availability.remove_responder(actor=denton, responder=taken)

    assert commitment.people.filter(active=True, responder=taken).exists()
    with refused(Conflict, "left the roster already"):
        availability.remove_responder(actor=denton, responder=taken)


def test_nobody_browses_another_organizations_people(cast: Cast) -> None:
    seen = queries.visible_responders(cast.actor(cast.denton_representative))

    assert {responder.organization for responder in seen} == {cast.denton}
    for person in (cast.stranger, cast.coordinator, cast.keene_representative):
        assert not queries.visible_responders(cast.actor(person)).exists()


def test_home_floors_are_for_their_owner(cast: Cast) -> None:
    cast.denton.home_floors.create(position=make.DIRECTORY, keep=1)

    own = queries.visible_floors(cast.actor(cast.denton_representative))
    foreign = queries.visible_floors(cast.actor(cast.coordinator))
    assert (own.count(), foreign.count()) == (1, 0)


def test_a_responder_sees_a_request_once_committed_to_it(cast: Cast) -> None:
    worker = cast.denton_staff[0].person
    assert worker
    offer = road.offered(cast)[cast.denton]
    assert not visible_requests(cast.actor(worker)).exists()
    road.accepted(cast, offer)
    assert visible_requests(cast.actor(worker)).get() == offer.request
