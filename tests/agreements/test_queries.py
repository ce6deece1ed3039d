"""What is in force, and the legal ground the matcher stands on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.support import builders as make
from tests.support import texts
from tests.support.cast import Cast

from muster.agreements import queries
from muster.domain.acts import ActKind, DutyStatus
from muster.domain.coverage import Deployment, PathStanding
from muster.domain.positions import AidKind


def deployment(cast: Cast, status: DutyStatus, assisting: object) -> Deployment:
    return Deployment(
        requesting_id=str(cast.keene.pk),
        assisting_id=str(assisting),
        duty_status=status,
        aid_kind=AidKind.SPECIALIST,
        begins_at=cast.now,
    )


def test_each_kind_of_helper_has_its_own_path(cast: Cast) -> None:
    book = queries.legal_book(exercise=False)

    staff = book.best_path(deployment(cast, DutyStatus.EMPLOYEE, cast.denton.pk))
    volunteer = book.best_path(deployment(cast, DutyStatus.VOLUNTEER, cast.corps.pk))
    assert staff is not None
    assert volunteer is not None
    assert (staff.standing, staff.instrument_name) == (PathStanding.COMPLETE, "Statewide Aid")
    assert volunteer.standing is PathStanding.NOT_YET
    assert [act.kind for act in volunteer.missing] == [ActKind.CLIENT_CONTRACT]


def test_a_member_that_withdrew_is_no_member_from_that_moment(cast: Cast) -> None:
    party = cast.denton.memberships.get(agreement=cast.statewide)
    party.during = type(party.during)(make.LONG_AGO, cast.now)
    party.save()

    book = queries.legal_book(exercise=False)

    path = book.best_path(deployment(cast, DutyStatus.EMPLOYEE, cast.denton.pk))
    assert path is not None
    assert path.standing is PathStanding.NOT_YET
    assert [act.kind for act in path.missing] == [ActKind.ACCESSION]


def test_an_agreement_counts_its_current_parties(cast: Cast) -> None:
    in_force = queries.agreements_in_force(at=cast.now)
    found = dict(in_force.values_list("name", "party_count"))  # type: ignore[misc]
    assert found["Statewide Aid"] == 4
    before = make.LONG_AGO - timedelta(days=1)
    assert not queries.agreements_in_force(at=before).exists()


def test_a_text_that_cannot_be_evaluated_carries_nobody_and_stops_nobody(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    texts.version(cast.statewide, [{"kind": "scope", "values": {}}])
    book = queries.legal_book(exercise=False)

    assert {one.version for one in book.instruments if one.agreement == str(cast.statewide.pk)} == {
        1
    }
    assert "Statewide Aid, version 2 cannot be evaluated" in caplog.text


def test_the_legal_book_costs_the_same_at_any_size(cast: Cast) -> None:
    with CaptureQueriesContext(
        connection,
    ) as few:
        queries.legal_book(exercise=False)
    for number in range(5):
        make.agreement(
            f"Pact {number}",
            cast.statewide.kind,  # type: ignore[arg-type]
            statuses=[DutyStatus.EMPLOYEE],
            requesting=[cast.keene],
            assisting=[cast.denton],
        )
    with CaptureQueriesContext(connection) as many:
        queries.legal_book(exercise=False)
    assert len(many) == len(few) <= 7
