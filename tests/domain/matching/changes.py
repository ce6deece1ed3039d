"""The change each reason names, made: what would have to be different for the pair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from math import inf

from tests.domain.matching.builders import COMPLETE, span

from muster.domain.coverage import Deployment, LegalPath, PathStanding
from muster.domain.matching import Cause, Helper, HelperKind, Mode, Need, NotChosen, Problem
from muster.domain.windows import Window


def with_need(asked: Problem, changed: Need) -> Problem:
    return replace(
        asked, needs=tuple(changed if one.id == changed.id else one for one in asked.needs)
    )


def with_helpers(asked: Problem, *changed: Helper) -> Problem:
    by_id = {one.id: one for one in changed}
    return replace(asked, helpers=tuple(by_id.get(one.id, one) for one in asked.helpers))


def need_of(asked: Problem, row: NotChosen) -> Need:
    return next(one for one in asked.needs if one.id == row.need_id)


def helper_of(asked: Problem, helper_id: str) -> Helper:
    return next(one for one in asked.helpers if one.id == helper_id)


def group(asked: Problem, row: NotChosen) -> list[Helper]:
    """The helper and, for a team, everybody in it."""
    first = helper_of(asked, row.helper_id)
    return [first, *(helper_of(asked, member) for member in first.member_ids)]


def made(asked: Problem, row: NotChosen) -> Problem:
    """The problem with what this refusal names put right, and nothing else."""
    return _CHANGES[row.cause](asked, row)


def _raise_the_level(asked: Problem, row: NotChosen) -> Problem:
    need, one = need_of(asked, row), helper_of(asked, row.helper_id)
    if "not know" in row.detail:
        return with_helpers(asked, replace(one, products=need.products))
    if "clearance" in row.detail:
        people = group(asked, row)
        return with_helpers(asked, *(replace(who, clearances=need.clearances) for who in people))
    others = tuple(pair for pair in one.levels if pair[0] != need.position)
    levels = (*others, (need.position, need.minimum_level))
    return with_helpers(asked, replace(one, levels=levels))


def _undo_the_decline(asked: Problem, row: NotChosen) -> Problem:
    gone = {(row.need_id, one.id) for one in group(asked, row)}
    return replace(asked, declined=asked.declined - gone)


def _withdraw_the_conflict(asked: Problem, row: NotChosen) -> Problem:
    asks = need_of(asked, row).organization_id
    return with_helpers(
        asked, *(replace(one, conflicts=one.conflicts - {asks}) for one in group(asked, row))
    )


def _sign_an_agreement(asked: Problem, row: NotChosen) -> Problem:
    """Or, where somebody belongs to who asks, let them belong to another organization."""
    need = need_of(asked, row)
    if row.detail.startswith("Belongs to"):
        own = [one for one in group(asked, row) if one.organization_id == need.organization_id]
        return with_helpers(asked, *(replace(one, organization_id="north") for one in own))
    [named] = {
        one.organization_id for one in group(asked, row) if f" {one.organization_id} " in row.detail
    }

    def path(deployment: Deployment) -> LegalPath | None:
        found = asked.best_path(deployment)
        ours = (need.organization_id, named) == (deployment.requesting_id, deployment.assisting_id)
        none = found is None or found.standing is PathStanding.NO
        return COMPLETE if ours and none else found

    return replace(asked, best_path=path)


def _supply_the_acts(asked: Problem, row: NotChosen) -> Problem:
    asks = need_of(asked, row).organization_id

    def path(deployment: Deployment) -> LegalPath | None:
        found = asked.best_path(deployment)
        if found is None or found.standing is not PathStanding.NOT_YET:
            return found
        left = tuple(act for act in found.missing if act not in row.missing)
        if deployment.requesting_id != asks or left == found.missing:
            return found
        standing = PathStanding.NOT_YET if left else PathStanding.COMPLETE
        return replace(found, standing=standing, missing=left)

    return replace(asked, best_path=path)


def _travel_further(asked: Problem, row: NotChosen) -> Problem:
    return with_helpers(asked, replace(helper_of(asked, row.helper_id), travel_limit_km=inf))


def _work_the_other_way(asked: Problem, row: NotChosen) -> Problem:
    one = helper_of(asked, row.helper_id)
    if one.kind is HelperKind.KIT:
        return with_need(asked, replace(need_of(asked, row), mode=Mode.ON_SITE))
    return with_helpers(asked, replace(one, remote_capable=True))


def _make_time(asked: Problem, row: NotChosen) -> Problem:
    need, one = need_of(asked, row), helper_of(asked, row.helper_id)
    if "stock" in row.detail:
        return with_helpers(asked, replace(one, units=1))
    if "arrive" in row.detail:
        over = need.window.end <= asked.now
        later = replace(need, window=span(1, 2)) if over else need
        sooner = replace(one, mobilization_minutes=0, place=need.place)
        return with_helpers(with_need(asked, later), sooner)
    named = [who for who in group(asked, row) if row.detail.startswith(f"{who.id} ")]
    who = named[0] if named else one
    if "at most" in row.detail:
        return with_helpers(asked, replace(who, longest_tour_hours=None))
    days = timedelta(days=2)
    around = (Window(need.window.start - days, need.window.end + days),)
    return with_helpers(asked, replace(who, available=around, committed=()))


def _ask_for_the_whole_team(asked: Problem, row: NotChosen) -> Problem:
    size = len(helper_of(asked, row.helper_id).member_ids)
    return with_need(asked, replace(need_of(asked, row), count=size))


_CHANGES: dict[Cause, Callable[[Problem, NotChosen], Problem]] = {
    Cause.NOT_QUALIFIED: _raise_the_level,
    Cause.DECLINED: _undo_the_decline,
    Cause.CONFLICT: _withdraw_the_conflict,
    Cause.NO_COVER: _sign_an_agreement,
    Cause.MISSING_ACT: _supply_the_acts,
    Cause.TOO_FAR: _travel_further,
    Cause.NOT_ON_SITE_OR_REMOTE: _work_the_other_way,
    Cause.NOT_AVAILABLE: _make_time,
    Cause.WRONG_SIZE: _ask_for_the_whole_team,
}
