"""What the worker does for the directory."""

from __future__ import annotations

from django.utils import timezone

from muster.directory.job_names import JobName
from muster.directory.services.import_tasks import run_import
from muster.directory.services.rota_forgetting import forget_old_numbers
from muster.jobs.queue import every, job


@job(name=JobName.READ_LIST)
def read_list(task_id: str) -> None:
    """Read one official list that was handed in on a page."""
    run_import(task_id)


@every(cron="41 3 * * *")
@job(name="directory.forget_old_numbers", queueing_lock="directory.forget_old_numbers")
def forget_numbers(timestamp: int) -> None:
    """Every night: drop the numbers of those who were on call long ago."""
    forget_old_numbers(at=timezone.now())
