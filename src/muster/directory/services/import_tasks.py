"""Handing in an official list on a page, and reading it in the worker."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.utils import timezone

from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Source
from muster.authz.decisions import require
from muster.directory.job_names import JobName
from muster.directory.models import Import, ImportTask
from muster.directory.queries.actors import actor_for
from muster.directory.services.importing.reports import ImportReport
from muster.directory.services.importing.service import import_file, list_of, may_import
from muster.domain.failures import Failure, Invalid, Refused
from muster.formats.official.reading import LARGEST
from muster.jobs.queue import enqueue

SHOWN = 200
"""Refused rows kept with the outcome of a dry run, which keeps nothing else."""


@use_case
def begin_import(*, actor: Actor, file_name: str, data: bytes, dry_run: bool) -> ImportTask:
    """Put a file in line for the worker. Raises Invalid at once for one that no list is."""
    require(may_import(actor))
    if actor.person_id is None:
        raise Refused("Somebody has to hand the file in.", "Sign in and try again.")
    if len(data) > LARGEST:
        raise Invalid(
            f"{file_name} is larger than {LARGEST // 1024 // 1024} MB.",
            "Use ./muster import on the hub's own machine.",
        )
    which = list_of(data, file_name)
    task = ImportTask.objects.create(
        file_name=file_name[:200],
        data=data,
        dry_run=dry_run,
        asked_by_id=actor.person_id,
        asked_at=actor.at,
    )
    record(
        actor=actor,
        action="directory:official_list:handed_in",
        subject=task,
        facts={"list": which.label, "file": task.file_name, "dry_run": dry_run},
    )
    enqueue(JobName.READ_LIST, task_id=str(task.pk))
    return task


def run_import(task_id: str) -> None:
    """In the worker, as whoever handed it in and with the offices they hold now."""
    task = ImportTask.objects.select_related("asked_by").get(pk=task_id)
    if task.ended_at:
        return
    actor = actor_for(task.asked_by, at=timezone.now(), source=Source.JOB)

    def step(words: str) -> None:
        ImportTask.objects.filter(pk=task_id).update(step=words)

    try:
        report = import_file(
            actor=actor,
            file_name=task.file_name,
            data=bytes(task.data),
            dry_run=task.dry_run,
            step=step,
        )
    except Failure as failure:
        sentence = f"{failure.sentence} {failure.what_to_do}".strip()
        _end(task, failure=sentence)
    except Exception:
        _end(task, failure="The file could not be read, and nothing was kept. Try it again.")
        raise
    else:
        kept = Import.objects.filter(imported_at=actor.at, file_name=task.file_name).first()
        _end(task, outcome=outcome_of(report), kept=kept)


def _end(task: ImportTask, **said: Any) -> None:
    ImportTask.objects.filter(pk=task.pk).update(ended_at=timezone.now(), data=b"", **said)


def outcome_of(report: ImportReport) -> dict[str, Any]:
    """What the page of the task shows, as plain JSON."""
    return {
        "list": report.list.label,
        "vintage": report.vintage,
        "read": report.read,
        "sentence": report.sentence,
        "seconds": round(report.seconds, 1),
        "left_out": report.left_out,
        "refused_count": len(report.refused),
        "refused": [asdict(row) for row in report.refused[:SHOWN]],
    }
