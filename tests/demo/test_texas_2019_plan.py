"""The scenario is worth showing only while the declaration visibly changes the plan."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

import pytest

from muster.demo.texas_2019.agreements import INSTRUMENTS
from muster.demo.texas_2019.needs import all_needs
from muster.demo.texas_2019.reserves import guard_teams
from muster.demo.texas_2019.staff import home_floors, synthetic_staff
from muster.demo.texas_2019.timeline import FIRST_REPORT_AT
from muster.demo.texas_2019.victims import VICTIMS
from muster.domain.acts import ActKind, DutyStatus
from muster.domain.coverage import LegalBook
from muster.domain.instruments import Act
from muster.domain.matching import (
    Helper,
    HelperKind,
    HomeFloor,
    Need,
    Priority,
    Problem,
    Solution,
    solve,
)
from muster.domain.positions import BY_CODE
from muster.domain.windows import Window

VALID = Window(FIRST_REPORT_AT - timedelta(days=30), FIRST_REPORT_AT + timedelta(days=60))
PLACES = {victim.ocd_id: victim.place for victim in VICTIMS}
DECLARATION = Act(
    ActKind.STATE_DECLARATION, frozenset(PLACES), VALID, "synthetic state declaration"
)
NEEDS = tuple(
    Need(
        id=f"need-{number}",
        request_id=row.victim_ocd_id,
        organization_id=row.victim_ocd_id,
        position=row.position,
        aid_kind=BY_CODE[row.position].aid_kind,
        minimum_level=row.minimum_level,
        count=row.count,
        window=Window.lasting(FIRST_REPORT_AT, hours=24 * row.days),
        place=PLACES[row.victim_ocd_id],
        mode=row.mode,
        priority=row.priority,
    )
    for number, row in enumerate(all_needs())
    if not BY_CODE[row.position].is_kit
)


def _helpers() -> tuple[Helper, ...]:
    staff = synthetic_staff()
    people = [
        Helper(
            id=str(row.number),
            kind=HelperKind.RESPONDER,
            organization_id=row.organization_key,
            duty_status=row.duty_status,
            levels=row.levels,
            place=row.place,
            available=(VALID,),
            travel_limit_km=row.travel_limit_km,
            remote_capable=row.remote_capable,
            hourly_cents=row.hourly_cents,
            mobilization_minutes=row.mobilization_minutes,
        )
        for row in staff
    ]
    teams = [
        Helper(
            id=team.key,
            kind=HelperKind.TEAM,
            organization_id=team.organization_key,
            duty_status=DutyStatus.STATE_ACTIVE_DUTY,
            levels=team.levels,
            place=team.place,
            available=(VALID,),
            travel_limit_km=team.travel_limit_km,
            mobilization_minutes=team.mobilization_minutes,
            member_ids=tuple(str(number) for number in team.member_numbers),
        )
        for team in guard_teams(staff)
    ]
    return (*people, *teams)


def _plan(*acts: Act) -> Solution:
    book = LegalBook(tuple(row.instrument(VALID) for row in INSTRUMENTS), acts)
    floors = tuple(
        HomeFloor(floor.organization_key, floor.position, floor.keep)
        for floor in home_floors(synthetic_staff())
    )
    return solve(Problem(FIRST_REPORT_AT, NEEDS, _helpers(), cache(book.best_path), floors))


@pytest.fixture(scope="module")
def before() -> Solution:
    return _plan()


@pytest.fixture(scope="module")
def after() -> Solution:
    return _plan(DECLARATION)


def _filled(plan: Solution) -> int:
    return sum(assignment.units for assignment in plan.assignments)


def test_without_the_declaration_most_but_not_all_needs_are_filled(before: Solution) -> None:
    demand = sum(need.count for need in NEEDS)
    assert 0.75 * demand < _filled(before) < 0.9 * demand


def test_the_declaration_brings_at_least_twenty_more_people(
    before: Solution, after: Solution
) -> None:
    assert _filled(after) - _filled(before) >= 20


def test_even_then_some_needs_stay_open(after: Solution) -> None:
    open_positions = {
        need.position for need in NEEDS for u in after.unfilled if u.need_id == need.id
    }
    assert "directory-recovery" in open_positions


def test_no_life_safety_need_stays_open_even_without_the_declaration(before: Solution) -> None:
    urgent = {need.id for need in NEEDS if need.priority is Priority.LIFE_SAFETY}
    assert not urgent & {unfilled.need_id for unfilled in before.unfilled}


def test_one_guard_team_goes_whole_once_it_may(before: Solution, after: Solution) -> None:
    def teams(plan: Solution) -> list[str]:
        ids = [assignment.candidate.helper_id for assignment in plan.assignments]
        return [one for one in ids if one.startswith("guard-team")]

    assert teams(before) == []
    assert teams(after)
