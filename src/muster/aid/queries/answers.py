"""The matcher's answer as stored with a run: plain JSON, trimmed to what a person reads.

Names are resolved here, once, so that showing a stored run needs no lookups and shows what was
shown then.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from uuid import UUID

from muster.aid.queries.problems import Question
from muster.domain.acts import ACT_NAMES
from muster.domain.coverage import LegalPath
from muster.domain.matching.problem import Helper, HelperKind
from muster.domain.matching.solution import (
    CAUSE_NAMES,
    Assignment,
    Candidate,
    Explanation,
    NotChosen,
    Solution,
)
from muster.domain.positions import BY_CODE
from muster.responders.queries import named_responders

NEXT_BEST_SHOWN: Final = 5
BLOCKED_SHOWN_PER_ACT: Final = 3
EXAMPLES_PER_CAUSE: Final = 3

Json = dict[str, Any]

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def answer_of(question: Question, solution: Solution) -> Json:
    """`{"needs": {need id: …}, "certificate": …, "left_out": [names]}`."""
    names = _Names(question)
    unfilled = {row.need_id: row for row in solution.unfilled}
    needs: Json = {}
    for need in question.problem.needs:
        explanation = solution.explanations[need.id]
        open_row = unfilled.get(need.id)
        needs[need.id] = {
            "asked": need.count,
            "chosen": [names.assignment(row) for row in explanation.chosen],
            "unfilled": open_row.units if open_row else 0,
            "unfilled_because": open_row.detail if open_row else "",
            **_why_not(explanation, names),
        }
    return {
        "needs": needs,
        "left_out": sorted(question.roster.silent.values()),
        "certificate": {
            "optimal": solution.certificate.optimal,
            "gap": solution.certificate.gap,
            "levels": [
                {
                    "name": level.name,
                    "value": level.value,
                    "bound": level.bound,
                    "method": level.method,
                }
                for level in solution.certificate.levels
            ],
        },
    }


def full_explanation(question: Question, explanation: Explanation) -> list[Json]:
    """Every helper who was not chosen for one need, with the reason."""
    names = _Names(question)
    rows = (*explanation.next_best, *explanation.blocked_by_one, *explanation.not_chosen)
    seen: set[str] = set()
    result = []
    for row in rows:
        if row.helper_id not in seen:
            seen.add(row.helper_id)
            result.append(names.not_chosen(row))
    return result


def _why_not(explanation: Explanation, names: _Names) -> Json:
    by_cause: dict[str, list[Json]] = defaultdict(list)
    for row in explanation.not_chosen:
        examples = by_cause[row.cause.value]
        if len(examples) < EXAMPLES_PER_CAUSE:
            examples.append(names.not_chosen(row))
    return {
        "next_best": _some(explanation.next_best, names, NEXT_BEST_SHOWN),
        "blocked_by_one": [names.not_chosen(row) for row in _some_of_each_act(explanation)],
        "blocked_acts": {kind.value: count for kind, count in explanation.blocked.items()},
        "blocked_count": sum(explanation.blocked.values()),
        "not_chosen": [
            {
                "cause": cause.value,
                "name": CAUSE_NAMES[cause],
                "count": count,
                "examples": by_cause.get(cause.value, []),
            }
            for cause, count in explanation.counts.items()
        ],
    }


def _some_of_each_act(explanation: Explanation) -> Iterator[NotChosen]:
    """A few helpers per missing act, so that a common act does not hide a rare one."""
    shown: Counter[str] = Counter()
    for row in explanation.blocked_by_one:
        kind = row.missing[0].kind.value
        shown[kind] += 1
        if shown[kind] <= BLOCKED_SHOWN_PER_ACT:
            yield row


def _some(rows: Iterable[NotChosen], names: _Names, most: int) -> list[Json]:
    return [names.not_chosen(row) for row, _ in zip(rows, range(most), strict=False)]


def _worth_naming(question: Question) -> set[UUID]:
    """People who were judged for a need; others are in the question for a floor's sake only."""
    problem = question.problem
    people = {UUID(one.id) for one in problem.helpers if one.kind is HelperKind.RESPONDER}
    if not problem.shortlists:
        return people
    judged = {one for listed in problem.shortlists.values() for one in listed.helper_ids}
    judged |= {one for helper in problem.helpers for one in helper.member_ids}
    return people & {UUID(one) for one in judged}


