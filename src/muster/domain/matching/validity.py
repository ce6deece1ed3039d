"""Refuses a problem that contradicts itself, with a sentence on what to put right."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite, isnan

from muster.domain.matching.problem import Helper, HelperKind, Need, Problem

LARGEST = 1_000_000_000
"""Of every figure. Times and sums of money made from larger ones leave what can be counted."""

_LAST_YEAR = 8000
"""So that whoever sets out in as many minutes as may be given still arrives on a date."""


def refuse_nonsense(problem: Problem) -> None:
    """Raises ValueError on the first contradiction; an empty problem is fine."""
    if problem.now.tzinfo is None:
        raise ValueError("Give the present time with a timezone.")
    if problem.now.year > _LAST_YEAR:
        raise ValueError("Check the year of the present time.")
    if problem.max_lent_per_organization is not None and problem.max_lent_per_organization < 0:
        raise ValueError("The lending limit has to be 0 or more; leave it out for no limit.")
    _refuse_twice("need", (need.id for need in problem.needs))
    _refuse_twice("helper", (helper.id for helper in problem.helpers))
    for need in problem.needs:
        _refuse_need(need)
    for helper in problem.helpers:
        _refuse_helper(helper)
    _refuse_teams(problem.helpers)
    for floor in problem.floors:
        if floor.keep < 0:
            raise ValueError(
                f"The home floor of {floor.organization_id} for {floor.position} keeps "
                f"{floor.keep}; give 0 or more."
            )
    _refuse_held(problem)


def refuse_time(seconds: float) -> None:
    """Raises ValueError for a time limit that is none."""
    if isnan(seconds) or seconds < 0:
        raise ValueError("Give a time limit of 0 seconds or more.")


def _refuse_twice(what: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise ValueError(f"The {what} {one} is listed twice; list every {what} once.")
        seen.add(one)


def _refuse_need(need: Need) -> None:
    if need.count < 0:
        raise ValueError(f"The need {need.id} asks for {need.count}; ask for 0 or more.")
    if need.count > LARGEST:
        raise ValueError(f"The need {need.id} asks for {need.count}; ask for {LARGEST:,} at most.")
    if need.window.end.year > _LAST_YEAR:
        raise ValueError(f"Check the years in which the need {need.id} is to be served.")


def _refuse_helper(helper: Helper) -> None:
    for name, figure in (
        ("units", helper.units),
        ("hourly cents", helper.hourly_cents),
        ("mobilization minutes", helper.mobilization_minutes),
        ("hours given", helper.hours_given),
        ("percent of home staff out", helper.home_load),
        ("rest minutes", helper.rest_minutes),
        ("stand-ins", helper.stand_ins),
        ("hours of the longest tour", helper.longest_tour_hours or 0),
        ("travel limit", helper.travel_limit_km),
    ):
        if isnan(figure) or figure < 0 or (name != "travel limit" and not isfinite(figure)):
            raise ValueError(f"The {name} of helper {helper.id} are {figure}; give 0 or more.")
        if name != "travel limit" and figure > LARGEST:
            raise ValueError(
                f"The {name} of helper {helper.id} are {figure}; give {LARGEST:,} at most."
            )


def _refuse_teams(helpers: Iterable[Helper]) -> None:
    by_id = {helper.id: helper for helper in helpers}
    for team in by_id.values():
        if team.kind is not HelperKind.TEAM:
            continue
        if not team.member_ids:
            raise ValueError(f"The team {team.id} has no members; list them or leave it out.")
        _refuse_twice("team member", team.member_ids)
        for member_id in team.member_ids:
            member = by_id.get(member_id)
            if member is None or member.kind is not HelperKind.RESPONDER:
                raise ValueError(
                    f"The team {team.id} names {member_id}, who is not among the responders; "
                    "add the person or correct the team."
                )


def _refuse_held(problem: Problem) -> None:
    need_ids = {need.id for need in problem.needs}
    helper_ids = {helper.id for helper in problem.helpers}
    for need_id, helper_id, units in problem.held:
        if need_id not in need_ids or helper_id not in helper_ids:
            raise ValueError(
                f"The held claim of {helper_id} on {need_id} names somebody or something that is "
                "not in the problem; add both or drop the claim."
            )
        if units <= 0:
            raise ValueError(
                f"The held claim of {helper_id} on {need_id} is for {units}; hold at least 1."
            )
