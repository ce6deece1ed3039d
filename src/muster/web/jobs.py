"""What the worker does for the shell."""

from __future__ import annotations

from django.utils import timezone

from muster.jobs.queue import every, job
from muster.web.idempotency import forget_old
from muster.web.rate_limits import forget_old_counts


@every(cron="17 3 * * *")
@job(name="web.forget_old_replies", queueing_lock="web.forget_old_replies")
def forget_old_replies(timestamp: int) -> None:
    """Every night: drop answers nobody will ask for again."""
    forget_old()


@every(cron="27 3 * * *")
@job(name="web.forget_old_counts", queueing_lock="web.forget_old_counts")
def forget_counts(timestamp: int) -> None:
    """Every night: drop counts of windows that are over."""
    forget_old_counts(at=timezone.now())
