"""Authority hangs on offices and ends with the tenure, to the second."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.support import builders as make
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.authz.actors import Duty, Source
from muster.directory.models import ApiToken, Tenure
from muster.directory.queries import actors, offices
from muster.directory.services import tenures, tokens
from muster.domain.failures import Conflict, Invalid, Refused

INSTANT = timedelta(microseconds=1)


def seat_of_denton(cast: Cast) -> Tenure:
    return Tenure.objects.get(person=cast.denton_representative)


def test_a_person_acts_with_the_offices_held_at_that_moment(cast: Cast) -> None:
    actor = cast.actor(cast.denton_representative)

    standing = actor.holding(Duty.REPRESENT, cast.denton.pk)
    assert standing is not None
    assert standing.organization_name == "Denton County"
    assert actor.holding(Duty.REPRESENT, cast.keene.pk) is None


def test_when_a_tenure_ends_its_authority_is_gone_at_that_second(cast: Cast) -> None:
    tenures.end_tenure(actor=cast.actor(cast.coordinator), tenure=seat_of_denton(cast))

    before = cast.actor(cast.denton_representative, at=cast.now - INSTANT)
    at_that_second = cast.actor(cast.denton_representative, at=cast.now)
    assert before.holding(Duty.REPRESENT) is not None
    assert at_that_second.standings == ()
    assert not offices.representatives(cast.denton.pk, at=cast.now).exists()


def test_a_tenure_ends_once(cast: Cast) -> None:
    coordinator = cast.actor(cast.coordinator)
    tenures.end_tenure(actor=coordinator, tenure=seat_of_denton(cast))
    later = cast.actor(cast.coordinator, at=cast.now + timedelta(minutes=1))

    with refused(Conflict, "not current"):
        tenures.end_tenure(actor=later, tenure=seat_of_denton(cast))


def test_strangers_end_no_tenure(cast: Cast) -> None:
    with refused(Refused, "Only Denton County or the hub coordinator"):
        tenures.end_tenure(actor=cast.actor(cast.stranger), tenure=seat_of_denton(cast))


def test_an_office_has_one_full_holder_at_a_time(cast: Cast) -> None:
    office, other = cast.office(cast.denton_representative), make.person("Second Person")

    with pytest.raises(IntegrityError), transaction.atomic():
        make.tenure(office, other)
    Tenure.objects.create(
        office=office, person=other, during=seat_of_denton(cast).during, acting=True
    )
    assert tenures.holder_of(office, at=cast.now) == cast.denton_representative


def issued(cast: Cast, days: int = 30) -> tuple[ApiToken, str]:
    return tokens.issue_token(
        actor=cast.actor(cast.denton_representative),
        office=cast.office(cast.denton_representative),
        purpose="Dispatch software",
        life=timedelta(days=days),
    )


def test_a_token_is_found_by_its_secret_and_stores_only_a_digest(cast: Cast) -> None:
    token, secret = issued(cast)

    assert actors.usable_token(secret, at=cast.now) == token
    assert actors.usable_token(secret[:-1], at=cast.now) is None
    assert secret not in (token.digest, token.purpose)


def test_a_token_stops_at_its_expiry(cast: Cast) -> None:
    token, secret = issued(cast)

    assert actors.usable_token(secret, at=token.expires_at - INSTANT)
    assert actors.usable_token(secret, at=token.expires_at) is None


def test_a_token_stops_when_revoked_and_is_revoked_once(cast: Cast) -> None:
    token, secret = issued(cast)
    denton = cast.actor(cast.denton_representative)
    tokens.revoke_token(actor=denton, token=token)

    assert actors.usable_token(secret, at=cast.now) is None
    with refused(Conflict, "revoked already"):
        tokens.revoke_token(actor=denton, token=token)


def test_a_token_stops_when_its_office_is_empty(cast: Cast) -> None:
    _, secret = issued(cast)
    tenures.end_tenure(actor=cast.actor(cast.coordinator), tenure=seat_of_denton(cast))

    assert actors.usable_token(secret, at=cast.now) is None


@pytest.mark.parametrize("days", [0, -1, 366, 10_000])
def test_a_token_lives_a_sensible_time(cast: Cast, days: int) -> None:
    with refused(Invalid, "Give a number of days between 1 and 365."):
        issued(cast, days=days)


def test_a_token_acts_as_its_office_only(cast: Cast) -> None:
    token, _ = issued(cast)

    actor = actors.actor_for_office(
        token.office, at=cast.now, source=Source.API, name="Denton (API)"
    )

    assert actor.person_id is None
    assert actor.organizations_with(Duty.REPRESENT) == {cast.denton.pk}


def test_nobody_issues_tokens_for_another_organization(cast: Cast) -> None:
    with refused(Refused):
        tokens.issue_token(
            actor=cast.actor(cast.coordinator),
            office=cast.office(cast.denton_representative),
            purpose="spying",
            life=timedelta(days=1),
        )


def test_a_use_is_noted_to_the_minute(cast: Cast) -> None:
    token, _ = issued(cast)
    tokens.note_token_use(token, at=cast.now, origin="203.0.113.7")
    token.refresh_from_db()
    tokens.note_token_use(token, at=cast.now + timedelta(seconds=30), origin="203.0.113.7")
    token.refresh_from_db()
    assert token.last_used_at == cast.now
    tokens.note_token_use(token, at=cast.now + timedelta(seconds=40), origin="198.51.100.1")
    token.refresh_from_db()
    assert token.last_used_from == "198.51.100.1"


def test_mail_goes_to_the_office_before_its_holder(cast: Cast) -> None:
    office = cast.office(cast.denton_representative)
    assert offices.office_mail(office, at=cast.now) == [cast.denton_representative.email]
    office.mail = "it@denton.synthetic.example"
    assert offices.office_mail(office, at=cast.now) == ["it@denton.synthetic.example"]
