"""A match that is under way: how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field

from muster.aid.models import MatchTask, Request
from muster.aid.queries.match_tasks import TaskStatus, progress_of_task, status_of_task
from muster.api.schemas.base import Out


class MatchTaskOut(Out):
    """Look again until it is done, failed or stopped. A week later it is gone."""

    id: UUID
    requests: list[str] = Field(description="Numbers of the requests that are matched together.")
    status: TaskStatus
    stage: str = Field(description="What is being done, in words.")
    share: float = Field(ge=0, le=1, description="How much of the whole is done; a rough figure.")
    seconds: int = Field(ge=0, description="Since it was asked for, or until it ended.")
    stuck: str = Field(description="Why nothing moves, in words; empty while it does.")
    failure: str = Field(description="Why there is no proposal, in words; empty unless failed.")
    match_id: UUID | None = Field(
        description="When done: the proposal, under /requests/{number}/matches/{match_id}."
    )


def match_task_out(task: MatchTask, requests: Sequence[Request], at: datetime) -> MatchTaskOut:
    """The task as it is at this moment."""
    progress = progress_of_task(task, at)
    return MatchTaskOut(
        id=task.pk,
        requests=[request.number or "" for request in requests],
        status=status_of_task(task),
        stage=progress.stage,
        share=task.share,
        seconds=progress.seconds,
        stuck=progress.stuck,
        failure=task.failure,
        match_id=task.run_id,
    )
