"""The page behind the mail link: two clicks, and a receipt that can be reloaded."""

from __future__ import annotations

import pytest
from django.core import signing
from django.test import Client
from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast

from muster.aid.models import Commitment, CommittedKit, Offer
from muster.aid.services.links import make_link
from muster.directory.models import Tenure


def link_to(cast: Cast, offer: Offer) -> str:
    address = make_link(
        actor=cast.actor(cast.coordinator),
        offer=offer,
        tenure=Tenure.objects.get(person=cast.denton_representative),
    )
    return "/" + address.split("/", 3)[3]


def all_lines(offer: Offer) -> list[str]:
    return [str(pk) for pk in offer.lines.values_list("pk", flat=True)]


def test_the_receipt_of_a_yes_can_be_reloaded(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    answer = Client().post(link_to(cast, offer), {"action": "accept", "line": all_lines(offer)})

    assert answer.status_code == 302
    for _ in range(2):
        receipt = Client().get(answer["Location"])
        assert "You lend Keene" in receipt.content.decode()
        assert "Nobody leaves yet" in receipt.content.decode()


def test_a_receipt_that_was_tampered_with_or_is_old_shows_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = road.offered(cast)[cast.denton]
    answer = Client().post(link_to(cast, offer), {"action": "accept", "line": all_lines(offer)})
    receipt = answer["Location"]

    changed = Client().get(receipt[:-3] + "xx/")
    monkeypatch.setattr(signing.time, "time", lambda: cast.now.timestamp() + 7200)
    late = Client().get(receipt)

    assert (changed.status_code, late.status_code) == (410, 410)
    assert "Keene" not in changed.content.decode() + late.content.decode()


def test_the_receipt_says_when_the_town_has_signed(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    answer = Client().post(link_to(cast, offer), {"action": "accept", "line": all_lines(offer)})
    mission = road.bound(cast, Commitment.objects.get(offer=offer))

    page = Client().get(answer["Location"]).content.decode()

    assert f"mission order {mission.number} is out" in page
    assert "Denton One" in page


def test_a_double_tap_without_a_script_ends_on_the_receipt(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    link, visitor = link_to(cast, offer), Client()
    form = visitor.get(link).content.decode()
    key = form.split('name="idempotency_key" value="')[1].split('"')[0]
    data = {"action": "accept", "line": all_lines(offer), "idempotency_key": key}

    first, second = visitor.post(link, data), visitor.post(link, data)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first["Location"] == second["Location"]


def test_the_number_of_a_line_that_is_not_ticked_does_not_matter(cast: Cast) -> None:
    lines = make.line(make.LAPTOP, 8), make.line(make.DIRECTORY, 3)
    offer = road.offered(cast, road.asked(cast, *lines))[cast.denton]
    kit = offer.lines.get(kit__isnull=False)
    people = [str(line.pk) for line in offer.lines.filter(kit=None)]

    answer = Client().post(
        link_to(cast, offer), {"action": "accept", "line": people, f"units-{kit.pk}": "many"}
    )

    assert answer.status_code == 302


def test_some_of_the_kit_is_lent_from_the_mail(cast: Cast) -> None:
    offer = road.offered(cast, road.asked(cast, make.line(make.LAPTOP, 8)))[cast.denton]
    [line] = all_lines(offer)

    Client().post(link_to(cast, offer), {"action": "accept", "line": line, f"units-{line}": "5"})

    assert CommittedKit.objects.get().units == 5


@pytest.mark.parametrize("typed", ["many", "-1", "", "9" * 40, "2.5"])
def test_what_is_no_number_of_pieces_is_refused(cast: Cast, typed: str) -> None:
    offer = road.offered(cast, road.asked(cast, make.line(make.LAPTOP, 8)))[cast.denton]
    [line] = all_lines(offer)
    data = {"action": "accept", "line": line, f"units-{line}": typed}

    answer = Client().post(link_to(cast, offer), data)

    assert answer.status_code == 422
    assert "Type a whole number" in answer.content.decode()
    offer.refresh_from_db()
    assert offer.status == "sent"


def test_the_page_says_when_how_long_and_who_pays_before_the_terms(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]

    page = Client().get(link_to(cast, offer)).content.decode()

    assert "Who asks is not shown yet" in page
    assert "What it rests on, and who pays" in page
    assert "Statewide Aid" in page
    assert page.count("<time") >= 3


def test_probably_is_offered_once(cast: Cast) -> None:
    offer = road.offered(cast)[cast.denton]
    link = link_to(cast, offer)
    assert "Probably, if" in Client().get(link).content.decode()

    Client().post(link, {"action": "provisional", "reason": "If the court is quiet."})

    page = Client().get(link).content.decode()
    assert "Probably, if" not in page
    assert "Decline" in page
