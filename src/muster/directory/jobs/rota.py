"""What the worker does for rotas."""

from __future__ import annotations

from django.utils import timezone

from muster.directory.services.rota_forgetting import forget_old_numbers
from muster.jobs.queue import every, job


@every(cron="41 3 * * *")
@job(name="directory.forget_old_numbers", queueing_lock="directory.forget_old_numbers")
def forget_numbers(timestamp: int) -> None:
    """Every night: drop the numbers of those who were on call long ago."""
    forget_old_numbers(at=timezone.now())
