"""Asking for help: who may, what is refused, and that nothing is half-written."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.aid.models import Need, Request
from muster.aid.services import amending, drafts
from muster.aid.services import requests as services
from muster.audit.models import AuditEvent
from muster.domain.failures import Conflict, Invalid, Refused
from muster.domain.lifecycle import RequestStatus
from muster.domain.orders import Order


def ask(cast: Cast, order: Order) -> Request:
    return services.ask(
        actor=cast.actor(cast.keene_representative), organization=cast.keene, order=order
    )


def test_a_request_gets_a_number_and_opens_with_its_lines(cast: Cast) -> None:
    request = road.asked(cast)

    assert request.number == f"R-{cast.now.year}-0001"
    assert request.status == RequestStatus.OPEN
    assert request.signed_by == cast.office(cast.keene_representative)
    lines = request.needs.values_list("position", "count", "status")
    assert sorted(lines) == [(make.DIRECTORY, 3, "open"), (make.REBUILD, 2, "open")]


def test_sending_is_in_the_chain_in_the_name_of_the_sender(cast: Cast) -> None:
    request = road.asked(cast)

    events = AuditEvent.objects.filter(about=request.pk).order_by("sequence")
    assert [event.action for event in events] == ["aid:request:drafted", "aid:request:sent"]
    assert events[1].actor_name == cast.keene_representative.name
    assert events[1].facts == {"number": request.number, "lines": 2}


def test_a_designated_contact_writes_the_draft_and_cannot_send_it(cast: Cast) -> None:
    contact = cast.actor(cast.keene_contact)
    draft = drafts.start_draft(actor=contact, organization=cast.keene, exercise=False)

    with refused(Refused, "has to send it, because sending binds the organization"):
        services.send_request(actor=contact, request=draft, order=make.order())
    assert Need.objects.count() == 0


def test_a_stranger_cannot_ask_in_the_towns_name(cast: Cast) -> None:
    with refused(Refused, "Only an office of Keene"):
        services.ask(actor=cast.actor(cast.stranger), organization=cast.keene, order=make.order())


def test_a_draft_keeps_what_is_typed_however_wrong(cast: Cast) -> None:
    actor = cast.actor(cast.keene_contact)
    draft = drafts.start_draft(actor=actor, organization=cast.keene, exercise=False)

    drafts.save_draft(actor=actor, request=draft, typed={"starts_at": "tomorow", "count": "-3"})

    draft.refresh_from_db()
    assert draft.typed == {"starts_at": "tomorow", "count": "-3"}


def test_two_megabytes_of_text_do_not_fit_into_a_draft(cast: Cast) -> None:
    actor = cast.actor(cast.keene_contact)
    draft = drafts.start_draft(actor=actor, organization=cast.keene, exercise=False)

    with refused(Invalid, "more text than a draft can keep"):
        drafts.save_draft(actor=actor, request=draft, typed={"what_happened": "x" * 2_000_000})


def test_a_sent_request_can_no_longer_be_edited_as_a_draft(cast: Cast) -> None:
    request = road.asked(cast)

    with refused(Conflict, "has been sent already"):
        drafts.save_draft(
            actor=cast.actor(cast.keene_contact), request=request, typed={"kind": "outage"}
        )


def test_the_same_draft_cannot_be_sent_twice(cast: Cast) -> None:
    request = road.asked(cast)

    with refused(Conflict, "it cannot become open"):
        services.send_request(
            actor=cast.actor(cast.keene_representative), request=request, order=make.order()
        )


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("kind", {"kind": "aliens"}),
        ("what_happened", {"what_happened": "x" * 2_000_000}),
        ("hours", {"hours": 0}),
        ("hours", {"hours": 10_000_000}),
        ("call_back_number", {"call_back_number": "extension 12"}),
        ("call_back_number", {"call_back_number": "+1 817 555 0100 " * 20}),
        ("call_back_name", {"call_back_name": "n" * 121}),
        ("where_to_report", {"where_to_report": "  "}),
        ("where_to_report", {"where_to_report": "w" * 301}),
        ("systems_down", {"systems_down": ("s" * 41,)}),
        ("systems_down", {"systems_down": ("email",) * 51}),
        ("lines", {"lines": ()}),
        ("lines", {"lines": (make.line(make.REBUILD),) * 101}),
        ("lines.0.position", {"lines": (make.line("wizard"),)}),
        ("lines.0.count", {"lines": (make.line(make.REBUILD, 0),)}),
        ("lines.0.count", {"lines": (make.line(make.REBUILD, 10_000),)}),
        ("lines.0.minimum_level", {"lines": (make.line(make.REBUILD, minimum_level=5),)}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_faulty_order_is_refused_field_by_field(
    cast: Cast, field: str, changes: dict[str, Any]
) -> None:
    with refused(Invalid) as caught:
        ask(cast, make.order(**changes))
    assert list(getattr(caught.value, "fields")) == [field]  # noqa: B009


@pytest.mark.parametrize(
    ("field", "offset"),
    [
        ("starts_at", timedelta(hours=-2)),
        ("starts_at", timedelta(days=366)),
        ("noticed_at", timedelta(minutes=10)),
        ("noticed_at", timedelta(days=-3 * 366)),
    ],
)
def test_times_in_the_wrong_place_are_refused(cast: Cast, field: str, offset: timedelta) -> None:
    with refused(Invalid, field):
        ask(cast, make.order(**{field: cast.now + offset}))


def test_a_town_without_a_place_on_the_map_is_told_whom_to_ask(cast: Cast) -> None:
    cast.keene.jurisdiction.latitude = cast.keene.jurisdiction.longitude = None  # type: ignore[union-attr]
    cast.keene.jurisdiction.save()  # type: ignore[union-attr]

    with refused(Invalid, "Ask the hub coordinator"):
        ask(cast, make.order())


def test_more_lines_join_an_open_request_once(cast: Cast) -> None:
    request = road.asked(cast)
    actor = cast.actor(cast.keene_representative)
    more = (make.line(make.LAPTOP, 4),)

    amending.add_lines(actor=actor, request=request, version=1, lines=more)

    assert request.needs.filter(position=make.LAPTOP).get().count == 4
    with refused(Conflict, "Somebody changed"):
        amending.add_lines(actor=actor, request=request, version=1, lines=more)


def test_faulty_new_lines_leave_the_request_as_it_was(cast: Cast) -> None:
    request = road.asked(cast)

    with refused(Invalid, "lines.0.count"):
        amending.add_lines(
            actor=cast.actor(cast.keene_representative),
            request=request,
            version=1,
            lines=(make.line(make.LAPTOP, 10_000),),
        )
    request.refresh_from_db()
    assert request.version == 1


def test_cancelling_withdraws_offers_and_frees_everybody(cast: Cast) -> None:
    request = road.asked(cast)
    offers = road.offered(cast, request)
    commitment = road.accepted(cast, offers[cast.denton])
    request.refresh_from_db()

    services.cancel_request(
        actor=cast.actor(cast.keene_representative),
        request=request,
        version=request.version,
        reason="Backups work after all",
    )

    offers[cast.johnson].refresh_from_db()
    commitment.refresh_from_db()
    assert offers[cast.johnson].status == "withdrawn"
    assert commitment.status == "cancelled"
    assert not commitment.people.filter(active=True).exists()
    assert set(request.needs.values_list("status", flat=True)) == {"cancelled"}


def test_nobody_cancels_over_the_heads_of_people_under_way(cast: Cast) -> None:
    mission = road.bound(cast)
    request = mission.commitment.offer.request
    request.refresh_from_db()

    with refused(Conflict, "already under way"):
        services.cancel_request(
            actor=cast.actor(cast.keene_representative),
            request=request,
            version=request.version,
            reason="changed our mind",
        )


def test_a_closed_request_takes_no_more_changes(cast: Cast) -> None:
    request = road.asked(cast)
    actor = cast.actor(cast.keene_representative)
    services.close_request(actor=actor, request=request, version=1)

    with refused(Refused, "only an open request can be changed"):
        services.cancel_request(actor=actor, request=request, version=2, reason="late")
