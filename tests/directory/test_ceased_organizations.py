"""An organization that ceased: found when asked for, silent everywhere else, and never deleted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.support import builders as make
from tests.support import joining as join
from tests.support import road
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.agreements.queries.ground import legal_book
from muster.authz.actors import Duty
from muster.directory.models import JoiningRequest, Organization, Tenure
from muster.directory.queries.affiliation import standing_proofs
from muster.directory.queries.finding import alike, find
from muster.directory.queries.organizations import organizations
from muster.directory.queries.rota import call_list
from muster.directory.services.organization_ends import close, reopen
from muster.domain.failures import Conflict, Invalid, Refused
from muster.responders.queries import lendable_groups
from muster.responders.rows import roster_rows

ENDED = date(2026, 1, 31)


def ceased(cast: Cast, **changes: object) -> Organization:
    given = {"closed_on": ENDED, "reason": "Merged, as published.", "successor": cast.johnson}
    return close(
        actor=cast.actor(cast.coordinator), organization=cast.denton, **{**given, **changes}
    )


def test_it_is_found_only_by_who_looks_for_ceased_ones(cast: Cast) -> None:
    ceased(cast)
    assert find("denton") == []
    assert [one.closed for one in find("denton", closed=True)] == [True]
    assert [one.closed for one in alike("Denton County", state="tx")] == [True]
    assert cast.denton not in organizations(members=False)
    assert cast.denton in organizations(closed=True)
    assert cast.denton not in [one for one, _ in call_list(cast.actor(cast.coordinator))]


def test_it_neither_asks_nor_lends_nor_is_a_party(cast: Cast) -> None:
    assert lendable_groups(at=cast.now, positions=[make.LAPTOP]).kit
    ceased(cast)
    gone = str(cast.denton.pk)

    assert cast.actor(cast.denton_representative).standings == ()
    assert lendable_groups(at=cast.now, positions=[make.LAPTOP]).kit == ()
    rows = roster_rows(at=cast.now)
    assert cast.denton.pk not in {row[1] for row in rows.people}
    assert cast.denton.pk not in {pk for pk, _ in rows.silent}
    book = legal_book(exercise=False)
    assert book.instruments
    for instrument in book.instruments:
        assert gone not in instrument.eligible_ids
        assert gone not in {one.organization_id for one in instrument.memberships}


def test_opened_again_those_who_held_its_offices_hold_them(cast: Cast) -> None:
    denton = Organization.objects.get(pk=cast.denton.pk)
    later = cast.now + timedelta(days=30)
    deputy = make.person("Denton Deputy")
    make.tenure(make.office(denton, "Deputy", Duty.CONTACT), deputy, until=later)
    newcomer = make.person("Denton Newcomer")
    make.tenure(make.office(denton, "Clerk", Duty.CONTACT), newcomer, since=later)
    left = make.person("Denton Past")
    past = make.office(denton, "Past", Duty.CONTACT)
    make.tenure(past, left, until=cast.now - timedelta(days=1))

    ceased(cast)
    assert not Tenure.objects.filter(
        office__organization=denton, during__contains=later + timedelta(days=1)
    ).exists()
    opened = reopen(actor=cast.actor(cast.coordinator), organization=denton)

    assert (opened.closed_on, opened.successor) == (None, None)
    assert cast.actor(cast.denton_representative).holding(Duty.REPRESENT, denton.pk)
    again = Tenure.objects.get(person=deputy, during__contains=cast.now)
    assert again.during.upper == later
    assert cast.actor(newcomer).standings == ()
    assert cast.actor(newcomer, at=later).standings
    assert cast.actor(left).standings == ()
    with pytest.raises(Conflict, match="is open"):
        reopen(actor=cast.actor(cast.coordinator), organization=denton)


def test_nobody_joins_with_it_and_what_was_open_lapses(cast: Cast) -> None:
    town = join.alvarado()
    request = join.confirmed(town, cast.now, mail="it@example.org")
    close(
        actor=cast.actor(cast.coordinator),
        organization=town,
        closed_on=ENDED,
        reason="Merged.",
        successor=cast.johnson,
    )
    request.refresh_from_db()
    assert request.status == JoiningRequest.Status.EXPIRED
    assert "ceased" in request.close_reason
    town.refresh_from_db()
    with pytest.raises(Conflict, match=r"ceased on January 31, 2026") as refused:
        join.asked(town, cast.now)
    assert "Johnson County" in refused.value.what_to_do
    assert "Alvarado" not in client_of(cast.coordinator).get("/join/?q=alvarado").content.decode()


def test_a_day_to_come_and_a_successor_that_ceased_are_refused(cast: Cast) -> None:
    for changes, field in (
        ({"closed_on": cast.now.date() + timedelta(days=2)}, "closed_on"),
        ({"closed_on": None}, "closed_on"),
        ({"successor": cast.denton}, "successor"),
        ({"reason": " "}, "reason"),
    ):
        with pytest.raises(Invalid) as refused:
            ceased(cast, **changes)
        assert set(refused.value.fields) == {field}
    ceased(cast)
    with pytest.raises(Conflict, match="already"):
        ceased(cast)
    gone = Organization.objects.get(pk=cast.denton.pk)
    with pytest.raises(Invalid) as refused:
        close(
            actor=cast.actor(cast.coordinator),
            organization=cast.keene,
            closed_on=ENDED,
            reason="Merged.",
            successor=gone,
        )
    assert set(refused.value.fields) == {"successor"}


def test_what_is_under_way_comes_to_its_end_first(cast: Cast) -> None:
    given = {"closed_on": ENDED, "reason": "Merged."}
    request = road.asked(cast)
    with pytest.raises(Conflict, match="1 open request"):
        close(actor=cast.actor(cast.coordinator), organization=cast.keene, **given)
    offered = road.offered(cast, request)
    with pytest.raises(Conflict, match="1 unanswered offer"):
        ceased(cast)
    road.accepted(cast, offered[cast.denton])
    with pytest.raises(Conflict, match="1 running commitment"):
        ceased(cast)
    cast.denton.refresh_from_db()
    assert cast.denton.closed_on is None


def test_no_reminder_goes_to_one_that_ceased(cast: Cast) -> None:
    town = join.alvarado()
    join.listed("alvarado-tx.gov", town)
    join.confirmed(town, cast.now)
    assert standing_proofs().filter(organization=town).exists()
    close(actor=cast.actor(cast.coordinator), organization=town, closed_on=ENDED, reason="Merged.")
    assert not standing_proofs().filter(organization=town).exists()


def test_only_the_hub_or_the_one_above_says_that_it_ceased(cast: Cast) -> None:
    with pytest.raises(Refused, match="says that it ceased"):
        close(
            actor=cast.actor(cast.denton_representative),
            organization=cast.denton,
            closed_on=ENDED,
            reason="No.",
        )
    with pytest.raises(Conflict, match="own body"):
        close(
            actor=cast.actor(cast.coordinator),
            organization=cast.hub,
            closed_on=ENDED,
            reason="No.",
        )


def test_the_database_knows_no_successor_of_one_that_goes_on(cast: Cast) -> None:
    with pytest.raises(IntegrityError, match="succeeded_when_closed"), transaction.atomic():
        Organization.objects.filter(pk=cast.denton.pk).update(successor=cast.keene)
    with pytest.raises(IntegrityError, match="succeeded_when_closed"), transaction.atomic():
        Organization.objects.filter(pk=cast.denton.pk).update(
            closed_on=ENDED, successor=cast.denton
        )
