"""Adding people, changing what they can be asked for, putting them back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.accounts.models import Person
from muster.audit.models import AuditEvent
from muster.directory.queries.actors import actor_for
from muster.domain.failures import Conflict, Invalid, Refused
from muster.responders import queries
from muster.responders.models import Responder
from muster.responders.rows import roster_rows
from muster.responders.services import availability, roster
from muster.responders.services.roster import ResponderFacts

FACTS = ResponderFacts(
    name="Denton Four",
    duty_status="employee",
    levels={make.DIRECTORY: 2},
    remote_capable=True,
    hourly_cents=4_200,
)
EMAIL = "denton.four@people.synthetic.example"


def add(cast: Cast, email: str = EMAIL, **changes: Any) -> Responder:
    return roster.add_responder(
        actor=cast.actor(cast.denton_representative),
        organization=cast.denton,
        email=email,
        facts=replace(FACTS, **changes),
    )


def test_an_added_person_can_be_proposed_and_signs_in_with_the_address(cast: Cast) -> None:
    added = add(cast, email=f"  {EMAIL.upper()} ")

    assert added.pk in {row[0] for row in roster_rows(at=cast.now).people}
    assert cast.denton.jurisdiction is not None
    assert (added.latitude, added.synthetic) == (cast.denton.jurisdiction.latitude, True)
    person = Person.objects.get(email=EMAIL)
    own = queries.own_responder(actor_for(person, at=cast.now, source=cast.actor(person).source))
    assert own == added
    assert not person.has_usable_password()
    event = AuditEvent.objects.get(action="responders:responder:added")
    assert event.facts["levels"] == {make.DIRECTORY: 2}
    run = road.proposed(cast, road.asked(cast, make.line(make.DIRECTORY, 4)))
    assert run.filled == 4


def test_somebody_with_an_account_keeps_it(cast: Cast) -> None:
    added = add(cast, email=cast.denton_representative.email)
    assert added.person == cast.denton_representative
    assert Person.objects.filter(name="Denton Four").count() == 0


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "n" * 201}),
        ("name", {"name": "Denton \u202eruoF"}),
        ("name", {"name": "\u2066Denton\u2069 Four"}),
        ("email", {"email": f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.example"}),
        ("duty_status", {"duty_status": "hero"}),
        ("levels", {"levels": {}}),
        ("levels", {"levels": {make.LAPTOP: 1}}),
        ("levels", {"levels": {make.DIRECTORY: 9}}),
        ("hourly", {"hourly_cents": -1}),
        ("hourly", {"hourly_cents": 100_001}),
        ("email", {"email": "denton.four"}),
        ("email", {"email": ""}),
    ],
)
def test_a_faulty_entry_is_refused(cast: Cast, field: str, changes: dict[str, Any]) -> None:
    with refused(Invalid, field):
        add(cast, **changes)


def test_an_address_is_on_one_roster_once(cast: Cast) -> None:
    added = add(cast)
    with refused(Conflict, "is on your roster with this address"):
        add(cast)
    availability.remove_responder(actor=cast.actor(cast.denton_representative), responder=added)
    with refused(Conflict, "Put them back"):
        add(cast)


@pytest.mark.parametrize("case", ["on another roster", "in an office elsewhere", "signed in"])
def test_somebody_who_is_here_already_is_asked_first(cast: Cast, case: str) -> None:
    """One sentence for every case: it tells nothing about where else somebody is."""
    worker = make.person("Somebody Else")
    if case == "on another roster":
        make.responder(cast.johnson, "Somebody Else", {make.DIRECTORY: 1}, person=worker)
    elif case == "in an office elsewhere":
        make.tenure(make.office(cast.johnson, "Clerk"), worker)
    else:
        Person.objects.filter(pk=worker.pk).update(last_login=cast.now)

    with refused(Conflict, "they have to be asked. Talk to them, or to the hub") as caught:
        add(cast, email=worker.email)

    assert caught.value.sentence == (
        "This address belongs to somebody who is on this hub already, so they have to be asked."
    )
    assert "Johnson" not in caught.value.what_to_do


def test_a_second_office_elsewhere_is_enough_to_be_asked(cast: Cast) -> None:
    make.tenure(make.office(cast.johnson, "Clerk"), cast.denton_representative)
    with refused(Conflict, "have to be asked"):
        add(cast, email=cast.denton_representative.email)


def test_an_office_that_is_over_and_a_first_address_keep_nobody_off(cast: Cast) -> None:
    worker = make.person("Former Clerk")
    until = cast.now - timedelta(days=1)
    make.tenure(make.office(cast.johnson, "Clerk"), worker, until=until)
    assert add(cast, email=worker.email).person == worker


def test_own_staff_who_have_signed_in_are_added(cast: Cast) -> None:
    Person.objects.filter(pk=cast.denton_representative.pk).update(last_login=cast.now)
    assert add(cast, email=cast.denton_representative.email)


def test_a_closed_account_is_not_lent(cast: Cast) -> None:
    Person.objects.filter(pk=cast.stranger.pk).update(is_active=False)
    with refused(Invalid, "account with this address is closed"):
        add(cast, email=cast.stranger.email)


def test_an_organization_without_a_place_is_told_whom_to_ask(cast: Cast) -> None:
    cast.denton.jurisdiction = None
    with refused(Invalid, "has no place on the map"):
        add(cast)


def test_only_the_representative_manages_the_roster(cast: Cast) -> None:
    responder = cast.denton_staff[0]
    assert responder.person is not None
    for person in (cast.coordinator, cast.johnson_representative, responder.person):
        actor = cast.actor(person)
        with refused(Refused, "Only an authorized representative of Denton County"):
            roster.add_responder(actor=actor, organization=cast.denton, email=EMAIL, facts=FACTS)
        with refused(Refused, "Only an authorized representative of Denton County"):
            roster.change_responder(actor=actor, responder=responder, facts=FACTS)
        with refused(Refused, "Only an authorized representative of Denton County"):
            roster.restore_responder(actor=actor, responder=responder)


def test_changed_positions_replace_the_old_ones_and_keep_commitments(cast: Cast) -> None:
    commitment = road.accepted(cast)
    taken = commitment.people.all()[0].responder
    roster.change_responder(
        actor=cast.actor(cast.denton_representative),
        responder=taken,
        facts=replace(FACTS, levels={make.REBUILD: 3}),
    )

    assert [(q.position, q.level) for q in taken.qualifications.all()] == [(make.REBUILD, 3)]
    assert commitment.people.filter(active=True, responder=taken).exists()
    assert AuditEvent.objects.filter(action="responders:responder:changed").count() == 1


def test_a_removed_person_comes_back_with_their_history(cast: Cast) -> None:
    denton = cast.actor(cast.denton_representative)
    taken = road.accepted(cast).people.all()[0].responder
    availability.remove_responder(actor=denton, responder=taken)
    assert list(queries.removed_responders(denton)) == [taken]
    assert taken.pk not in {row[0] for row in roster_rows(at=cast.now).people}
    with refused(Conflict, "is off the roster"):
        roster.change_responder(actor=denton, responder=taken, facts=FACTS)

    restored = roster.restore_responder(actor=denton, responder=taken)

    assert restored.pk in {row[0] for row in roster_rows(at=cast.now).people}
    assert restored.qualifications.exists()
    assert restored.committed_windows.filter(active=True).exists()
    assert AuditEvent.objects.filter(action="responders:responder:restored").count() == 1
    with refused(Conflict, "on the roster already"):
        roster.restore_responder(actor=denton, responder=taken)


def test_nobody_sees_whom_others_took_off(cast: Cast) -> None:
    availability.remove_responder(
        actor=cast.actor(cast.denton_representative), responder=cast.denton_staff[0]
    )
    for person in (cast.coordinator, cast.keene_representative, cast.johnson_representative):
        assert not queries.removed_responders(cast.actor(person)).exists()