class _Names:
    """Looks up what a person calls a helper, its organization and a need."""

    def __init__(self, question: Question) -> None:
        self._helpers: Mapping[str, Helper] = {h.id: h for h in question.problem.helpers}
        people = list(named_responders(_worth_naming(question)))
        groups = question.groups
        self._names = {str(r.pk): r.name for r in people}
        self._names |= {str(team.pk): team.name for team in groups.teams}
        self._names |= {
            str(kit.pk): BY_CODE[kit.position].plural.capitalize() for kit in groups.kit
        }
        owners = (
            *(one.organization for one in people),
            *(one.organization for one in groups.teams),
            *(one.organization for one in groups.kit),
        )
        self._organizations = {str(one.pk): one.name for one in owners}
        self._synthetic = {str(r.pk) for r in people if r.synthetic}
        self._request_of = {str(need.pk): str(need.request_id) for need in question.needs}
        self._places = {
            str(r.organization_id): r.organization.place for r in people if r.organization.place
        }
        self._positions = {need.id: need.position for need in question.problem.needs}
        self._needs = {
            str(need.pk): f"{need.job.title} for {need.request.organization}"
            for need in question.needs
        }

    def helper(self, helper_id: str) -> Json:
        helper = self._helpers[helper_id]
        # A person's home is nobody's business: the map shows where their organization is.
        place = self._places.get(helper.organization_id) or helper.place
        return {
            "helper_id": helper_id,
            "kind": helper.kind.value,
            "name": self._names.get(helper_id, "somebody"),
            "organization_id": helper.organization_id,
            "organization": self._organizations.get(helper.organization_id, ""),
            "duty_status": helper.duty_status.value,
            "member_ids": list(helper.member_ids),
            "place": [place.latitude, place.longitude],
            "synthetic": helper_id in self._synthetic or helper.kind is HelperKind.TEAM,
        }

    def assignment(self, row: Assignment) -> Json:
        return {
            **self.helper(row.candidate.helper_id),
            **self.candidate(row.candidate),
            "units": row.units,
            "held": row.held,
        }

    def candidate(self, candidate: Candidate) -> Json:
        helper = self._helpers[candidate.helper_id]
        levels = dict(helper.levels)
        position = self._positions[candidate.need_id]
        return {
            "remote": candidate.remote,
            "road_km": round(candidate.road_km, 1),
            "drive_minutes": candidate.drive_minutes,
            "arrives_at": candidate.arrives_at.isoformat(),
            "cost_cents": candidate.cost_cents,
            "level": levels.get(position, 4),
            "path": path_as_json(candidate.path),
        }

    def not_chosen(self, row: NotChosen) -> Json:
        figures = self.candidate(row.candidate) if row.candidate else {}
        return {
            **self.helper(row.helper_id),
            **figures,
            "cause": row.cause.value,
            "cause_name": CAUSE_NAMES[row.cause],
            "detail": self._in_words(row.detail),
            "missing": [
                {
                    "act": ACT_NAMES[act.kind],
                    "kind": act.kind.value,
                    "supplier": act.supplier,
                    "organization_id": act.organization_id,
                    "citation": act.citation,
                }
                for act in row.missing
            ],
            "elsewhere": self._needs.get(row.elsewhere, ""),
            "elsewhere_request": self._request_of.get(row.elsewhere),
        }

    def _in_words(self, detail: str) -> str:
        """The matcher speaks of ids; people read names."""
        return _UUID.sub(
            lambda found: self._names.get(found[0]) or self._needs.get(found[0]) or "somebody",
            detail,
        )


def path_as_json(path: LegalPath) -> Json:
    """A legal path with what it rests on, for storing beside a person or a paper."""
    return {
        "instrument_id": path.instrument_id,
        "agreement_id": path.agreement_id,
        "version": path.version,
        "instrument": path.instrument_name,
        "citation": path.citation,
        "standing": path.standing.value,
        "cost_rule": str(path.cost_rule),
        "cost_citation": path.cost_rule.citation,
        "control": str(path.control_rule or ""),
        "control_citation": path.control_rule.citation if path.control_rule else "",
        "satisfied": list(path.satisfied),
        "missing": [str(act) for act in path.missing],
    }
