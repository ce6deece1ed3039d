"""Changing what was asked, after it was asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from pypdf import PdfReader
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.accounts.models import Person
from muster.aid import mails
from muster.aid.models import Commitment, MissionOrder, ReplacedOrder, Request
from muster.aid.queries.paper_checks import outdated_orders, paper_check
from muster.aid.queries.stories import story_of
from muster.aid.services import amending, commitments, offers
from muster.aid.services.offers import Selection
from muster.aid.services.requests import close_request
from muster.domain.failures import Conflict, Invalid, NotFound, Refused
from muster.domain.ids import uuid7

NEW_NUMBER = "+1 817 555 0142"


def amended(cast: Cast, request: Request, by: Person | None = None, **changes: Any) -> Request:
    request = Request.objects.get(pk=request.pk)
    return amending.amend_request(
        actor=cast.actor(by or cast.keene_representative),
        request=request,
        version=request.version,
        details=replace(amending.details_of(request), **changes),
    )


def counted(cast: Cast, request: Request, count: int) -> Request:
    request.refresh_from_db()
    return amending.change_count(
        actor=cast.actor(cast.keene_representative),
        request=request,
        version=request.version,
        need_id=request.needs.get().pk,
        count=count,
    )


def test_a_corrected_number_is_on_record_and_in_the_story(cast: Cast) -> None:
    request = amended(cast, road.asked(cast), call_back_number=f" {NEW_NUMBER} ")

    request.refresh_from_db()
    assert (request.call_back_number, request.version) == (NEW_NUMBER, 2)
    told = [moment.did for moment in story_of(request, cast.actor(cast.coordinator))]
    assert told[-1] == "changed the call-back number"


def test_saving_without_a_change_writes_nothing(cast: Cast) -> None:
    request = amended(cast, road.asked(cast))

    assert request.version == 1
    assert len(story_of(request, cast.actor(cast.coordinator))) == 2


def test_a_prolonged_request_moves_the_lines_nobody_is_asked_for(cast: Cast) -> None:
    request = road.asked(cast)
    later = request.during.upper + timedelta(days=10)

    amended(cast, request, ends_at=later)

    assert {need.during.upper for need in request.needs.all()} == {later}


def test_who_is_asked_already_keeps_the_time_asked_for(cast: Cast) -> None:
    request = road.asked(cast)
    asked_until = request.during.upper
    offer = road.offered(cast, request)[cast.denton]

    changed = amended(cast, request, ends_at=asked_until + timedelta(days=10))

    assert changed.during.upper == asked_until + timedelta(days=10)
    assert {line.need.during.upper for line in offer.lines.select_related("need")} == {asked_until}


def test_the_time_after_is_asked_for_from_a_later_moment(cast: Cast) -> None:
    request = road.asked(cast)
    asked_until = request.during.upper
    road.offered(cast, request)
    changed = amended(cast, request, ends_at=asked_until + timedelta(days=10))

    amending.add_lines(
        actor=cast.actor(cast.keene_representative),
        request=changed,
        version=changed.version,
        lines=(make.line(make.REBUILD, 1),),
        starts_at=asked_until,
    )

    newest = request.needs.order_by("-pk").first()
    assert newest
    assert (newest.during.lower, newest.during.upper) == (
        asked_until,
        asked_until + timedelta(days=10),
    )


def test_more_cannot_begin_after_the_request_ends(cast: Cast) -> None:
    request = road.asked(cast)

    with refused(Invalid, "Prolong it first"):
        amending.add_lines(
            actor=cast.actor(cast.keene_representative),
            request=request,
            version=1,
            lines=(make.line(make.REBUILD, 1),),
            starts_at=request.during.upper,
        )


def test_a_proposal_made_before_the_window_moved_is_not_sent_from(cast: Cast) -> None:
    request = road.asked(cast)
    run = road.proposed(cast, request)
    changed = amended(cast, request, ends_at=request.during.upper + timedelta(days=1), by=None)
    run.ran_at = changed.needs_changed_at - timedelta(seconds=1)
    run.save()

    with refused(Conflict, "has changed since this proposal"):
        offers.send_offers(
            actor=cast.actor(cast.coordinator),
            request=changed,
            run=run,
            version=changed.version,
            selection=Selection(),
        )


def test_a_corrected_number_does_not_spoil_a_proposal(cast: Cast) -> None:
    request = road.asked(cast)
    run = road.proposed(cast, request)
    amended(cast, request, call_back_number=NEW_NUMBER)

    assert road.offered(cast, request, run)


def test_a_mission_order_gets_a_new_revision_and_the_old_code_is_replaced(cast: Cast) -> None:
    mission = road.bound(cast)
    old = MissionOrder.objects.get(mission=mission)

    amended(cast, mission.commitment.offer.request, call_back_number=NEW_NUMBER)

    new = MissionOrder.objects.get(mission=mission)
    kept = ReplacedOrder.objects.get(mission=mission)
    assert (new.revision, kept.revision, kept.code) == (2, 1, old.code)
    assert (bytes(kept.pdf), kept.pdf_digest) == (bytes(old.pdf), old.pdf_digest)
    assert new.code != old.code
    text = _text(bytes(new.pdf))
    assert NEW_NUMBER in text
    assert "revision 2" in text
    assert NEW_NUMBER not in _text(bytes(old.pdf))


def test_a_new_label_or_story_alone_reaches_the_paper_only_where_it_is_printed(cast: Cast) -> None:
    mission = road.bound(cast)

    amended(cast, mission.commitment.offer.request, what_happened="The mail server as well.")

    assert MissionOrder.objects.get(mission=mission).revision == 1


def test_an_order_is_renewed_on_the_acts_it_was_ordered_on(cast: Cast) -> None:
    mission = road.bound(cast)
    later = cast.now + timedelta(hours=2)
    cast.statewide.parties.filter(organization=cast.denton).update(
        during=DateTimeTZRange(make.LONG_AGO, cast.now + timedelta(hours=1))
    )
    request = mission.commitment.offer.request
    request.refresh_from_db()

    amending.amend_request(
        actor=cast.actor(cast.keene_representative, at=later),
        request=request,
        version=request.version,
        details=replace(amending.details_of(request), call_back_number=NEW_NUMBER),
    )

    order = MissionOrder.objects.get(mission=mission)
    assert (order.revision, order.outdated_at) == (2, None)


def test_people_under_way_are_not_stopped_when_an_act_is_withdrawn_and_all_are_told(
    cast: Cast,
) -> None:
    mission = road.bound(cast)
    cast.statewide.parties.filter(organization=cast.denton).delete()

    changed = amended(cast, mission.commitment.offer.request, call_back_number=NEW_NUMBER)

    order = MissionOrder.objects.get(mission=mission)
    assert (changed.call_back_number, order.revision) == (NEW_NUMBER, 1)
    assert order.outdated_at
    assert outdated_orders(changed) == [mission.number]
    assert paper_check(order.code, at=cast.now).outdated_at == order.outdated_at
    letter = mails.amended(changed, cast.denton, ["call_back_number"], "https://hub.example/")
    assert f"{mission.number} still shows the old details" in letter.text


def test_prolonging_leaves_a_line_that_begins_later_where_it_begins(cast: Cast) -> None:
    request = road.asked(cast)
    begins = request.during.lower + timedelta(days=2)
    changed = amending.add_lines(
        actor=cast.actor(cast.keene_representative),
        request=request,
        version=1,
        lines=(make.line(make.REBUILD, 1),),
        starts_at=begins,
    )

    later = changed.during.upper + timedelta(days=5)
    amended(cast, changed, ends_at=later)

    newest = request.needs.order_by("-pk")[0]
    assert (newest.during.lower, newest.during.upper) == (begins, later)


def test_an_end_before_a_later_line_begins_is_refused(cast: Cast) -> None:
    request = road.asked(cast)
    changed = amending.add_lines(
        actor=cast.actor(cast.keene_representative),
        request=request,
        version=1,
        lines=(make.line(make.REBUILD, 1),),
        starts_at=request.during.lower + timedelta(days=2),
    )

    with refused(Invalid, "wanted from later than that on"):
        amended(cast, changed, ends_at=request.during.lower + timedelta(days=1))


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (-timedelta(days=400), "lies in the past"),
        (timedelta(days=3) - timedelta(seconds=17), "soon after this"),
    ],
)
def test_more_is_not_asked_for_from_a_time_that_makes_no_sense(
    cast: Cast, away: timedelta, words: str
) -> None:
    request = road.asked(cast)

    with refused(Invalid, words):
        amending.add_lines(
            actor=cast.actor(cast.keene_representative),
            request=request,
            version=1,
            lines=(make.line(make.REBUILD, 1),),
            starts_at=request.during.lower + away,
        )


def test_systems_are_named_once_and_never_blank(cast: Cast) -> None:
    request = amended(cast, road.asked(cast), systems_down=("email", " ", "email", " phones "))

    assert request.incident.systems_down == ["email", "phones"]


@pytest.mark.parametrize(
    "who", ["keene_contact", "coordinator", "denton_representative", "stranger"]
)
def test_only_the_town_s_representative_amends(cast: Cast, who: str) -> None:
    request = road.asked(cast)

    with refused(Refused, "authorized representative"):
        amended(cast, request, by=getattr(cast, who), call_back_number=NEW_NUMBER)


def test_a_bad_number_changes_nothing(cast: Cast) -> None:
    request = road.asked(cast)

    with refused(Invalid, "outside your own network"):
        amended(cast, request, call_back_number="none", where_to_report="Elsewhere")

    request.refresh_from_db()
    assert request.where_to_report != "Elsewhere"


def test_a_stale_form_is_told_to_look_again(cast: Cast) -> None:
    request = road.asked(cast)
    amended(cast, request, call_back_number=NEW_NUMBER)

    with refused(Conflict, "Somebody changed"):
        amending.amend_request(
            actor=cast.actor(cast.keene_representative),
            request=request,
            version=1,
            details=amending.details_of(request),
        )


def test_a_line_can_ask_for_more_and_is_open_again(cast: Cast) -> None:
    request = road.asked(cast, make.line(make.DIRECTORY, 1))
    [offer] = road.offered(cast, request).values()
    _bind(cast, offer)
    assert request.needs.get().status == "filled"

    counted(cast, request, 2)

    need = request.needs.get()
    assert (need.count, need.status) == (2, "open")


def test_a_partly_filled_line_reduced_to_who_comes_is_filled(cast: Cast) -> None:
    request = road.asked(cast, make.line(make.DIRECTORY, 8))
    for offer in road.offered(cast, request).values():
        _bind(cast, offer)
    assert request.needs.get().status == "open"

    counted(cast, request, 3)

    need = request.needs.get()
    assert (need.count, need.status) == (3, "filled")


@pytest.mark.parametrize(("count", "words"), [(1, "3 of this line"), (0, "1 and"), (501, "1 and")])
def test_a_line_keeps_who_is_asked_or_committed(cast: Cast, count: int, words: str) -> None:
    request = road.asked(cast, make.line(make.DIRECTORY, 3))
    road.offered(cast, request)

    with refused(Invalid, words):
        counted(cast, request, count)


def test_a_cancelled_line_is_not_counted_up_again(cast: Cast) -> None:
    request = road.asked(cast)
    need = request.needs.all()[0]
    actor = cast.actor(cast.keene_representative)
    changed = amending.cancel_need(actor=actor, request=request, version=1, need_id=need.pk)

    with refused(Conflict, "This line is cancelled"):
        amending.change_count(
            actor=actor, request=changed, version=changed.version, need_id=need.pk, count=9
        )


def test_a_line_of_another_request_is_not_found(cast: Cast) -> None:
    request = road.asked(cast)

    with refused(NotFound, "does not exist"):
        amending.change_count(
            actor=cast.actor(cast.keene_representative),
            request=request,
            version=1,
            need_id=uuid7(),
            count=2,
        )


def test_a_closed_request_is_not_amended(cast: Cast) -> None:
    request = road.asked(cast)
    close_request(actor=cast.actor(cast.keene_representative), request=request, version=1)

    with refused(Refused, "only an open request"):
        amended(cast, request, call_back_number=NEW_NUMBER)


def _bind(cast: Cast, offer: Any) -> None:
    lender = {
        cast.denton: cast.denton_representative,
        cast.johnson: cast.johnson_representative,
    }[offer.organization]
    offers.accept_offer(actor=cast.actor(lender), offer=offer)
    commitments.accept_commitment(
        actor=cast.actor(cast.keene_representative),
        commitment=Commitment.objects.get(offer=offer),
    )


def _text(pdf: bytes) -> str:
    pages = (page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return " ".join(" ".join(pages).split())
