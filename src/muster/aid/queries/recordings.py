"""The inputs of a match run as stored, and back to the problem that was solved.

The fingerprint covers the question and every legal path it was answered by. It stands with the
run, in the stored inputs and in the audit chain, so a change to any of them shows.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import dataclass
from typing import Any, Final

from muster import __version__
from muster.aid.actions import Action
from muster.aid.models import MatchRun
from muster.aid.queries.problems import fingerprint
from muster.audit.models import AuditEvent
from muster.domain.matching.problem import Problem
from muster.domain.matching.recorded import (
    Paths,
    UnknownVersionError,
    document_of,
    problem_of,
)

LARGEST: Final = 1 << 30
"""Bytes of inputs, unpacked. Nothing a run writes comes near it."""

Json = dict[str, Any]


class RecordChangedError(ValueError):
    """What is stored is not what was stored. The message is a sentence."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a run stores of its question."""

    inputs: bytes
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Restored:
    """The problem of a stored run and the release of Muster that solved it."""

    problem: Problem
    release: str


def kept(problem: Problem, paths: Paths) -> Kept:
    """The problem with the legal paths it was answered by, packed."""
    inner = {"release": __version__, "question": document_of(problem, paths)}
    mark = _mark(problem, inner)
    return Kept(zlib.compress(_written({**inner, "fingerprint": mark}), 6), mark)


def restored(run: MatchRun) -> Restored:
    """The problem as it was asked. Raises RecordChangedError when anything does not fit.

    Raises UnknownVersionError when another release wrote the record. The run has to have inputs.
    """
    document = _unpacked(bytes(run.inputs or b""))
    written = document.pop("fingerprint")
    try:
        problem = problem_of(document["question"])
    except UnknownVersionError:
        raise
    except ValueError as error:
        raise RecordChangedError(f"The stored inputs cannot be read. {error}") from error
    mark = _mark(problem, document)
    if not (mark == written == run.fingerprint):
        raise RecordChangedError("The stored inputs do not have the fingerprint of this run.")
    if _fingerprints_in_the_chain(run) != {mark}:
        raise RecordChangedError("The audit record does not tell the fingerprint of this run.")
    return Restored(problem, str(document["release"]))


def _fingerprints_in_the_chain(run: MatchRun) -> set[str]:
    events = AuditEvent.objects.filter(action=Action.MATCH_PROPOSED, subject_id=run.pk)
    return {facts.get("fingerprint", "") for facts in events.values_list("facts", flat=True)}


def _unpacked(inputs: bytes) -> Json:
    try:
        unpacker = zlib.decompressobj()
        document = json.loads(unpacker.decompress(inputs, LARGEST))
    except (zlib.error, ValueError) as error:
        raise RecordChangedError("The stored inputs cannot be unpacked.") from error
    whole = unpacker.eof and not unpacker.unused_data
    if (
        not whole
        or not isinstance(document, dict)
        or document.keys() != {"fingerprint", "release", "question"}
    ):
        raise RecordChangedError("The stored inputs are not what a run writes.")
    return document


def _mark(problem: Problem, document: Json) -> str:
    """SHA-256 over the problem's own fingerprint and all that is written with it."""
    return hashlib.sha256(fingerprint(problem).encode() + b"\n" + _written(document)).hexdigest()


def _written(document: Json) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()
