"""The legal paths of one match run, asked once per distinct deployment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from muster.domain.acts import DutyStatus
from muster.domain.costs import CostBasis, CostRule
from muster.domain.coverage import Deployment, LegalPath, PathStanding
from muster.domain.instruments import MissingAct
from muster.domain.matching.problem import Helper, HelperKind, Mode, Need, Problem
from muster.domain.positions import AidKind

Sender = tuple[str, DutyStatus]
"""Who sends somebody, and in what standing."""

Question = tuple[str, AidKind, str, Mode, datetime, tuple[Sender, ...]]
"""Who asks for which aid and position, where, from when on, and who sends."""

NO_PATH = LegalPath(
    instrument_id="",
    instrument_name="",
    citation="",
    standing=PathStanding.NO,
    cost_rule=CostRule(CostBasis.NONE, ""),
    reason="No agreement on record carries this help.",
)
"""Stands in a held claim whose legal path has since gone."""


@dataclass(frozen=True, slots=True)
class Cover:
    """The path of the helper itself and what is missing for anybody who goes with it."""

    path: LegalPath | None
    missing: tuple[MissingAct, ...]
    refusal: str


def senders_of(helper: Helper, people: tuple[Helper, ...]) -> tuple[Sender, ...]:
    """Who sends a helper and the `people` in it, each once; the helper's own sender first."""
    kit = helper.kind is HelperKind.KIT
    own = DutyStatus.EMPLOYEE if kit else helper.duty_status
    others = ((one.organization_id, one.duty_status) for one in people)
    return tuple(dict.fromkeys([(helper.organization_id, own), *others]))


def question_of(need: Need, senders: tuple[Sender, ...]) -> Question:
    """What the answer for a helper depends on."""
    return (
        need.organization_id,
        need.aid_kind,
        need.position,
        need.mode,
        need.window.start,
        senders,
    )


class CoverBook:
    """Answers for senders and needs, remembered."""

    def __init__(self, problem: Problem) -> None:
        self._best_path = problem.best_path
        self._now = problem.now
        self._paths: dict[Deployment, LegalPath | None] = {}
        self._covers: dict[Question, Cover] = {}
        self._by_need: dict[str, dict[tuple[Sender, ...], Cover]] = {}

    def cover(self, need: Need, senders: tuple[Sender, ...]) -> Cover:
        """Cover for a helper and everybody in it; the helper's own sender comes first."""
        mine = self._by_need.setdefault(need.id, {})
        found = mine.get(senders)
        if found is None:
            question = question_of(need, senders)
            if question not in self._covers:
                self._covers[question] = self._cover(need, senders)
            found = mine[senders] = self._covers[question]
        return found

    def _cover(self, need: Need, senders: tuple[Sender, ...]) -> Cover:
        path: LegalPath | None = None
        missing: dict[MissingAct, None] = {}
        for index, (organization_id, duty_status) in enumerate(senders):
            if organization_id == need.organization_id:
                return Cover(None, (), "Belongs to the organization that asks; roster it directly.")
            found = self._path(
                Deployment(
                    requesting_id=need.organization_id,
                    assisting_id=organization_id,
                    duty_status=duty_status,
                    aid_kind=need.aid_kind,
                    # What is on record now serves a need whose window has begun already.
                    begins_at=max(need.window.start, self._now),
                    position=need.position,
                    on_site=need.on_site,
                    remote=need.remote,
                )
            )
            if found is None or found.standing is PathStanding.NO:
                return Cover(
                    None, (), f"No agreement links {organization_id} to the organization that asks."
                )
            if index == 0:
                path = found
            if found.standing is PathStanding.NOT_YET:
                missing.update(dict.fromkeys(found.missing))
        return Cover(path, tuple(missing), "")

    def _path(self, deployment: Deployment) -> LegalPath | None:
        if deployment not in self._paths:
            self._paths[deployment] = self._best_path(deployment)
        return self._paths[deployment]
