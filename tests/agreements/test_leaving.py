"""Leaving with notice, and what is said before a term ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from tests.agreements.test_proposing import party_of, path
from tests.support import texts
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.agreements import jobs, services
from muster.agreements.models import SignedAct, TermReminder
from muster.agreements.queries.versions import latest
from muster.agreements.services.reminding import note_paper, note_turn, turns_ahead
from muster.authz.actors import hub_itself
from muster.domain.acts import DutyStatus
from muster.domain.failures import Conflict, Invalid, Refused

pytestmark = pytest.mark.django_db


def test_notice_runs_as_long_as_the_text_says(cast: Cast) -> None:
    party = services.give_notice(
        actor=cast.actor(cast.keene_representative),
        party=party_of(cast, "keene"),
        reason="The council decided so.",
    )
    assert party.during.upper == cast.now + timedelta(days=60)
    assert path(cast, "keene", "denton").version == 1, "until then everything stands"
    with refused(Conflict, "has given notice already"):
        services.give_notice(
            actor=cast.actor(cast.keene_representative), party=party, reason="Again."
        )


def test_a_notice_is_taken_back_while_it_runs_and_not_afterwards(cast: Cast) -> None:
    actor, party = cast.actor(cast.keene_representative), party_of(cast, "keene")
    with refused(Conflict, "has given no notice"):
        services.take_back_notice(actor=actor, party=party)
    services.give_notice(actor=actor, party=party, reason="The council decided so.")
    assert services.take_back_notice(actor=actor, party=party).during.upper is None
    services.give_notice(actor=actor, party=party, reason="It did after all.")
    later = cast.actor(cast.keene_representative, at=cast.now + timedelta(days=61))
    with refused(Conflict, "has left Statewide Aid"):
        services.take_back_notice(actor=later, party=party)


def test_notice_needs_a_reason_and_somebody_who_can_bind(cast: Cast) -> None:
    with refused(Invalid, "Say why"):
        services.give_notice(
            actor=cast.actor(cast.keene_representative), party=party_of(cast, "keene"), reason=" "
        )
    with refused(Refused, "Only an authorized representative of Keene"):
        services.give_notice(
            actor=cast.actor(cast.keene_contact), party=party_of(cast, "keene"), reason="So."
        )


def test_the_hub_is_told_who_leaves(cast: Cast) -> None:
    party = services.give_notice(
        actor=cast.actor(cast.keene_representative),
        party=party_of(cast, "keene"),
        reason="The council decided so.",
    )
    jobs.mail_notice(party_id=str(party.pk))
    [message] = mail.outbox
    assert message.to == [cast.coordinator.email]
    assert "The council decided so." in message.body


def test_the_end_of_a_term_is_announced_once_per_distance(cast: Cast) -> None:
    rows = texts.rows_for(
        [DutyStatus.EMPLOYEE], open_to_all=True, renewal={"how": "fixed", "years": 1}
    )
    version = texts.version(cast.statewide, rows, since=cast.now - timedelta(days=365 - 89))
    services.accept_amendment(
        actor=cast.actor(cast.keene_representative),
        party=party_of(cast, "keene"),
        version=version,
    )
    hub = hub_itself(cast.now)
    [(found, turn)] = [row for row in turns_ahead(hub) if row[0].pk == version.pk]
    assert note_turn(actor=hub, version=found, turn=turn)
    assert not note_turn(actor=hub, version=found, turn=turn)
    later = hub_itself(cast.now + timedelta(days=60))
    assert note_turn(actor=later, version=found, turn=turn)
    assert sorted(TermReminder.objects.values_list("days", flat=True)) == [30, 90]


def test_an_evergreen_term_says_by_when_to_give_notice(cast: Cast) -> None:
    version = latest(cast.statewide)
    assert version is not None
    jobs.mail_term_ahead(version_id=str(version.pk))
    told = {address for message in mail.outbox for address in message.to}
    assert {cast.keene_representative.email, cast.coordinator.email} <= told
    assert "Whoever wants out gives notice by" in mail.outbox[0].body


def test_a_client_contract_that_runs_out_is_announced_unless_signed_again(cast: Cast) -> None:
    act = SignedAct.objects.create(
        kind="client_contract",
        agreement=cast.corps_program,
        organization=cast.keene,
        during=DateTimeTZRange(cast.now - timedelta(days=340), cast.now + timedelta(days=25)),
        reference="last year's",
    )
    hub = hub_itself(cast.now)
    assert note_paper(actor=hub, act=act)
    assert not note_paper(actor=hub, act=act)
    jobs.mail_paper_ends(act_id=str(act.pk))
    assert [one.to for one in mail.outbox] == [[cast.keene_representative.email]]
    TermReminder.objects.all().delete()
    SignedAct.objects.create(
        kind="client_contract",
        agreement=cast.corps_program,
        organization=cast.keene,
        during=DateTimeTZRange(cast.now, cast.now + timedelta(days=365)),
        reference="this year's",
    )
    assert not note_paper(actor=hub, act=act)


def test_every_morning_the_worker_finds_what_is_due(cast: Cast) -> None:
    jobs.remind_of_terms(0)
    jobs.remind_of_terms(0)
    assert TermReminder.objects.count() <= 3
