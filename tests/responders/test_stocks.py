"""Stocks of equipment: adding, counting, never below what is committed; who sees the counts."""

from __future__ import annotations

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.aid.models import Commitment, CommittedKit
from muster.aid.services import commitments
from muster.audit.models import AuditEvent
from muster.domain.failures import Conflict, Invalid, Refused
from muster.responders import queries
from muster.responders.services import kit

SWITCH = "network-switch"


def six_laptops_lent(cast: Cast) -> Commitment:
    request = road.asked(cast, make.line(make.LAPTOP, 6))
    return road.accepted(cast, road.offered(cast, request)[cast.denton])


def test_a_stock_is_added_once_per_kind(cast: Cast) -> None:
    denton = cast.actor(cast.denton_representative)
    added = kit.add_kit(actor=denton, organization=cast.denton, position=SWITCH, units=3)

    assert added in queries.lendable_groups(at=cast.now, positions=[added.position]).kit
    assert AuditEvent.objects.get(action="responders:kit:added").facts["units"] == 3
    with refused(Conflict, "has a stock of network switches already"):
        kit.add_kit(actor=denton, organization=cast.denton, position=SWITCH, units=4)
    for position, units, field in ((SWITCH, 0, "units"), (make.REBUILD, 1, "position")):
        with refused(Invalid, field):
            kit.add_kit(actor=denton, organization=cast.denton, position=position, units=units)


def test_a_stock_never_falls_below_what_is_committed(cast: Cast) -> None:
    denton = cast.actor(cast.denton_representative)
    commitment = six_laptops_lent(cast)
    with refused(Invalid, "6 are committed"):
        kit.change_kit_units(actor=denton, kit=cast.denton_laptops, units=5)

    assert kit.change_kit_units(actor=denton, kit=cast.denton_laptops, units=6).units == 6

    commitments.turn_down_commitment(
        actor=cast.actor(cast.keene_representative), commitment=commitment, reason="No need"
    )
    assert kit.change_kit_units(actor=denton, kit=cast.denton_laptops, units=0).units == 0
    changes = AuditEvent.objects.filter(action="responders:kit:units_changed")
    assert [event.facts["units"] for event in changes.order_by("sequence")] == [6, 0]


def test_what_is_out_one_after_the_other_does_not_add_up(cast: Cast) -> None:
    taken = six_laptops_lent(cast).kit.get()
    later = DateTimeTZRange(taken.during.upper, taken.during.upper + make.hours(5))
    overlapping = DateTimeTZRange(taken.during.lower, taken.during.lower + make.hours(1))
    for during, units, exercise in ((later, 7, False), (overlapping, 2, False), (later, 1, True)):
        CommittedKit.objects.create(
            commitment=taken.commitment,
            need=taken.need,
            stock=taken.stock,
            units=units,
            during=during,
            exercise=exercise,
        )

    stock = cast.denton_laptops
    assert queries.committed_units([stock], at=cast.now) == {stock.pk: 8}
    assert queries.committed_units([stock], at=taken.during.upper) == {stock.pk: 7}
    assert queries.committed_units([stock], at=later.upper) == {}


def test_an_empty_stock_is_proposed_to_nobody(cast: Cast) -> None:
    kit.change_kit_units(
        actor=cast.actor(cast.denton_representative), kit=cast.denton_laptops, units=0
    )
    assert road.proposed(cast, road.asked(cast, make.line(make.LAPTOP, 1))).filled == 0


def test_only_the_representative_changes_stocks(cast: Cast) -> None:
    for person in (cast.coordinator, cast.keene_representative):
        actor = cast.actor(person)
        with refused(Refused, "Only an authorized representative of Denton County"):
            kit.change_kit_units(actor=actor, kit=cast.denton_laptops, units=50)
        with refused(Refused, "Only an authorized representative of Denton County"):
            kit.add_kit(actor=actor, organization=cast.denton, position=SWITCH, units=1)


def test_stock_counts_are_for_their_owner(cast: Cast) -> None:
    own = queries.visible_kit(cast.actor(cast.denton_representative))
    assert list(own) == [cast.denton_laptops]
    for person in (cast.coordinator, cast.auditor, cast.keene_representative, cast.stranger):
        assert not queries.visible_kit(cast.actor(person)).exists()
