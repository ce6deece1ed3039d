"""What the worker does with official lists."""

from __future__ import annotations

from muster.directory.job_names import JobName
from muster.directory.services.import_tasks import run_import
from muster.jobs.queue import job


@job(name=JobName.READ_LIST)
def read_list(task_id: str) -> None:
    """Read one official list that was handed in on a page."""
    run_import(task_id)
