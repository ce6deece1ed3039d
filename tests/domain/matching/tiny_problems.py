"""Strategies for synthetic problems small enough to try every plan of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from tests.domain.matching.builders import (
    ALWAYS,
    COMPLETE,
    FAR,
    NEAR,
    NOW,
    TOWN,
    helper,
    missing,
    need,
    not_yet,
    span,
)

from muster.domain.acts import ActKind, DutyStatus
from muster.domain.costs import CostBasis, CostRule
from muster.domain.coverage import Deployment, LegalPath
from muster.domain.matching import Helper, HelperKind, HomeFloor, Mode, Need, Priority, Problem
from muster.domain.matching.lineups import lineups
from muster.domain.positions import AidKind

_WINDOWS = (span(0, 24), span(12, 36), span(30, 54), span(2, 4))
_BEGUN, _OVER = span(-6, 12), span(-10, -2)
_SENDERS = ("north", "south", "town")
_POSITIONS = ("network-engineer", "forensic-analyst")
_LEVELS = st.sampled_from(
    (
        (("network-engineer", 1),),
        (("network-engineer", 2), ("forensic-analyst", 3)),
        (("forensic-analyst", 1), ("network-engineer", 3)),
        (("network-engineer", 4), ("forensic-analyst", 2)),
    )
)


def _mostly(usual: object, *others: object) -> st.SearchStrategy[Any]:
    """Four times in five the usual, so that most pairs stay feasible and compete."""
    return st.sampled_from((usual,) * 4 * len(others) + others)


def _paths(deployment: Deployment) -> LegalPath | None:
    """Synthetic law: volunteers lack an act, and students of the south have no path at all.

    Who comes from the south is free for half a day; the town is paid its travel only.
    """
    if deployment.duty_status is DutyStatus.VOLUNTEER:
        second = [missing(ActKind.CLIENT_CONTRACT)] if deployment.assisting_id == "south" else []
        return not_yet(missing(), *second)
    if deployment.assisting_id == "south":
        if deployment.duty_status is DutyStatus.STUDENT:
            return None
        return replace(COMPLETE, cost_rule=CostRule(CostBasis.ALL_COSTS, "s 7", free_hours=12))
    if deployment.assisting_id == "town":
        return replace(COMPLETE, cost_rule=CostRule(CostBasis.TRAVEL_ONLY, "s 8"))
    return COMPLETE


@st.composite
def _needs(draw: st.DrawFn, name: str) -> Need:
    kit = draw(_mostly(False, True))
    return need(
        name,
        organization_id=draw(st.sampled_from(("town", "village"))),
        position="laptop" if kit else draw(_mostly(*_POSITIONS)),
        aid_kind=AidKind.KIT if kit else AidKind.SPECIALIST,
        minimum_level=draw(_mostly(3, 2, 1)),
        count=draw(st.sampled_from((2, 1, 3, 0))),
        window=draw(st.sampled_from((*_WINDOWS, *_WINDOWS, _BEGUN, _OVER))),
        place=draw(_mostly(TOWN, NEAR, FAR)),
        mode=draw(st.sampled_from((*[Mode.ON_SITE] * 3, *[Mode.EITHER] * 2, Mode.REMOTE))),
        priority=draw(st.sampled_from(Priority)),
        products=frozenset({"router"} if draw(_mostly(False, True)) else ()),
        clearances=frozenset({"tax records"} if draw(_mostly(False, True)) else ()),
    )


@st.composite
def _responders(draw: st.DrawFn, name: str) -> Helper:
    rarely = _mostly(False, True)
    return helper(
        name,
        organization_id=draw(_mostly(*_SENDERS)),
        duty_status=draw(_mostly(DutyStatus.EMPLOYEE, DutyStatus.VOLUNTEER, DutyStatus.STUDENT)),
        levels=draw(_LEVELS),
        place=draw(_mostly(NEAR, FAR, TOWN)),
        available=draw(_mostly(ALWAYS, (span(0, 30),), (span(-9, 12), span(12, 24)), ())),
        committed=(draw(st.sampled_from(_WINDOWS)),) if draw(rarely) else (),
        travel_limit_km=draw(st.sampled_from((1000.0, 1000.0, 100.0))),
        remote_capable=draw(st.booleans()),
        hourly_cents=draw(st.sampled_from((0, 3000, 5000))),
        mobilization_minutes=draw(st.sampled_from((0, 60, 300, 25 * 60))),
        hours_given=draw(st.sampled_from((0, 11, 12, 100))),
        conflicts=frozenset({"village"} if draw(rarely) else ()),
        products=frozenset({"router"} if draw(st.booleans()) else ()),
        clearances=frozenset({"tax records"} if draw(st.booleans()) else ()),
        home_load=draw(st.sampled_from((0, 9, 10, 55))),
        rest_minutes=draw(st.sampled_from((0, 600))),
        longest_tour_hours=draw(_mostly(None, 23.0, 30.0)),
    )


@st.composite
def tiny_problems(draw: st.DrawFn, *, teams: bool = True) -> Problem:
    """Up to three needs, four people, two teams of two and a stock of kit, under every limit.

    A team that is the only one may have an alternate.
    """
    needs = [draw(_needs(f"n{i}")) for i in range(draw(st.sampled_from((2, 3, 1))))]
    helpers = [draw(_responders(f"h{i}")) for i in range(draw(st.sampled_from((4, 3, 2, 0))))]
    people = [one.id for one in helpers]
    names = ("team", "duo")[: draw(_mostly(1, 0, 2))] if teams and len(people) > 1 else ()
    for name in names:
        team = draw(_responders(name))
        people_in_turn = draw(st.permutations(people))
        whole = _as(team, HelperKind.TEAM, member_ids=tuple(people_in_turn[:2]))
        alternates = people_in_turn[2 : draw(st.sampled_from((2, 3)))] if len(names) == 1 else ()
        helpers += lineups(whole, alternates)
    if draw(st.booleans()):
        stock = draw(_responders("kit"))
        units = draw(st.sampled_from((2, 3, 0)))
        helpers.append(_as(stock, HelperKind.KIT, units=units, levels=(("laptop", 1),)))
    pairs = [(one.id, other.id) for one in needs for other in helpers]
    some: st.SearchStrategy[list[tuple[str, str]]] = st.just([])
    if pairs:
        some = st.just([]) | st.lists(st.sampled_from(pairs), min_size=1, max_size=3)
    floors = st.builds(
        HomeFloor,
        st.sampled_from(("north", "south")),
        st.sampled_from(_POSITIONS),
        st.sampled_from((1, 2, 0, 3)),
    )
    return Problem(
        now=NOW,
        needs=tuple(needs),
        helpers=tuple(helpers),
        best_path=_paths,
        floors=tuple(draw(st.lists(floors, max_size=2))),
        declined=frozenset(draw(some)),
        held=tuple((a, b, draw(st.integers(1, 2))) for a, b in draw(some)),
        max_lent_per_organization=draw(st.sampled_from((None, None, 1, 2, 0))),
    )


def _as(one: Helper, kind: HelperKind, **changes: object) -> Helper:
    figures = {name: getattr(one, name) for name in one.__slots__}
    return Helper(**(figures | {"kind": kind} | changes))
