"""From the hub's records to the rows the replay reports."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from muster.aid.models import MatchRun, MissionOrder, Request
from muster.aid.queries.cover import missing_acts_now
from muster.demo.replay_outcome import Asked, Going, Open, Ordered, Plan
from muster.demo.texas_2019.victims import Victim
from muster.domain.acts import ActKind, DutyStatus
from muster.domain.positions import BY_CODE

Json = dict[str, Any]


def asked_row(request: Request, victim: Victim, at: datetime) -> Asked:
    """One request as it was sent."""
    needs = list(request.needs.all())
    return Asked(
        number=str(request.number),
        organization=request.organization.name,
        named_publicly=victim.named_publicly,
        source=victim.source,
        asked_at=at,
        lines=tuple(
            f"{need.count} {BY_CODE[need.position].plural}"
            if need.count > 1
            else f"1 {BY_CODE[need.position].title.lower()}"
            for need in needs
        ),
        units=sum(need.count for need in needs),
    )


def plan_of(run: MatchRun, requests: Iterable[Request]) -> Plan:
    """The run as rows. Only for a coordinator's eyes: it names every victim."""
    going: list[Going] = []
    open_: list[Open] = []
    for request in requests:
        for need in request.needs.all():
            answer = run.answer["needs"].get(str(need.pk))
            if answer is None:
                continue
            name = request.organization.name
            going += [
                _going(request, need.position, row, answer["next_best"]) for row in answer["chosen"]
            ]
            if answer["unfilled"]:
                open_.append(
                    Open(
                        str(request.number),
                        name,
                        BY_CODE[need.position].title,
                        answer["unfilled"],
                        answer["unfilled_because"],
                    )
                )
    return Plan(
        at=run.ran_at,
        filled=run.filled,
        unfilled=run.unfilled,
        optimal=run.optimal,
        gap=run.gap,
        seconds=run.seconds,
        levels=tuple(run.answer["certificate"]["levels"]),
        going=tuple(going),
        open=tuple(open_),
    )


def _going(
    request: Request, position: str, row: dict[str, Any], next_best: list[dict[str, Any]]
) -> Going:
    path = row["path"]
    return Going(
        number=str(request.number),
        organization=request.organization.name,
        position=BY_CODE[position].title,
        helper=row["name"],
        lender=row["organization"],
        duty_status=DutyStatus(row["duty_status"]).replace("_", " "),
        units=row["units"],
        remote=row["remote"],
        road_km=row["road_km"],
        drive_minutes=row["drive_minutes"],
        arrives_at=datetime.fromisoformat(row["arrives_at"]),
        level=row["level"],
        instrument=path["instrument"],
        citation=path["citation"],
        cost_rule=path["cost_rule"],
        reason=_reason(row, next_best),
    )


def _reason(row: Json, next_best: list[Json]) -> str:
    """Why this one: when it is there, against the next who is still free to come."""
    free = [other for other in next_best if "arrives_at" in other and not other.get("elsewhere")]
    if not next_best:
        return "nobody else could come"
    if not free:
        return "the next best are better used elsewhere"
    name = free[0]["organization"]
    later = _moment(free[0]) - _moment(row)
    if later > timedelta(0):
        return f"{later // timedelta(minutes=1)} min sooner than {name}"
    return f"better for the plan as a whole than {name}"


def _moment(row: Json) -> datetime:
    return datetime.fromisoformat(row["arrives_at"])


def acts_that_block(run: MatchRun, names: dict[str, str]) -> dict[str, tuple[Json, list[str]]]:
    """By kind of act: what it is, and the organizations where it alone keeps somebody away.

    `names` maps need ids to organizations.
    """
    found: dict[str, tuple[Json, list[str]]] = {}
    for need_id, answer in run.answer["needs"].items():
        for helper in answer["blocked_by_one"]:
            for act in helper["missing"]:
                _, waiting = found.setdefault(act["kind"], (act, []))
                if names[need_id] not in waiting:
                    waiting.append(names[need_id])
    return found


def ordered_row(order: MissionOrder, *, at: datetime) -> Ordered:
    """One issued order, its acts judged again from the records as of `at`."""
    commitment = order.mission.commitment
    missing = missing_acts_now(commitment, at=at)
    return Ordered(
        number=order.mission.number,
        request=str(commitment.offer.request.number),
        organization=commitment.offer.request.organization.name,
        lender=commitment.offer.organization.name,
        units=commitment.people.count() + sum(row.units for row in commitment.kit.all()),
        pdf_bytes=len(order.pdf),
        acts=len(order.acts),
        missing_acts=len(missing) + len(order.missing_acts),
    )


def waits_for_contract(run: MatchRun, need_id: str) -> bool:
    """Whether a need stays open while a corps volunteer lacks nothing but the contract."""
    answer = run.answer["needs"].get(need_id)
    return bool(answer and answer["unfilled"]) and any(
        act["kind"] == ActKind.CLIENT_CONTRACT
        for helper in answer["blocked_by_one"]
        for act in helper["missing"]
    )
