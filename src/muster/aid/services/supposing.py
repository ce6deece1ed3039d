"""What would change, asked on a page and worked out now. Nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from muster.aid.models import MatchRun, Prospect, Request
from muster.aid.policies import may_suppose_floor
from muster.aid.queries.problems import Question
from muster.aid.queries.proposals import kinds_missing, latest_run, matched_together
from muster.aid.services.collecting import put_off
from muster.aid.services.matching import asked, check, check_apart, planned
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.domain.failures import Invalid
from muster.domain.matching.candidates import Verdicts
from muster.domain.matching.plan import Run
from muster.domain.matching.supposing import same_lists, unmoved
from muster.domain.supposition import Supposition
from muster.responders.models import HomeFloor


@dataclass(frozen=True, slots=True)
class WhatIf:
    """How the plan changes: units filled before, after, asked."""

    before: int
    after: int
    asked: int


@dataclass(frozen=True, slots=True)
class FloorLowered(WhatIf):
    """And how many of the owner's own would go, before and after."""

    own_before: int
    own_after: int


@put_off()
def what_if(
    *,
    actor: Actor,
    requests: Sequence[Request],
    supposition: Supposition,
    beside: Sequence[Request] = (),
) -> WhatIf:
    """What these requests would get if the acts were supplied. Writes nothing.

    Requests `beside` compete for the same people and are not counted: their figures are not the
    asking town's to know.
    """
    check(actor, requests)
    together = [*requests, *(one for one in beside if one not in requests)]
    question, before, after = with_and_without(actor, together, supposition)
    counted = {str(need.pk) for need in question.needs if need.request in requests}
    return WhatIf(
        before=_units(before, counted),
        after=_units(after, counted),
        asked=sum(need.count for need in question.problem.needs if need.id in counted),
    )


def with_and_without(
    actor: Actor, requests: Sequence[Request], supposition: Supposition
) -> tuple[Question, Run, Run]:
    """The question, its plan as things stand, and the plan with the acts supplied.

    What is on record is read once, and only pairs that the acts move are judged again.
    """
    verdicts: Verdicts = {}
    question, before = planned(asked(requests, actor).remembering_paths(), verdicts)
    asking = {need.organization_id for need in question.problem.needs}
    if not supposition.matters(question.lists.asked.book, asking):
        return question, before, before
    supposed, paths = question.supposing(supposition)
    kept = unmoved(verdicts, question.problem, paths)
    if len(kept) == len(verdicts) and same_lists(question.problem, supposed.problem):
        return question, before, before
    return question, before, planned(supposed, kept)[1]


def _units(run: Run, need_ids: Collection[str]) -> int:
    return sum(row.units for row in run.plan.assignments if row.candidate.need_id in need_ids)


@put_off()
def look_ahead(*, actor: Actor, run: MatchRun) -> list[Prospect]:
    """What every kind of act missing in a run would change for each of its requests, kept with it.

    Nothing is worked out for a run that is not the last one of its requests any more.
    """
    requests = matched_together(run)
    if not requests or any(latest_run(request) != run for request in requests):
        return []
    found = []
    for kind in kinds_missing(run):
        question, before, after = with_and_without(actor, requests, Supposition(kind))
        for request in requests:
            counted = {str(need.pk): need for need in question.needs if need.request == request}
            wanted = (need.count for need in question.problem.needs if need.id in counted)
            found.append(
                Prospect(
                    run=run,
                    request=request,
                    kind=kind,
                    before=_units(before, counted),
                    after=_units(after, counted),
                    asked=sum(wanted),
                    worked_out_at=actor.at,
                )
            )
    return Prospect.objects.bulk_create(found, ignore_conflicts=True)


@put_off()
def what_if_floor(
    *, actor: Actor, floor: HomeFloor, keep: int, requests: Sequence[Request]
) -> FloorLowered:
    """What the owner would change by keeping fewer at home; requests are those it may know of.

    Other open requests may compete for the same people: of those it is not told. Raises Invalid
    when it would not keep fewer.
    """
    require(may_suppose_floor(actor, floor))
    check_apart(requests)
    if not 0 <= keep < floor.keep:
        raise Invalid(
            f"{keep} is not fewer than the {floor.keep} you keep.",
            f"Choose a number from 0 to {floor.keep - 1}.",
        )
    verdicts: Verdicts = {}
    question, before = planned(asked(requests, actor).remembering_paths(), verdicts)
    lowered = question.keeping(floor.organization_id, floor.position, keep)
    after = planned(lowered, verdicts)[1]
    every = {need.id for need in question.problem.needs}
    owner = str(floor.organization_id)
    return FloorLowered(
        before=_units(before, every),
        after=_units(after, every),
        asked=sum(need.count for need in question.problem.needs),
        own_before=_units_of(owner, before),
        own_after=_units_of(owner, after),
    )


def _units_of(organization_id: str, run: Run) -> int:
    owners = {helper.id: helper.organization_id for helper in run.plan.problem.helpers}
    return sum(
        row.units
        for row in run.plan.assignments
        if owners.get(row.candidate.helper_id) == organization_id
    )
