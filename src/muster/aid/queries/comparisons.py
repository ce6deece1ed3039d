"""A stored run beside a solution of the same question, difference by difference."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from muster.aid.models import MatchRun, Need
from muster.domain.matching.solution import Assignment, Solution

NOTHING = "nothing"
UUID_TEXT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is stored in one way and found in another."""

    what: str
    stored: str
    replayed: str


def differences(run: MatchRun, solution: Solution) -> Iterator[Difference]:
    """Everything that decides: who goes for what, what stays open, and the proof.

    Raises KeyError, TypeError or ValueError for a stored answer that no run wrote.
    """
    stored, found = _of_answer(run), _of_solution(solution)
    names = _names(run.answer)
    for key in sorted(stored.keys() | found.keys()):
        before, after = stored.get(key, NOTHING), found.get(key, NOTHING)
        if before != after:
            yield Difference(_in_words(key, names), before, after)


def _of_answer(run: MatchRun) -> Mapping[str, str]:
    answer = run.answer
    certificate = answer["certificate"]
    found = {
        "optimal": _yes(run.optimal),
        "gap": str(run.gap),
        "optimal in the stored proof": _yes(certificate["optimal"]),
        "gap in the stored proof": str(certificate["gap"]),
        "filled in all": str(run.filled),
        "open in all": str(run.unfilled),
    }
    for number, level in enumerate(certificate["levels"], start=1):
        found[f"aim {number}"] = _level(**level)
    for need_id, need in answer["needs"].items():
        found[f"open for {need_id}"] = str(need["unfilled"])
        for row in need["chosen"]:
            key = f"{row['helper_id']} for {need_id}, {_standing(row['held'])}"
            found[key] = _figures(
                row["units"], row["remote"], row["arrives_at"], row["cost_cents"], row["path"]
            )
    return found


def _of_solution(solution: Solution) -> Mapping[str, str]:
    certificate = solution.certificate
    optimal, gap = _yes(certificate.optimal), str(certificate.gap)
    found = {
        "optimal": optimal,
        "gap": gap,
        "optimal in the stored proof": optimal,
        "gap in the stored proof": gap,
        "filled in all": str(sum(row.units for row in solution.assignments)),
        "open in all": str(sum(row.units for row in solution.unfilled)),
    }
    for number, level in enumerate(certificate.levels, start=1):
        found[f"aim {number}"] = _level(level.name, level.value, level.bound, level.method)
    unfilled = {row.need_id: row.units for row in solution.unfilled}
    for need_id in solution.explanations:
        found[f"open for {need_id}"] = str(unfilled.get(need_id, 0))
    for row in solution.assignments:
        found[_key(row)] = _of_assignment(row)
    return found


def _key(row: Assignment) -> str:
    candidate = row.candidate
    return f"{candidate.helper_id} for {candidate.need_id}, {_standing(row.held)}"


def _of_assignment(row: Assignment) -> str:
    one = row.candidate
    path = {"instrument": one.path.instrument_name, "standing": one.path.standing.value}
    return _figures(row.units, one.remote, one.arrives_at.isoformat(), one.cost_cents, path)


def _figures(units: int, remote: bool, arrives_at: str, cents: int, path: Json) -> str:
    way = "remote" if remote else "on site"
    law = f"{path['instrument'] or 'no instrument'} ({path['standing']})"
    return f"{units}, {way}, arrives {arrives_at}, {cents} cents, {law}"


def _level(name: str, value: int, bound: int, method: str) -> str:
    return f"{name}: {value}, bound {bound}, by {method}"


def _standing(held: bool) -> str:
    return "asked before" if held else "proposed"


def _yes(optimal: bool) -> str:
    return "proven best" if optimal else "not proven"


def _names(answer: Json) -> Mapping[str, str]:
    """What people call the helpers the stored answer names, and its needs."""
    found = {str(need.pk): _need_name(need) for need in _needs(answer)}
    for need in answer["needs"].values():
        for row in (*need["chosen"], *need["next_best"], *need["blocked_by_one"]):
            found[row["helper_id"]] = f"{row['name']} of {row['organization']}"
    return found


def _needs(answer: Json) -> QuerySet[Need]:
    return Need.objects.filter(pk__in=list(answer["needs"])).select_related(
        "request__incident__organization"
    )


def _need_name(need: Need) -> str:
    return f"{need.job.title} ({need.request.number}, {need.request.organization})"


def _in_words(key: str, names: Mapping[str, str]) -> str:
    return UUID_TEXT.sub(lambda found: names.get(found[0], found[0]), key)
