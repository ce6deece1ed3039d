"""Orders, designations and requests made outside the hub, on record for one organization."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import localdate
from tests.support import texts
from tests.support.cast import Cast
from tests.support.refusals import refused
from tests.support.signed_in import client_of

from muster.accounts.models import Person
from muster.agreements import services
from muster.agreements.models import SignedAct
from muster.agreements.queries import legal_book
from muster.agreements.services import ActFacts
from muster.agreements.supply import supply_of
from muster.domain.acts import ActKind, DutyStatus
from muster.domain.coverage import Deployment, LegalPath, PathStanding
from muster.domain.failures import Conflict, Invalid, Refused
from muster.domain.positions import AidKind

pytestmark = pytest.mark.django_db


def recorded(cast: Cast, kind: ActKind, *, who: Person | None = None, **changes: Any) -> SignedAct:
    good = ActFacts(
        issued_by="Adjutant general (synthetic)",
        reference="Order 7",
        effective=cast.now - timedelta(hours=1),
        expires=cast.now + timedelta(days=30),
        exercise=False,
    )
    return services.record_act(
        actor=cast.actor(who or cast.coordinator),
        agreement=cast.guard_order,
        organization=cast.keene,
        kind=kind,
        facts=replace(good, **changes),
    )


def guard_path(cast: Cast) -> LegalPath:
    path = legal_book(exercise=False).best_path(
        Deployment(
            requesting_id=str(cast.keene.pk),
            assisting_id=str(cast.guard.pk),
            duty_status=DutyStatus.STATE_ACTIVE_DUTY,
            aid_kind=AidKind.SPECIALIST,
            begins_at=cast.now,
        )
    )
    assert path is not None
    return path


@pytest.fixture
def ordered(cast: Cast) -> Cast:
    """The Guard goes on a state declaration or on the adjutant general's order."""
    acts = {"acts": ["state_declaration", "guard_order"], "together": "any"}
    texts.amended(cast.guard_order, activation=acts)
    return cast


def test_either_of_two_acts_is_enough(ordered: Cast) -> None:
    [missing] = guard_path(ordered).missing
    assert (missing.kind, missing.instead) == (
        ActKind.STATE_DECLARATION,
        (ActKind.GUARD_ORDER,),
    )
    assert "state disaster declaration or adjutant general's order" in str(missing)

    act = recorded(ordered, ActKind.GUARD_ORDER)
    assert guard_path(ordered).standing is PathStanding.COMPLETE

    coordinator = ordered.actor(ordered.coordinator)
    services.withdraw_act(actor=coordinator, act=act, reason="Another town.")
    assert guard_path(ordered).standing is PathStanding.NOT_YET
    assert recorded(ordered, ActKind.GUARD_ORDER).pk != act.pk, "the reference is free again"


def test_an_order_is_recorded_by_the_hub_and_a_call_by_whoever_made_it(ordered: Cast) -> None:
    with refused(Refused, "Only the hub coordinator records the adjutant general's order"):
        recorded(ordered, ActKind.GUARD_ORDER, who=ordered.keene_representative)
    texts.amended(ordered.guard_order, activation={"acts": ["guard_order", "watch_request"]})
    recorded(ordered, ActKind.WATCH_REQUEST, who=ordered.keene_contact, reference="Call of 02:40")
    with refused(Refused, "an office of Keene or the hub coordinator"):
        recorded(ordered, ActKind.WATCH_REQUEST, who=ordered.denton_representative)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"issued_by": " "}, "Say who ordered it"),
        ({"reference": ""}, "Give its number"),
        ({"reference": "x" * 201}, "within 200 characters"),
    ],
)
def test_an_act_that_says_too_little_or_too_much_is_refused(
    ordered: Cast, changes: dict[str, Any], said: str
) -> None:
    with refused(Invalid, said):
        recorded(ordered, ActKind.GUARD_ORDER, **changes)


def test_an_act_that_ends_before_it_starts_is_refused(ordered: Cast) -> None:
    with refused(Invalid, "It has to expire after it takes effect"):
        recorded(ordered, ActKind.GUARD_ORDER, expires=ordered.now - timedelta(days=1))


def test_what_nobody_asks_for_is_not_recorded(ordered: Cast) -> None:
    with refused(Conflict, "does not ask for a request to the federal region"):
        recorded(ordered, ActKind.FEDERAL_REQUEST)
    with refused(Invalid, "is not recorded here"):
        recorded(ordered, ActKind.CLIENT_CONTRACT)


def test_one_reference_is_recorded_once(ordered: Cast) -> None:
    recorded(ordered, ActKind.GUARD_ORDER)
    with refused(Conflict, "on record already"):
        recorded(ordered, ActKind.GUARD_ORDER)


def test_the_missing_order_leads_to_its_form_and_back(ordered: Cast) -> None:
    link = supply_of(
        ActKind.GUARD_ORDER.value,
        organization_id=ordered.keene.pk,
        actor=ordered.actor(ordered.coordinator),
        instrument_id=f"{ordered.guard_order.pk}/1.2/TX",
    )
    assert link is not None
    coordinator = client_of(ordered.coordinator)
    form = coordinator.get(link.url, follow=True)
    assert "Record the adjutant general&#x27;s order for Keene" in form.content.decode()
    address = "/agreements/guard-order/record/"
    said = {"organization": "keene", "act": "guard_order", "issued_by": "", "reference": "Order 9"}
    bad = coordinator.post(address, said)
    assert bad.status_code == 422
    assert 'value="Order 9"' in bad.content.decode()
    good = {
        **said,
        "issued_by": "Adjutant general (synthetic)",
        "effective": f"{localdate(ordered.now)}T00:00",
        "expires": f"{localdate(ordered.now) + timedelta(days=20)}T00:00",
    }
    assert coordinator.post(address, good).status_code == 302
    act = SignedAct.objects.get(reference="Order 9")
    shown = coordinator.get("/agreements/guard-order/").content.decode()
    assert f"/acts/{act.pk}/withdraw/" in shown
    assert coordinator.get(f"/acts/{act.pk}/withdraw/").status_code == 200
    assert coordinator.post(f"/acts/{act.pk}/withdraw/", {"reason": ""}).status_code == 422
    assert coordinator.post(f"/acts/{act.pk}/withdraw/", {"reason": "Slip."}).status_code == 302


def test_others_see_neither_the_form_nor_the_act(ordered: Cast) -> None:
    act = recorded(ordered, ActKind.GUARD_ORDER)
    denton = client_of(ordered.denton_representative)
    query = "organization=keene&act=guard_order"
    assert denton.get(f"/agreements/guard-order/record/?{query}").status_code == 403
    assert denton.get(f"/acts/{act.pk}/withdraw/").status_code == 403
    assert "Order 7" not in denton.get("/agreements/guard-order/").content.decode()
    bad = client_of(ordered.coordinator).get(
        "/agreements/guard-order/record/?organization=keene&act=accession"
    )
    assert bad.status_code == 422
