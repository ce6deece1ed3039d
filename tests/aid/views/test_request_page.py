"""The page to watch: who comes, who came, whom to call."""

from __future__ import annotations

from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.signed_in import client_of

from muster.aid.services import commitments, requests
from muster.directory.models import Office
from muster.domain.matching.problem import Mode


def page_of(cast: Cast, number: str | None) -> str:
    client = client_of(cast.keene_representative)
    return client.get(f"/requests/{number}/").content.decode()


def test_a_closed_request_still_says_who_came(cast: Cast) -> None:
    request = road.bound(cast).commitment.offer.request
    helped = request.offers.get(commitment__isnull=False).lines.count()
    request.refresh_from_db()

    requests.close_request(
        actor=cast.actor(cast.keene_representative), request=request, version=request.version
    )

    page = page_of(cast, request.number)
    assert f"<dt>Came</dt><dd>{helped}</dd>" in page
    assert "Who came, and what did not come about (1)" in page
    assert "Who is coming" not in page
    assert "Ask for more" not in page
    assert "refreshes itself" not in page


def test_who_was_recalled_is_not_among_those_who_come(cast: Cast) -> None:
    commitment = road.bound(cast).commitment
    commitments.recall(
        actor=cast.actor(cast.denton_representative), commitment=commitment, reason="We are hit"
    )

    page = page_of(cast, commitment.offer.request.number)

    assert "Nobody yet" in page
    assert "No longer coming (1)" in page


def test_the_hub_desk_can_be_called(cast: Cast) -> None:
    Office.objects.filter(tenures__person=cast.coordinator).update(phone="+1 512 555 0100")
    request = road.asked(cast)

    assert 'href="tel:+15125550100"' in page_of(cast, request.number)


def test_the_signing_page_says_what_it_costs_until_when_and_whom_to_call(cast: Cast) -> None:
    Office.objects.filter(tenures__person=cast.denton_representative).update(
        phone="+1 512 555 0101"
    )
    commitment = road.accepted(cast)

    client = client_of(cast.keene_representative)
    page = client.get(f"/commitments/{commitment.pk}/").content.decode()

    for words in ("Estimated cost to Keene", "Sign by", "Until", "+1 512 555 0101"):
        assert words in page


def test_the_board_says_what_is_most_urgent_and_what_the_match_found(cast: Cast) -> None:
    first = road.asked(cast)
    road.asked(cast, make.line(make.LAPTOP, 2))
    run = road.proposed(cast, first)

    page = client_of(cast.coordinator).get("/board/")

    [matched, unmatched] = page.context["rows"]
    assert (matched[0], matched[2]) == (first, run.filled)
    assert unmatched[2] is None
    assert "Lives depend on it" in page.content.decode()
    assert "Not yet" in page.content.decode()


def test_a_town_does_not_see_how_much_a_lender_has(cast: Cast) -> None:
    request = road.asked(cast, make.line(make.LAPTOP, 2))
    road.proposed(cast, request)

    client = client_of(cast.keene_representative)
    page = client.get(f"/requests/{request.number}/match/").content.decode()

    assert "in stock" not in page
    assert "Spare laptops" in page


def test_a_missing_act_leads_whoever_can_supply_it_to_the_form(cast: Cast) -> None:
    request = road.asked(cast, make.line("network-engineer", mode=Mode.EITHER))
    road.proposed(cast, request)
    address = f"/requests/{request.number}/match/"

    desk = client_of(cast.coordinator).get(address).content.decode()
    town = client_of(cast.keene_representative).get(address).content.decode()

    assert "Record the declaration" in desk
    assert "Record the declaration" not in town
    assert "One act is missing" in town
