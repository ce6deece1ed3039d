"""Proposing who goes."""

from __future__ import annotations

from typing import Any

from tests.support import builders as make
from tests.support import road
from tests.support.cast import Cast
from tests.support.refusals import refused

from muster.aid.models import MatchRun
from muster.aid.services import amending, matching, needs, supposing
from muster.directory.models import Tenure
from muster.directory.services.tenures import end_tenure
from muster.domain.acts import ActKind
from muster.domain.failures import Conflict, Invalid, Refused
from muster.domain.matching.problem import Mode, Priority
from muster.domain.supposition import Supposition


def chosen(run: MatchRun) -> list[dict[str, Any]]:
    return [row for need in run.answer["needs"].values() for row in need["chosen"]]


def test_the_usual_order_is_filled_from_both_counties_and_proven(cast: Cast) -> None:
    run = road.proposed(cast, road.asked(cast))

    assert (run.filled, run.unfilled, run.optimal) == (5, 0, True)
    assert {row["organization"] for row in chosen(run)} == {"Denton County", "Johnson County"}


def test_matching_asks_nobody(cast: Cast) -> None:
    request = road.asked(cast)
    road.proposed(cast, request)

    assert not request.offers.exists()


def test_the_guard_waits_for_a_state_declaration_and_is_named_for_it(cast: Cast) -> None:
    request = road.asked(cast, make.line("network-engineer", mode=Mode.EITHER))
    run = road.proposed(cast, request)

    [need] = run.answer["needs"].values()
    assert (run.filled, need["unfilled"]) == (0, 1)
    [blocked] = need["blocked_by_one"]
    assert blocked["organization"] == "National Guard"
    assert [act["supplier"] for act in blocked["missing"]] == ["the governor"]


def test_what_one_more_act_would_change_is_told_without_writing(cast: Cast) -> None:
    request = road.asked(cast, make.line("forensic-analyst", mode=Mode.EITHER))
    runs = MatchRun.objects.count()

    answer = supposing.what_if(
        actor=cast.actor(cast.coordinator),
        requests=[request],
        supposition=Supposition(ActKind.CLIENT_CONTRACT),
    )

    assert (answer.before, answer.after, answer.asked) == (0, 1, 1)
    assert MatchRun.objects.count() == runs


def test_what_one_more_act_would_change_reckons_with_who_competes(cast: Cast) -> None:
    first, second = (
        road.asked(cast, make.line("forensic-analyst", mode=Mode.EITHER, priority=priority))
        for priority in (Priority.RECOVERY, Priority.LIFE_SAFETY)
    )

    answer = supposing.what_if(
        actor=cast.actor(cast.keene_representative),
        requests=[first],
        supposition=Supposition(ActKind.CLIENT_CONTRACT),
        beside=[first, second],
    )

    # The one volunteer goes where lives depend on it; of the other request nothing is told.
    assert (answer.before, answer.after, answer.asked) == (0, 0, 1)


def test_an_organization_without_a_representative_is_left_out_and_named(cast: Cast) -> None:
    coordinator = cast.actor(cast.coordinator)
    [seat] = Tenure.objects.filter(person=cast.denton_representative)
    end_tenure(actor=coordinator, tenure=seat)

    run = road.proposed(cast, road.asked(cast))

    assert {row["organization"] for row in chosen(run)} == {"Johnson County"}
    assert run.answer["left_out"] == ["Denton County"]


def test_a_removed_responder_is_not_proposed(cast: Cast) -> None:
    for responder in cast.denton_staff:
        responder.removed_at = cast.now
        responder.save()

    run = road.proposed(cast, road.asked(cast))

    assert {row["organization"] for row in chosen(run)} == {"Johnson County"}


def test_a_home_floor_keeps_people_at_home(cast: Cast) -> None:
    cast.denton.home_floors.create(position=make.DIRECTORY, keep=2)

    run = road.proposed(cast, road.asked(cast))

    names = {row["name"] for row in chosen(run)}
    assert names.isdisjoint({"Denton One", "Denton Two"})
    assert run.unfilled == 2


def test_those_already_asked_stay_in_the_next_proposal_as_held(cast: Cast) -> None:
    request = road.asked(cast)
    road.offered(cast, request)
    again = road.proposed(cast, request)

    assert [row["held"] for row in chosen(again)] == [True] * 5


def test_the_same_question_has_the_same_fingerprint_and_answer(cast: Cast) -> None:
    request = road.asked(cast)
    first, second = road.proposed(cast, request), road.proposed(cast, request)

    assert first.fingerprint == second.fingerprint
    assert first.answer == second.answer


def test_a_lender_does_not_get_to_match(cast: Cast) -> None:
    request = road.asked(cast)

    with refused(Refused, "Only the hub coordinator"):
        matching.propose(actor=cast.actor(cast.denton_representative), requests=[request])


def test_matching_nothing_is_refused_with_a_sentence(cast: Cast) -> None:
    with refused(Invalid, "no open request"):
        matching.propose(actor=cast.actor(cast.coordinator), requests=[])


def test_exercise_and_reality_are_never_matched_together(cast: Cast) -> None:
    real, exercise = road.asked(cast), road.asked(cast, order=make.order(exercise=True))

    with refused(Conflict, "never matched together"):
        matching.propose(actor=cast.actor(cast.coordinator), requests=[real, exercise])


def test_a_request_with_every_line_cancelled_has_an_empty_proposal(cast: Cast) -> None:
    request = road.asked(cast, make.line(make.REBUILD))
    amending.cancel_need(
        actor=cast.actor(cast.keene_representative),
        request=request,
        version=1,
        need_id=request.needs.get().pk,
    )

    run = road.proposed(cast, request)

    assert (run.filled, run.unfilled) == (0, 0)


def test_unable_to_fill_needs_a_reason_and_can_be_taken_back(cast: Cast) -> None:
    request = road.asked(cast, make.line("incident-lead"))
    actor, line_id = cast.actor(cast.coordinator), request.needs.get().pk

    with refused(Invalid, "what was tried"):
        needs.mark_unable_to_fill(actor=actor, request=request, need_id=line_id, reason=" ")
    needs.mark_unable_to_fill(
        actor=actor, request=request, need_id=line_id, reason="Nobody in the state; try MS-ISAC."
    )
    assert request.needs.get().status == "unable_to_fill"
    needs.reopen_need(actor=actor, request=request, need_id=line_id)
    assert request.needs.get().status == "open"
