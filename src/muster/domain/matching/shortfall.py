"""Which needs stay open after a run, and the commonest reason among those who qualify."""

from __future__ import annotations

from collections import Counter

from muster.domain.matching.explain import Plan, Reasons, counted
from muster.domain.matching.problem import HelperKind, Need
from muster.domain.matching.solution import CAUSE_NAMES, Cause, Unfilled
from muster.domain.positions import BY_CODE


def open_needs(plan: Plan, reasons: Reasons) -> tuple[Unfilled, ...]:
    """The needs that stay open, in the problem's order. Own staff never count as a cause."""
    filled: Counter[str] = Counter()
    for assignment in plan.assignments:
        filled[assignment.candidate.need_id] += assignment.units
    return tuple(
        _unfilled(need, need.count - filled[need.id], reasons, plan)
        for need in plan.problem.needs
        if filled[need.id] < need.count
    )


def _unfilled(need: Need, units: int, reasons: Reasons, plan: Plan) -> Unfilled:
    position = BY_CODE.get(need.position)
    title = position.title if position else need.position
    own = {h.id for h in plan.problem.helpers if h.organization_id == need.organization_id}
    staying = [
        one
        for one in (*reasons.passed_over(need), *reasons.refused(need))
        if one.helper_id not in own and one.cause is not Cause.NOT_QUALIFIED
    ]
    shortlist = plan.problem.shortlists.get(need.id)
    counts = Counter(counted(staying))
    if shortlist:
        counts.update({Cause(cause): number for cause, number in shortlist.stay.items()})
        del counts[Cause.NOT_QUALIFIED]
    if counts.total():
        cause = max(counts, key=lambda cause: counts[cause])
        total = counts.total()
        return Unfilled(
            need.id,
            units,
            cause,
            f"{counts[cause]} of {total} qualified and not chosen: {CAUSE_NAMES[cause]}.",
        )
    holders = sum(
        helper.id not in own
        and need.position in dict(helper.levels)
        and (shortlist is None or helper.kind is not HelperKind.RESPONDER)
        for helper in plan.problem.helpers
    ) + (shortlist.holders if shortlist else 0)
    going = len(reasons.chosen(need))
    if not holders:
        return Unfilled(
            need.id, units, None, f"Nobody in the hub holds {title}. Ask beyond the hub."
        )
    if going:
        return Unfilled(
            need.id,
            units,
            None,
            f"Everybody who qualifies as {title} is going. Ask beyond the hub.",
        )
    return Unfilled(
        need.id,
        units,
        Cause.NOT_QUALIFIED,
        f"{holders} hold {title}, none at level {need.minimum_level} or better.",
    )
