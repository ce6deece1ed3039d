"""What ends a declaration before its time, and what that changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.agreements.declaring import declared, withdraw
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.agreements import queries, services
from muster.agreements.models import Declaration
from muster.agreements.queries.declarations import territory_in_words
from muster.aid.models import Commitment, MissionOrder
from muster.aid.services import offers
from muster.audit.models import AuditEvent
from muster.domain.failures import Conflict, Invalid, Refused
from muster.domain.matching.problem import Mode


def soldier_accepted(cast: Cast) -> Commitment:
    request = road.asked(cast, make.line("network-engineer", mode=Mode.EITHER))
    offer = road.offered(cast, request)[cast.guard]
    offers.accept_offer(actor=cast.actor(cast.guard_representative), offer=offer)
    return Commitment.objects.get(offer=offer)


def test_a_withdrawn_declaration_counts_for_nothing_and_stays_on_record(cast: Cast) -> None:
    declaration = withdraw(cast, declared(cast))

    assert queries.legal_book(exercise=False).acts == ()
    kept = Declaration.objects.get(pk=declaration.pk)
    assert (kept.ending, kept.end_reason, kept.ended_at) == ("withdrawn", "Wrong number", cast.now)
    assert kept.ended_by == cast.office(cast.coordinator)
    event = AuditEvent.objects.get(action="agreements:declaration:withdrawn")
    assert event.facts["reason"] == "Wrong number"


def test_orders_already_issued_stand_and_new_ones_do_not(cast: Cast) -> None:
    declaration = declared(cast)
    order = road.bound(cast, soldier_accepted(cast)).order
    make.responder(
        cast.guard,
        "Soldier Two",
        {"network-engineer": 2},
        status="state_active_duty",  # type: ignore[arg-type]
    )
    waiting = soldier_accepted(cast)
    withdraw(cast, declaration)

    with refused(Conflict, "state disaster declaration"):
        road.bound(cast, waiting)
    assert MissionOrder.objects.get().pk == order.pk


def test_an_early_end_counts_from_the_moment_it_names(cast: Cast) -> None:
    end = cast.now + make.hours(5)
    first_expiry = declared(cast).during.upper
    ended = services.end_declaration(
        actor=cast.actor(cast.coordinator),
        declaration=Declaration.objects.get(),
        ended_at=end,
        reason="Proclamation 42 ended it",
    )

    [act] = queries.legal_book(exercise=False).acts
    assert (act.effective.contains(cast.now), act.effective.contains(end)) == (True, False)
    assert (ended.ending, ended.first_expiry) == ("ended", first_expiry)
    event = AuditEvent.objects.get(action="agreements:declaration:ended")
    assert event.facts["was_to_expire"] == first_expiry.isoformat()


@pytest.mark.parametrize(("hours", "saying"), [(-2, "withdraw it"), (721, "expires before that")])
def test_an_end_outside_its_time_is_refused(cast: Cast, hours: int, saying: str) -> None:
    declaration = declared(cast)
    with refused(Invalid, saying):
        services.end_declaration(
            actor=cast.actor(cast.coordinator),
            declaration=declaration,
            ended_at=cast.now + make.hours(hours),
            reason="Over",
        )


def test_ending_takes_a_reason_and_the_coordinator_and_happens_once(cast: Cast) -> None:
    declaration = declared(cast)
    with refused(Invalid, "Say why"):
        withdraw(cast, declaration, reason="  ")
    for person in (cast.keene_representative, cast.auditor):
        with refused(Refused, "Only the hub coordinator"):
            services.withdraw_declaration(
                actor=cast.actor(person), declaration=declaration, reason="No"
            )
    withdraw(cast, declaration)
    with refused(Conflict, "withdrawn already"):
        withdraw(cast, declaration)
    with refused(Conflict, "withdrawn already"):
        services.end_declaration(
            actor=cast.actor(cast.coordinator),
            declaration=declaration,
            ended_at=cast.now,
            reason="Over",
        )


def test_what_has_expired_cannot_be_ended(cast: Cast) -> None:
    declaration = declared(cast)
    later = cast.actor(cast.coordinator, at=cast.now + timedelta(days=40))
    with refused(Conflict, "expired already"):
        services.end_declaration(
            actor=later, declaration=declaration, ended_at=cast.now, reason="Over"
        )


def test_a_withdrawn_reference_can_be_recorded_again(cast: Cast) -> None:
    withdraw(cast, declared(cast, expires=cast.now + make.hours(7)))

    declared(cast)

    assert len(queries.legal_book(exercise=False).acts) == 1
    with refused(Conflict, "withdraw it there first"):
        declared(cast)


def test_the_database_wants_time_and_reason_of_an_ending(cast: Cast) -> None:
    declaration = declared(cast)
    ended = {"ended_at": cast.now, "end_recorded_at": cast.now, "ender_name": "Desk"}
    for half in ({}, ended, {"end_reason": "Why"}):
        with pytest.raises(IntegrityError, match="has_time_and_reason"), transaction.atomic():
            Declaration.objects.filter(pk=declaration.pk).update(ending="withdrawn", **half)
    with pytest.raises(IntegrityError, match="has_time_and_reason"), transaction.atomic():
        Declaration.objects.filter(pk=declaration.pk).update(end_reason="Why")


def test_the_reach_names_counties_and_members_as_the_book_counts_them(cast: Cast) -> None:
    declaration = declared(cast)

    reach = queries.declaration_reach(declaration)

    [act] = queries.legal_book(exercise=False).acts
    assert reach.organizations == len(act.organization_ids)
    assert reach.counties == 3
    assert ("Johnson County", ("Johnson County", "Keene")) in reach.members
    assert reach.sentence == "All of Texas: every county, city and town in it."


def test_a_local_territory_says_whom_it_leaves_out(cast: Cast) -> None:
    assert cast.denton.jurisdiction
    assert cast.keene.jurisdiction
    county = territory_in_words(cast.denton.jurisdiction)
    town = territory_in_words(cast.keene.jurisdiction)
    assert "Towns inside it need a declaration of their own" in county
    assert town == "Keene, Johnson County, and nobody else."


def test_lists_tell_current_upcoming_and_over_apart(cast: Cast) -> None:
    now = declared(cast)
    soon = declared(
        cast, reference="Next", effective=cast.now + make.hours(5), expires=cast.now + make.hours(9)
    )
    gone = withdraw(cast, declared(cast, reference="Slip"))
    actor = cast.actor(cast.keene_representative)

    assert list(queries.visible_declarations(actor)) == [now]
    assert list(queries.live_declarations(actor)) == [now, soon]
    assert list(queries.over_declarations(actor)) == [gone]
