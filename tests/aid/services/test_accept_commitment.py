"""Section III: the town signs, and only then somebody leaves."""

from __future__ import annotations

import hashlib

import pytest
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.agreements.models import Agreement, Declaration
from muster.agreements.services import DeclarationFacts, record_declaration, sign_act
from muster.aid.models import Commitment, Mission, MissionOrder
from muster.aid.services import commitments, missions, offers
from muster.aid.services.missions import CODE_LETTERS
from muster.audit.models import AuditEvent
from muster.directory.models import Organization
from muster.domain.acts import ActKind
from muster.domain.failures import Conflict, Refused
from muster.domain.matching.problem import Mode


def accept_for(cast: Cast, lender: Organization, position: str) -> Commitment:
    """A lender's yes to a request for one person."""
    request = road.asked(cast, make.line(position, mode=Mode.EITHER))
    offer = road.offered(cast, request)[lender]
    person = {
        cast.corps: cast.corps_representative,
        cast.guard: cast.guard_representative,
    }[lender]
    offers.accept_offer(actor=cast.actor(person), offer=offer)
    return Commitment.objects.get(offer=offer)


def end(agreement: Agreement, cast: Cast) -> None:
    agreement.in_force = type(agreement.in_force)(agreement.in_force.lower, cast.now)
    agreement.save()


def declared(cast: Cast, *, exercise: bool = False) -> Declaration:
    return record_declaration(
        actor=cast.actor(cast.coordinator),
        jurisdiction=cast.texas,
        facts=DeclarationFacts(
            level="state",
            issued_by="Governor of Texas (synthetic)",
            reference=f"Proclamation {exercise}",
            effective=cast.now - make.hours(1),
            expires=cast.now + make.hours(700),
            exercise=exercise,
        ),
    )


def test_the_signature_binds_and_orders_the_mission(cast: Cast) -> None:
    mission = road.bound(cast)

    commitment = mission.commitment
    assert (commitment.status, commitment.accepted_at) == ("bound", cast.now)
    assert mission.number == f"M-{cast.now.year}-0001"
    assert mission.order.missing_acts == []
    assert {act["instrument"] for act in mission.order.acts} == {"Statewide Aid"}


def test_the_paper_is_a_pdf_whose_digest_is_kept(cast: Cast) -> None:
    order = MissionOrder.objects.get(mission=road.bound(cast))

    pdf = bytes(order.pdf)
    assert pdf.startswith(b"%PDF-")
    assert hashlib.sha256(pdf).hexdigest() == order.pdf_digest
    assert set(order.code) <= set(CODE_LETTERS)
    assert len(order.code) == 12


def test_a_line_is_filled_only_when_all_its_people_are_bound(cast: Cast) -> None:
    request = road.asked(cast, make.line(make.DIRECTORY, 3))
    sent = road.offered(cast, request)
    road.bound(cast, road.accepted(cast, sent[cast.denton]))
    assert request.needs.get().status == "open"

    offers.accept_offer(actor=cast.actor(cast.johnson_representative), offer=sent[cast.johnson])
    road.bound(cast, Commitment.objects.get(offer=sent[cast.johnson]))
    assert request.needs.get().status == "filled"


@pytest.mark.parametrize("who", ["denton_representative", "coordinator", "keene_contact"])
def test_only_the_towns_representative_signs(cast: Cast, who: str) -> None:
    commitment = road.accepted(cast)

    with refused(Refused, "Until then nobody deploys"):
        commitments.accept_commitment(actor=cast.actor(getattr(cast, who)), commitment=commitment)


def test_signing_twice_orders_one_mission(cast: Cast) -> None:
    commitment = road.bound(cast).commitment

    with refused(Conflict, "it cannot become bound"):
        road.bound(cast, commitment)
    assert Mission.objects.count() == 1


def test_an_agreement_that_ended_since_the_offer_stops_the_order(cast: Cast) -> None:
    commitment = road.accepted(cast)
    end(cast.statewide, cast)

    with refused(Conflict, "no agreement on record covers"):
        road.bound(cast, commitment)
    commitment.refresh_from_db()
    assert commitment.status == "awaiting_acceptance"


def test_a_volunteer_goes_once_the_client_contract_is_signed(cast: Cast) -> None:
    keene = cast.actor(cast.keene_representative)
    contract = sign_act(
        actor=keene,
        agreement=cast.corps_program,
        organization=cast.keene,
        kind=ActKind.CLIENT_CONTRACT,
    )
    commitment = accept_for(cast, cast.corps, "forensic-analyst")
    contract.delete()

    with refused(Conflict, "signed client contract"):
        road.bound(cast, commitment)
    sign_act(
        actor=keene,
        agreement=cast.corps_program,
        organization=cast.keene,
        kind=ActKind.CLIENT_CONTRACT,
    )
    assert road.bound(cast, commitment).order.acts[0]["instrument"] == "Corps Program"


def test_the_guard_goes_under_a_declaration_that_still_holds(cast: Cast) -> None:
    declaration = declared(cast)
    commitment = accept_for(cast, cast.guard, "network-engineer")
    declaration.during = type(declaration.during)(declaration.during.lower, cast.now)
    declaration.save()

    with refused(Conflict, "state disaster declaration (the governor)"):
        road.bound(cast, commitment)


def test_an_exercise_declaration_moves_nobody_in_reality(cast: Cast) -> None:
    declared(cast, exercise=True)

    run = road.proposed(cast, road.asked(cast, make.line("network-engineer", mode=Mode.EITHER)))

    assert run.filled == 0


def test_turning_down_frees_the_people(cast: Cast) -> None:
    commitment = road.accepted(cast)

    commitments.turn_down_commitment(
        actor=cast.actor(cast.keene_representative),
        commitment=commitment,
        reason="Found somebody nearer",
    )

    commitment.refresh_from_db()
    assert commitment.status == "cancelled"
    assert not commitment.people.filter(active=True).exists()
    assert not Mission.objects.exists()


def test_every_reading_of_the_paper_is_on_record(cast: Cast) -> None:
    mission = road.bound(cast)

    missions.read_mission_order(actor=cast.actor(cast.denton_representative), mission=mission)

    event = AuditEvent.objects.order_by("-sequence")[0]
    assert (event.action, event.actor_name) == (
        "aid:mission_order:read",
        "Denton Representative",
    )
