"""Asking the lenders that a run proposed."""

from __future__ import annotations

from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.aid.models import Offer
from muster.aid.services import amending, offers
from muster.aid.services.offers import CLAIM, Selection
from muster.directory.models import Tenure
from muster.directory.services.tenures import end_tenure
from muster.domain.failures import Conflict, Invalid, Refused
from muster.responders.services.availability import remove_responder


def test_each_lender_gets_one_offer_with_its_own_people(cast: Cast) -> None:
    sent = road.offered(cast)

    assert set(sent) == {cast.denton, cast.johnson}
    for organization, offer in sent.items():
        owners = {line.responder.organization for line in offer.lines.all() if line.responder}
        assert owners == {organization}
        assert offer.expires_at == cast.now + CLAIM


def test_only_the_selected_helpers_are_asked(cast: Cast) -> None:
    request = road.asked(cast)
    run = road.proposed(cast, request)
    need_id, need = next(iter(run.answer["needs"].items()))
    pair = (need_id, need["chosen"][0]["helper_id"])

    [offer] = offers.send_offers(
        actor=cast.actor(cast.coordinator),
        request=request,
        run=run,
        version=request.version,
        selection=Selection(frozenset({pair})),
    )

    line = offer.lines.get()
    assert (str(line.need_id), str(line.helper_id)) == pair


def test_kit_is_asked_for_by_the_unit(cast: Cast) -> None:
    [offer] = road.offered(cast, road.asked(cast, make.line(make.LAPTOP, 4))).values()

    line = offer.lines.get()
    assert (line.kit, line.units, line.responder) == (cast.denton_laptops, 4, None)


def test_the_second_of_two_coordinators_is_told_to_look_again(cast: Cast) -> None:
    request = road.asked(cast)
    run = road.proposed(cast, request)
    version = request.version
    road.offered(cast, request, run)

    with refused(Conflict, "Somebody else has acted"):
        offers.send_offers(
            actor=cast.actor(cast.coordinator),
            request=request,
            run=run,
            version=version,
            selection=Selection(),
        )


def test_nobody_is_asked_twice_for_one_request(cast: Cast) -> None:
    request = road.asked(cast)
    run = road.proposed(cast, request)
    road.offered(cast, request, run)

    with refused(Invalid, "has not been asked already"):
        road.offered(cast, request, run)


def test_somebody_already_asked_for_another_town_stops_the_sending(cast: Cast) -> None:
    first, second = road.asked(cast), road.asked(cast)
    run = road.proposed(cast, second)
    road.offered(cast, first)

    with refused(Conflict, "was asked for or committed elsewhere"):
        road.offered(cast, second, run)


def test_who_declined_is_not_asked_again_from_the_same_proposal(cast: Cast) -> None:
    request = road.asked(cast)
    run = road.proposed(cast, request)
    sent = road.offered(cast, request, run)
    for organization, person in (
        (cast.denton, cast.denton_representative),
        (cast.johnson, cast.johnson_representative),
    ):
        offers.decline_offer(actor=cast.actor(person), offer=sent[organization], reason="busy")

    with refused(Invalid, "has not been asked already"):
        road.offered(cast, request, run)


def test_a_cancelled_line_is_not_offered(cast: Cast) -> None:
    request = road.asked(cast, make.line(make.REBUILD), make.line(make.DIRECTORY))
    run = road.proposed(cast, request)
    [line] = request.needs.filter(position=make.REBUILD)
    amending.cancel_need(
        actor=cast.actor(cast.keene_representative),
        request=request,
        version=request.version,
        need_id=line.pk,
    )

    sent = road.offered(cast, request, run)

    asked = {line.need.position for offer in sent.values() for line in offer.lines.all()}
    assert asked == {make.DIRECTORY}


def test_an_older_proposal_is_refused(cast: Cast) -> None:
    request = road.asked(cast)
    old = road.proposed(cast, request)
    road.proposed(cast, request)

    with refused(Conflict, "newer proposal"):
        road.offered(cast, request, old)


def test_an_empty_selection_is_refused_with_a_way_out(cast: Cast) -> None:
    request = road.asked(cast)
    run = road.proposed(cast, request)

    with refused(Invalid, "Match again"):
        offers.send_offers(
            actor=cast.actor(cast.coordinator),
            request=request,
            run=run,
            version=request.version,
            selection=Selection(frozenset()),
        )


def test_somebody_removed_between_match_and_offer_stops_the_sending(cast: Cast) -> None:
    request = road.asked(cast)
    run = road.proposed(cast, request)
    remove_responder(actor=cast.actor(cast.denton_representative), responder=cast.denton_staff[0])

    with refused(Conflict, "has left the roster"):
        road.offered(cast, request, run)


def test_a_lender_without_a_representative_cannot_be_asked(cast: Cast) -> None:
    request = road.asked(cast)
    run = road.proposed(cast, request)
    [seat] = Tenure.objects.filter(person=cast.denton_representative)
    end_tenure(actor=cast.actor(cast.coordinator), tenure=seat)

    with refused(Conflict, "no authorized representative in office"):
        road.offered(cast, request, run)


def test_a_run_of_another_request_offers_nobody(cast: Cast) -> None:
    request, other = road.asked(cast), road.asked(cast)
    run = road.proposed(cast, other)

    with refused(Conflict, "newer proposal"):
        road.offered(cast, request, run)


def test_a_designated_contact_cannot_send_offers(cast: Cast) -> None:
    request = road.asked(cast)
    run = road.proposed(cast, request)

    with refused(Refused):
        offers.send_offers(
            actor=cast.actor(cast.keene_contact),
            request=request,
            run=run,
            version=request.version,
            selection=Selection(),
        )


def test_a_withdrawn_offer_frees_its_people_for_the_next_proposal(cast: Cast) -> None:
    request = road.asked(cast)
    offer = road.offered(cast, request)[cast.denton]

    offers.withdraw_offer(actor=cast.actor(cast.coordinator), offer=offer)

    offer.refresh_from_db()
    assert offer.status == "withdrawn"
    again = road.offered(cast, request)
    assert again[cast.denton].lines.count() == offer.lines.count()
    assert Offer.objects.filter(organization=cast.denton).count() == 2
