"""Offers and commitments on the command line: terms, perhaps, back again; and papers checked."""

from __future__ import annotations

import json

import pytest
from tests.cli.commanding import Capture, refusal, rows
from tests.support import road
from tests.support.cast import Cast

from muster.aid.models import Offer
from muster.cli.app import REFUSED, main
from muster.cli.missions import DOES_NOT_HOLD


@pytest.fixture
def offer(cast: Cast) -> Offer:
    return road.offered(cast)[cast.denton]


def test_the_terms_tell_who_is_asking(cast: Cast, offer: Offer, capsys: Capture) -> None:
    [row] = rows(capsys, "offer", "accept-terms", offer.pk, who=cast.denton_representative)

    assert (row["for"], row["request"]) == ("Keene", offer.request.number)
    assert row["where_to_report"].startswith("100 North")
    assert "authorized representative" in refusal(
        capsys, "offer", "accept-terms", offer.pk, who=cast.coordinator
    )
    assert "no such offer" in refusal(capsys, "offer", "accept-terms", offer.pk, who=cast.stranger)


def test_a_perhaps_needs_its_condition(cast: Cast, offer: Offer, capsys: Capture) -> None:
    perhaps = ["offer", "provisional", offer.pk]
    assert "depends on" in refusal(capsys, *perhaps, who=cast.denton_representative)

    [row] = rows(capsys, *perhaps, "--if", "The board agrees", who=cast.denton_representative)

    assert row["status"] == "provisional"
    assert "already" in refusal(capsys, *perhaps, "--if", "x", who=cast.denton_representative)


def test_the_asking_side_withdraws_once(cast: Cast, offer: Offer, capsys: Capture) -> None:
    withdraw = ["offer", "withdraw", offer.pk]
    assert refusal(capsys, *withdraw, who=cast.denton_representative)

    [row] = rows(capsys, *withdraw, who=cast.keene_representative)

    assert (row["to"], row["status"]) == ("Denton County", "withdrawn")
    assert "withdrawn" in refusal(capsys, *withdraw, who=cast.keene_representative)


def test_an_offered_commitment_is_turned_down(cast: Cast, offer: Offer, capsys: Capture) -> None:
    turn_down = ["commitment", "turn-down", road.accepted(cast, offer).pk]
    assert "Say why" in refusal(capsys, *turn_down, who=cast.keene_representative)

    [row] = rows(capsys, *turn_down, "--reason", "Found others", who=cast.keene_representative)

    assert (row["lender"], row["status"]) == ("Denton County", "cancelled")


@pytest.mark.parametrize(
    ("verb", "status"), [("release", "released"), ("recall", "recalled")], ids=str
)
def test_people_under_way_go_home_by_their_own_side_s_word(
    cast: Cast, offer: Offer, capsys: Capture, verb: str, status: str
) -> None:
    ours, theirs = cast.keene_representative, cast.denton_representative
    right, wrong = (ours, theirs) if verb == "release" else (theirs, ours)
    mission = road.bound(cast, road.accepted(cast, offer))
    go = ["commitment", verb, mission.commitment.pk, "--reason", "Storm"]
    assert "authorized representative" in refusal(capsys, *go, who=wrong)

    assert rows(capsys, *go, who=right)[0]["status"] == status
    assert refusal(capsys, *go, who=right)


def test_a_paper_is_verified_by_anybody_and_fails_once_it_does_not_hold(
    cast: Cast, offer: Offer, capsys: Capture
) -> None:
    mission = road.bound(cast, road.accepted(cast, offer))
    verify = ["mission", "verify", mission.order.code.lower(), "--json"]

    assert main(verify) == 0
    [row] = json.loads(capsys.readouterr().out)
    assert (row["mission"], row["standing"]) == (mission.number, "stands")

    recall = ["commitment", "recall", mission.commitment.pk, "--reason", "Storm"]
    rows(capsys, *recall, who=cast.denton_representative)
    assert main(verify) == DOES_NOT_HOLD
    captured = capsys.readouterr()
    assert json.loads(captured.out)[0]["standing"] == "ended"
    assert "Let nobody in" in captured.err


def test_a_code_that_is_not_ours_is_refused(cast: Cast, capsys: Capture) -> None:
    assert main(["mission", "verify", "AAAA22223333"]) == REFUSED
    assert "letter by letter" in capsys.readouterr().err
