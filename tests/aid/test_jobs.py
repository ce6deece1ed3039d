"""What the worker does: mails that say enough and not too much, lapses, and the next best."""

from __future__ import annotations

import pytest
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast

from muster.aid import jobs
from muster.aid.job_names import JobName
from muster.aid.models import MatchRun, Offer, OfferLink
from muster.aid.services import commitments, offers, requests
from muster.domain.orders import Order


@pytest.fixture(autouse=True)
def letters(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def queued(name: JobName) -> list[dict[str, str]]:
    return [row.args for row in ProcrastinateJob.objects.filter(task_name=name)]


def test_each_office_of_the_lender_gets_a_link_that_opens_the_offer(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    [arguments] = [a for a in queued(JobName.MAIL_OFFER) if a["offer_id"] == str(offer.pk)]

    jobs.mail_offer(**arguments)

    [letter] = mail.outbox
    assert letter.to == [cast.denton_representative.email]
    assert "Can Denton County help?" in letter.subject
    assert "/o/" in letter.body
    assert OfferLink.objects.get().offer == offer


def test_an_offer_answered_meanwhile_is_not_mailed(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    offers.withdraw_offer(actor=cast.actor(cast.coordinator), offer=offer)

    jobs.mail_offer(
        offer_id=str(offer.pk), office_id=str(cast.office(cast.denton_representative).pk)
    )

    assert mail.outbox == []


def test_no_secret_of_a_link_ever_stands_in_the_queue(cast: Cast) -> None:
    road.offered(cast)

    for row in ProcrastinateJob.objects.all():
        assert set(row.args) <= {"offer_id", "office_id", "request_id", "run_id"}


def test_the_town_hears_that_help_waits_for_its_signature(cast: Cast) -> None:
    commitment = road.accepted(cast)

    jobs.mail_acceptance(offer_id=str(commitment.offer_id))

    [letter] = mail.outbox
    assert letter.to == [cast.keene_representative.email]
    assert f"/commitments/{commitment.pk}/" in letter.body


def test_the_lender_gets_the_order_with_its_code(cast: Cast) -> None:
    mission = road.bound(cast)

    jobs.mail_mission_order(mission_id=str(mission.pk))

    [letter] = mail.outbox
    assert letter.to == [cast.denton_representative.email]
    assert mission.order.code in letter.body


def test_a_recall_reaches_the_town_and_a_release_the_lender(cast: Cast) -> None:
    mission = road.bound(cast)
    commitments.recall(
        actor=cast.actor(cast.denton_representative),
        commitment=mission.commitment,
        reason="flood at home",
    )

    [arguments] = queued(JobName.MAIL_RECALL)
    jobs.mail_recall(**arguments)
    jobs.mail_ended(**arguments)

    to_town, to_lender = mail.outbox
    assert to_town.to == [cast.keene_representative.email]
    assert "flood at home" in to_town.body
    assert to_lender.to == [cast.denton_representative.email]


def test_an_order_recalled_meanwhile_is_not_announced(cast: Cast) -> None:
    mission = road.bound(cast)
    commitments.recall(
        actor=cast.actor(cast.denton_representative),
        commitment=mission.commitment,
        reason="flood at home",
    )

    jobs.mail_mission_order(mission_id=str(mission.pk))

    assert mail.outbox == []


def test_closing_a_request_tells_everybody_who_was_held(cast: Cast) -> None:
    sent = road.offered(cast)
    road.accepted(cast, sent[cast.denton])
    request = sent[cast.denton].request
    request.refresh_from_db()

    requests.close_request(
        actor=cast.actor(cast.keene_representative), request=request, version=request.version
    )

    assert len(queued(JobName.MAIL_ENDED)) == 1
    assert len(queued(JobName.MAIL_WITHDRAWN)) == 1


def test_a_silence_lapses_and_the_coordinator_hears_who_could_be_asked_next(cast: Cast) -> None:
    request = road.asked(cast, make.line(make.REBUILD, 1))
    [offer] = road.offered(cast, request).values()
    Offer.objects.update(expires_at=timezone.now())

    jobs.lapse_unanswered(timestamp=0)
    [arguments] = queued(JobName.PROPOSE_NEXT_BEST)
    jobs.propose_next_best(**arguments)

    offer.refresh_from_db()
    assert offer.status == "lapsed"
    run = MatchRun.objects.latest("ran_at")
    [need] = run.answer["needs"].values()
    [chosen] = need["chosen"]
    assert chosen["organization_id"] != str(offer.organization_id) or chosen["helper_id"] != str(
        offer.lines.get().helper_id
    )
    [letter] = mail.outbox
    assert letter.to == [cast.coordinator.email]
    assert str(request.number) in letter.subject


def test_several_answers_queue_one_next_proposal(cast: Cast) -> None:
    sent = road.offered(cast)
    for organization, person in (
        (cast.denton, cast.denton_representative),
        (cast.johnson, cast.johnson_representative),
    ):
        offers.decline_offer(actor=cast.actor(person), offer=sent[organization], reason="busy")

    assert len(queued(JobName.PROPOSE_NEXT_BEST)) == 1


def test_nothing_is_proposed_for_a_request_that_ended(cast: Cast) -> None:
    request = road.asked(cast)
    requests.cancel_request(
        actor=cast.actor(cast.keene_representative),
        request=request,
        version=request.version,
        reason="solved",
    )

    jobs.propose_next_best(request_id=str(request.pk))

    assert not MatchRun.objects.exists()
    assert mail.outbox == []


def test_every_letter_of_a_drill_says_exercise(cast: Cast) -> None:
    order: Order = make.order(exercise=True)
    sent = road.offered(cast, road.asked(cast, order=order))
    commitment = road.accepted(cast, sent[cast.denton])
    jobs.mail_offer(
        offer_id=str(sent[cast.johnson].pk),
        office_id=str(cast.office(cast.johnson_representative).pk),
    )
    jobs.mail_acceptance(offer_id=str(commitment.offer_id))
    mission = road.bound(cast, commitment)
    jobs.mail_mission_order(mission_id=str(mission.pk))
    jobs.propose_next_best(request_id=str(commitment.offer.request_id))

    assert len(mail.outbox) == 4
    assert [m.subject for m in mail.outbox if "EXERCISE" not in m.subject] == []


def test_a_changed_request_is_told_to_lenders_who_know_it_and_to_nobody_else(cast: Cast) -> None:
    asked = road.offered(cast)
    offers.accept_terms(actor=cast.actor(cast.denton_representative), offer=asked[cast.denton])
    request = asked[cast.denton].request
    request.where_to_report = "Fire station, side door"
    request.save()

    jobs.mail_amended(request_id=str(request.pk), changed="where_to_report,what_happened")

    [letter] = mail.outbox
    assert letter.to == [cast.denton_representative.email]
    assert "Report to: Fire station, side door" in letter.body
    assert "Changed: what happened" in letter.body


def test_a_lender_that_declined_hears_of_no_change(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    actor = cast.actor(cast.denton_representative)
    offers.accept_terms(actor=actor, offer=offer)
    offers.decline_offer(actor=actor, offer=offer, reason="We are short ourselves.")

    jobs.mail_amended(request_id=str(offer.request_id), changed="call_back_number")

    assert mail.outbox == []
