"""A stored match run as one request's people may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from muster.aid.models import MatchRun, Need, OfferLine, Prospect, Request
from muster.authz.actors import Actor
from muster.authz.sight import everything
from muster.domain.acts import ActKind
from muster.domain.lifecycle import OfferStatus, RequestStatus

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class NeedProposal:
    """One line with who is proposed. Rows are the stored ones with times as times."""

    need: Need
    asked: int
    chosen: list[Json]
    unfilled: int
    unfilled_because: str
    next_best: list[Json]
    blocked_by_one: list[Json]
    blocked_acts: dict[str, int]
    blocked_count: int
    not_chosen: list[Json]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A run, read for one request."""

    run: MatchRun
    needs: list[NeedProposal]
    levels: list[Json]
    left_out: list[str]
    joint: bool

    @property
    def chosen(self) -> Iterator[tuple[NeedProposal, Json]]:
        for row in self.needs:
            for helper in row.chosen:
                yield row, helper

    def line(self, need_id: UUID) -> Need | None:
        """The line of this id, if it was part of the run."""
        return next((row.need for row in self.needs if row.need.pk == need_id), None)

    def next_best(self, need_id: UUID, helper_id: UUID) -> Json | None:
        """Somebody who comes next for a line, as the page shows them."""
        rows = (row for row in self.needs if row.need.pk == need_id)
        found = (one for row in rows for one in row.next_best)
        return next((one for one in found if one["helper_id"] == str(helper_id)), None)

    @property
    def sendable(self) -> int:
        return sum(1 for _, helper in self.chosen if not helper["asked_already"])

    @property
    def filled(self) -> int:
        return sum(helper["units"] for _, helper in self.chosen)

    @property
    def unfilled(self) -> int:
        return sum(row.unfilled for row in self.needs)

    def who_lacks(self, kind: ActKind) -> dict[str, str]:
        """Organizations whose act of this kind alone keeps somebody shown: id → who supplies it."""
        acts = (
            act for row in self.needs for helper in row.blocked_by_one for act in helper["missing"]
        )
        return {act["organization_id"]: act["supplier"] for act in acts if act["kind"] == kind}

    @property
    def lacked_by_several(self) -> set[str]:
        """Kinds of acts that several organizations would have to supply."""
        return {kind.value for kind in ActKind if len(self.who_lacks(kind)) > 1}

    @property
    def missing_acts(self) -> dict[str, Json]:
        """Acts that alone block somebody for a line still open, by kind: name, supplier, count."""
        found: dict[str, Json] = {}
        for row in (row for row in self.needs if row.unfilled):
            for kind, count in row_acts(row):
                act = found.setdefault(kind["kind"], {**kind, "count": 0})
                act["count"] += count
        return found


def row_acts(row: NeedProposal) -> Iterator[tuple[Json, int]]:
    """Each act that blocks helpers of one line, once, with how many it blocks there."""
    seen: dict[str, Json] = {}
    for helper in row.blocked_by_one:
        for act in helper["missing"]:
            seen.setdefault(act["kind"], act)
    for act in seen.values():
        yield act, row.blocked_acts[act["kind"]]


def kinds_missing(run: MatchRun) -> list[ActKind]:
    """Kinds of acts that alone keep somebody away from a line still open, in a fixed order."""
    found = {
        act["kind"]
        for stored in run.answer["needs"].values()
        if stored["unfilled"]
        for helper in stored["blocked_by_one"]
        for act in helper["missing"]
    }
    return [kind for kind in ActKind if kind.value in found]


def prospects_of(run: MatchRun, request: Request) -> dict[str, Prospect]:
    """By kind of act, as far as they are worked out."""
    return {one.kind: one for one in Prospect.objects.filter(run=run, request=request)}


def latest_run(request: Request) -> MatchRun | None:
    return request.match_runs.order_by("-ran_at", "-id").first()


@everything()
def matched_together(run: MatchRun) -> list[Request]:
    """The requests of a run that are still open, as they compete for the same people.

    Also those the actor may not know: they go into a plan, never onto a page.
    """
    return list(
        run.requests.filter(status=RequestStatus.OPEN)
        .select_related("incident__organization__jurisdiction")
        .order_by("pk")
    )


def found_for(requests: Sequence[Request]) -> dict[UUID, int]:
    """Units the latest run of each request found for it; requests never matched are absent."""
    newest = {
        row.request_id: row.matchrun_id
        for row in MatchRun.requests.through.objects.filter(request__in=requests).order_by(
            "request", "matchrun__ran_at", "matchrun"
        )
    }
    runs = MatchRun.objects.in_bulk(set(newest.values()))
    needs: dict[UUID, list[str]] = defaultdict(list)
    for pk, request_id in Need.objects.filter(request__in=requests).values_list("pk", "request"):
        needs[request_id].append(str(pk))
    return {
        request_id: sum(
            chosen["units"]
            for need_id in needs[request_id]
            for chosen in runs[run_id].answer["needs"].get(need_id, {"chosen": ()})["chosen"]
        )
        for request_id, run_id in newest.items()
    }


def proposal_of(request: Request, run: MatchRun, actor: Actor) -> Proposal:
    """What the run says about this request; other requests in it stay unnamed."""
    needs = {str(need.pk): need for need in request.needs.order_by("priority", "pk")}
    asked = asked_already(request)
    rows = []
    for need_id, need in needs.items():
        stored = run.answer["needs"].get(need_id)
        if stored is not None:
            rows.append(_row(need, stored, asked, actor))
    return Proposal(
        run=run,
        needs=rows,
        levels=run.answer["certificate"]["levels"],
        left_out=run.answer["left_out"] if actor.coordinates else [],
        joint=run.requests.count() > 1,
    )


def _row(need: Need, stored: Json, asked: set[tuple[str, str]], actor: Actor) -> NeedProposal:
    key, own = str(need.pk), str(need.request_id)
    return NeedProposal(
        need=need,
        asked=stored["asked"],
        chosen=[
            {
                **_shown(row, actor, own),
                "asked_already": row["held"] or (key, row["helper_id"]) in asked,
            }
            for row in stored["chosen"]
        ],
        unfilled=stored["unfilled"],
        unfilled_because=stored["unfilled_because"],
        next_best=[_shown(row, actor, own) for row in stored["next_best"]],
        blocked_by_one=[_shown(row, actor, own) for row in stored["blocked_by_one"]],
        blocked_acts=stored["blocked_acts"],
        blocked_count=stored["blocked_count"],
        not_chosen=[
            {**cause, "examples": [_shown(row, actor, own) for row in cause["examples"]]}
            for cause in stored["not_chosen"]
        ],
    )


def _shown(row: Json, actor: Actor, own: str) -> Json:
    shown = dict(row)
    if "arrives_at" in shown:
        shown["arrives_at"] = datetime.fromisoformat(shown["arrives_at"])
    if shown.get("elsewhere_request") not in (None, own) and not actor.coordinates:
        # Another victim's name is not this town's to know.
        shown["elsewhere"] = "another need"
        shown["detail"] = "Better used for another need."
    return shown


def asked_already(request: Request) -> set[tuple[str, str]]:
    """Pairs (need id, helper id) that were asked, whatever was answered.

    Withdrawn ones may be asked again, and those whose commitment has ended.
    """
    lines = (
        OfferLine.objects.filter(offer__request=request)
        .exclude(offer__status=OfferStatus.WITHDRAWN)
        .exclude(offer__commitment__ended_at__isnull=False)
    )
    return {(str(need), str(helper)) for need, helper in lines.values_list("need", "helper_id")}
