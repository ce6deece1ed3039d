"""The legal paths of one match run, asked once per distinct deployment."""

from __future__ import annotations

from dataclasses import dataclass

from muster.domain.costs import CostBasis, CostRule
from muster.domain.coverage import Deployment, DutyStatus, LegalPath, MissingAct, PathStanding
from muster.domain.matching.problem import Need, Problem

Sender = tuple[str, DutyStatus]
"""Who sends somebody, and in what standing."""

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


class CoverBook:
    """Answers for senders and needs, remembered."""

    def __init__(self, problem: Problem) -> None:
        self._best_path = problem.best_path
        self._now = problem.now
        self._paths: dict[Deployment, LegalPath | None] = {}

    def cover(self, need: Need, senders: tuple[Sender, ...]) -> Cover:
        """Cover for a helper and everybody in it; the helper's own sender comes first."""
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
