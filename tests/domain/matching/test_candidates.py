"""Who could go where, and the first reason why not."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from tests.domain.matching.builders import (
    COMPLETE,
    FAR,
    NEAR,
    NOW,
    TOWN,
    helper,
    kit,
    missing,
    need,
    not_yet,
    problem,
    span,
    team,
)

from muster.domain.acts import ActKind, DutyStatus
from muster.domain.coverage import Deployment, LegalPath
from muster.domain.geo import drive_minutes
from muster.domain.matching import Candidate, Cause, Helper, Mode, Need, NotChosen
from muster.domain.matching.candidates import screen


def judged(wanted: Need, *helpers: Helper, **changes: Any) -> Candidate | NotChosen:
    """The verdict on the last helper."""
    screening = screen(problem((wanted,), helpers, **changes))
    verdicts: tuple[Candidate | NotChosen, ...] = (
        *screening.candidates,
        *screening.refused[wanted.id],
    )
    return next(one for one in verdicts if one.helper_id == helpers[-1].id)


def accepted(wanted: Need, *helpers: Helper, **changes: Any) -> Candidate:
    verdict = judged(wanted, *helpers, **changes)
    assert isinstance(verdict, Candidate), verdict
    return verdict


def refused(wanted: Need, *helpers: Helper, **changes: Any) -> NotChosen:
    verdict = judged(wanted, *helpers, **changes)
    assert isinstance(verdict, NotChosen), verdict
    return verdict


def test_a_level_number_equal_to_the_one_asked_is_enough() -> None:
    accepted(need(minimum_level=2), helper("h"))


def test_a_level_number_above_the_one_asked_is_refused_with_both_levels_named() -> None:
    verdict = refused(need(minimum_level=1), helper("h"))
    assert verdict.cause is Cause.NOT_QUALIFIED
    assert "level 2; level 1 or better" in verdict.detail


def test_a_team_is_judged_by_its_own_level_and_not_its_members() -> None:
    member = helper("m", levels=())
    assert accepted(need(), member, team("t", "m")).fills == 1


@pytest.mark.parametrize(
    ("changes", "problem_changes", "cause"),
    [
        ({}, {"declined": frozenset({("n1", "h")})}, Cause.DECLINED),
        ({"conflicts": frozenset({"town"})}, {}, Cause.CONFLICT),
        ({}, {"best_path": lambda _d: None}, Cause.NO_COVER),
        ({"organization_id": "town"}, {}, Cause.NO_COVER),
        ({}, {"best_path": lambda _d: not_yet(missing())}, Cause.MISSING_ACT),
        ({"travel_limit_km": 10}, {}, Cause.TOO_FAR),
        ({"available": (span(0, 20),)}, {}, Cause.NOT_AVAILABLE),
        ({"committed": (span(10, 11),)}, {}, Cause.NOT_AVAILABLE),
        ({"mobilization_minutes": 28 * 60}, {}, Cause.NOT_AVAILABLE),
    ],
)
def test_each_obstacle_has_its_cause(
    changes: dict[str, Any], problem_changes: dict[str, Any], cause: Cause
) -> None:
    accepted(need(), helper("h"))
    verdict = refused(need(), helper("h", **changes), **problem_changes)
    assert verdict.cause is cause
    assert verdict.detail.endswith(".")


def test_the_first_cause_in_the_order_of_checking_is_named() -> None:
    worst = helper("h", conflicts=frozenset({"town"}), travel_limit_km=1, available=())
    assert refused(need(), worst).cause is Cause.CONFLICT


def test_one_missing_act_and_nothing_else_carries_the_figures() -> None:
    path = not_yet(missing())
    verdict = refused(need(), helper("h"), best_path=lambda _d: path)
    assert verdict.missing == path.missing
    assert verdict.candidate is not None
    assert "the mayor" in verdict.detail


def test_a_missing_act_with_a_second_obstacle_carries_no_figures() -> None:
    path = not_yet(missing())
    verdict = refused(need(), helper("h", available=()), best_path=lambda _d: path)
    assert verdict.cause is Cause.MISSING_ACT
    assert verdict.candidate is None


def test_free_time_in_two_touching_pieces_counts_as_one() -> None:
    accepted(need(), helper("h", available=(span(0, 10), span(10, 30))))


def test_an_on_site_helper_arrives_after_mobilizing_and_driving() -> None:
    late = helper("h", mobilization_minutes=600)
    drive = drive_minutes(TOWN, NEAR)
    assert accepted(need(), late).arrives_at == NOW + timedelta(minutes=600 + drive)


def test_nobody_arrives_before_the_window_opens() -> None:
    assert accepted(need(), helper("h")).arrives_at == NOW + timedelta(hours=4)


def test_a_remote_helper_has_no_drive_and_no_travel_limit() -> None:
    away = helper("h", place=FAR, travel_limit_km=0, remote_capable=True, mobilization_minutes=300)
    found = accepted(need(mode=Mode.REMOTE), away)
    assert (found.remote, found.drive_minutes) == (True, 0)
    assert found.arrives_at == NOW + timedelta(minutes=300)


def test_somebody_who_cannot_work_remotely_is_refused_for_a_remote_need() -> None:
    assert refused(need(mode=Mode.REMOTE), helper("h")).cause is Cause.NOT_ON_SITE_OR_REMOTE


def test_either_way_the_earlier_one_is_taken() -> None:
    either = need(mode=Mode.EITHER, window=span(0, 24))
    assert accepted(either, helper("h", remote_capable=True)).remote
    assert not accepted(need(mode=Mode.EITHER), helper("h", remote_capable=True)).remote


def test_kit_is_never_remote_and_is_asked_as_an_employee() -> None:
    asked: list[Deployment] = []

    def ask(deployment: Deployment) -> LegalPath:
        asked.append(deployment)
        return COMPLETE

    laptops = kit("k", 3, duty_status=DutyStatus.VOLUNTEER, remote_capable=True)
    accepted(need(position="laptop"), laptops, best_path=ask)
    assert [one.duty_status for one in asked] == [DutyStatus.EMPLOYEE]
    remote = need(position="laptop", mode=Mode.REMOTE)
    assert refused(remote, laptops).cause is Cause.NOT_ON_SITE_OR_REMOTE


def test_kit_is_not_charged_a_bed() -> None:
    assert accepted(need(position="laptop"), kit("k", 3, hourly_cents=0)).cost_cents == 0


def test_the_law_is_asked_once_per_distinct_deployment() -> None:
    asked: Counter[Deployment] = Counter()

    def ask(deployment: Deployment) -> LegalPath:
        asked[deployment] += 1
        return COMPLETE

    helpers = tuple(helper(f"h{i}", organization_id=("north", "south")[i % 2]) for i in range(6))
    screen(problem((need("n1"), need("n2")), helpers, best_path=ask))
    assert len(asked) == 2
    assert set(asked.values()) == {1}


def test_a_team_larger_than_the_need_is_the_wrong_size() -> None:
    members = helper("a"), helper("b")
    assert refused(need(), *members, team("t", "a", "b")).cause is Cause.WRONG_SIZE


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"conflicts": frozenset({"town"})}, Cause.CONFLICT),
        ({"organization_id": "town"}, Cause.NO_COVER),
        ({"committed": (span(5, 6),)}, Cause.NOT_AVAILABLE),
    ],
)
def test_what_stops_one_member_stops_the_team(changes: dict[str, Any], cause: Cause) -> None:
    pair = helper("a"), helper("b", **changes)
    assert refused(need(count=2), *pair, team("t", "a", "b")).cause is cause


def test_who_does_not_know_a_product_is_refused_with_its_name() -> None:
    asked = need(products=frozenset({"Acme router", "Acme mail"}))
    verdict = refused(asked, helper("h", products=frozenset({"Acme mail"})))
    assert verdict.cause is Cause.NOT_QUALIFIED
    assert verdict.detail == "Does not know Acme router."


def test_a_team_knows_a_product_when_one_of_it_does() -> None:
    pair = helper("a"), helper("b", products=frozenset({"Acme router"}))
    accepted(need(count=2, products=frozenset({"Acme router"})), *pair, team("t", "a", "b"))


def test_everybody_of_a_team_needs_the_clearance() -> None:
    pair = helper("a", clearances=frozenset({"tax records"})), helper("b")
    asked = need(count=2, clearances=frozenset({"tax records"}))
    verdict = refused(asked, *pair, team("t", "a", "b"))
    assert verdict.cause is Cause.NOT_QUALIFIED
    assert verdict.detail == "b lacks the clearance tax records."
    accepted(asked, pair[0])


DRIVE_HOURS = drive_minutes(TOWN, NEAR) / 60


@pytest.mark.parametrize("short", [0.0, 0.1])
def test_the_way_there_and_back_has_to_lie_in_free_time(short: float) -> None:
    free = span(4 - DRIVE_HOURS, 28 + DRIVE_HOURS - short)
    verdict = judged(need(), helper("h", available=(free,)))
    assert isinstance(verdict, NotChosen) is bool(short)
    if isinstance(verdict, NotChosen):
        assert verdict.detail == "Not free for the whole window and the way there and back."


def test_who_works_from_home_needs_no_time_for_a_way() -> None:
    accepted(need(mode=Mode.REMOTE), helper("h", available=(span(4, 28),), remote_capable=True))


@pytest.mark.parametrize("rest_hours", [8, 9])
def test_the_rest_has_to_fit_between_two_commitments(rest_hours: int) -> None:
    begins = 28 + DRIVE_HOURS + 8
    busy = helper("h", committed=(span(begins, begins + 8),), rest_minutes=60 * rest_hours)
    verdict = judged(need(), busy)
    assert isinstance(verdict, NotChosen) is (rest_hours > 8)
    if isinstance(verdict, NotChosen):
        assert verdict.detail.endswith("the way there and back, with 9 h of rest.")


def test_a_tour_is_no_longer_than_the_longest_with_the_way() -> None:
    accepted(need(), helper("h", longest_tour_hours=24 + 2 * DRIVE_HOURS))
    verdict = refused(need(), helper("h", longest_tour_hours=24))
    assert verdict.cause is Cause.NOT_AVAILABLE
    assert verdict.detail.startswith("Goes for 24 h at most; this takes 25.")


def test_a_team_costs_its_price_per_member() -> None:
    pair = helper("a"), helper("b")
    alone = accepted(need(count=2), pair[0]).cost_cents
    assert alone > 0
    assert accepted(need(count=2), *pair, team("t", "a", "b")).cost_cents == 2 * alone


def test_two_missing_acts_are_both_named() -> None:
    path = not_yet(missing(), missing(ActKind.CLIENT_CONTRACT))
    verdict = refused(need(), helper("h"), best_path=lambda _d: path)
    assert len(verdict.missing) == 2
    assert "signed client contract" in verdict.detail
