"""A problem as plain JSON with the legal paths it was answered by, to be solved again later.

`best_path` reads agreements that change. So a run is solved through a `Recorder`, and what it
heard is written beside the problem.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC
from typing import Any, get_type_hints

from muster.domain.coverage import Deployment, LegalPath
from muster.domain.matching.problem import Problem
from muster.domain.plain_json import plain_of, value_of

VERSION = 3
"""Of the document. A new one when a field is added, dropped or means something else."""

Json = dict[str, Any]
Paths = Mapping[Deployment, LegalPath | None]

_ASKED = "best_path"
_PROBLEM = {name: hint for name, hint in get_type_hints(Problem).items() if name != _ASKED}


class UnknownVersionError(ValueError):
    """The record was written by another release. The message is a sentence."""


class Recorder:
    """Asks `best_path` and keeps every answer. Nothing is asked twice."""

    def __init__(self, best_path: Callable[[Deployment], LegalPath | None]) -> None:
        self._best_path = best_path
        self.paths: dict[Deployment, LegalPath | None] = {}

    def __call__(self, deployment: Deployment) -> LegalPath | None:
        if deployment not in self.paths:
            self.paths[deployment] = self._best_path(deployment)
        return self.paths[deployment]


class RecordedPaths:
    """Answers from the record alone. Raises ValueError for what was not asked then."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths

    def __call__(self, deployment: Deployment) -> LegalPath | None:
        try:
            return self.paths[deployment]
        except KeyError:
            raise ValueError(
                f"The record has no legal path from {deployment.assisting_id} to "
                f"{deployment.requesting_id} for {deployment.duty_status} people and "
                f"{deployment.aid_kind}: that was not asked in this run."
            ) from None


def recording(problem: Problem) -> tuple[Problem, Recorder]:
    """The same problem, asking through a recorder; its time is in UTC, as it is written."""
    recorder = Recorder(problem.best_path)
    now = problem.now if problem.now.tzinfo is None else problem.now.astimezone(UTC)
    return replace(problem, now=now, best_path=recorder), recorder


def document_of(problem: Problem, paths: Paths) -> Json:
    """The problem and the paths as JSON values; equal questions give equal documents."""
    told = list(dict.fromkeys(path for _, path in _ordered(paths) if path is not None))
    number = {path: at for at, path in enumerate(told)}
    return {
        "version": VERSION,
        "problem": {
            **{name: plain_of(getattr(problem, name)) for name in _PROBLEM},
            "needs": plain_of(sorted(problem.needs, key=lambda need: need.id)),
            "helpers": plain_of(sorted(problem.helpers, key=lambda helper: helper.id)),
            "floors": plain_of(
                sorted(problem.floors, key=lambda one: (one.organization_id, one.position))
            ),
            "held": plain_of(sorted(problem.held)),
        },
        "answers": plain_of(told),
        "paths": [
            [plain_of(deployment), None if path is None else number[path]]
            for deployment, path in _ordered(paths)
        ],
    }


def problem_of(document: Any) -> Problem:
    """The problem as it was asked; its `best_path` is a `RecordedPaths`.

    Raises UnknownVersionError for a document of another version, and ValueError with a sentence
    for one that cannot be read or holds anything `document_of` would not have written.
    """
    if not isinstance(document, dict) or "version" not in document:
        raise ValueError("This is no record of a match run.")
    if document["version"] != VERSION:
        raise UnknownVersionError(
            f"The record is of version {document['version']!r:.20}; this hub reads version "
            f"{VERSION}. Replay it with the release that wrote it."
        )
    try:
        paths = _paths(document)
        restored = _restored(document["problem"], paths)
        unchanged = document_of(restored, paths) == document
    except (KeyError, IndexError, TypeError, OverflowError) as error:
        raise ValueError("The record does not fit together.") from error
    if not unchanged:
        raise ValueError("The record holds something that no run writes.")
    return restored


def _restored(given: Json, paths: Paths) -> Problem:
    figures = {
        name: value_of(hint, given[name], f"problem.{name}") for name, hint in _PROBLEM.items()
    }
    return Problem(**figures, best_path=RecordedPaths(paths))


def _paths(document: Json) -> Paths:
    told = value_of(tuple[LegalPath, ...], document["answers"], "answers")
    return {
        value_of(Deployment, deployment, f"paths.{at}"): None if number is None else told[number]
        for at, (deployment, number) in enumerate(document["paths"])
    }


def _ordered(paths: Paths) -> Iterable[tuple[Deployment, LegalPath | None]]:
    return sorted(
        paths.items(),
        key=lambda item: (
            item[0].requesting_id,
            item[0].assisting_id,
            item[0].duty_status,
            item[0].aid_kind,
            item[0].begins_at,
            item[0].position,
            item[0].on_site,
            item[0].remote,
        ),
    )
