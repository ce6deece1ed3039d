"""A code read over a published number or sent to a published address, and typed in."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.utils.crypto import salted_hmac

from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Duty
from muster.authz.decisions import require
from muster.directory.actions import Action
from muster.directory.job_names import JobName
from muster.directory.models import AffiliationProof, JoiningCode, JoiningRequest
from muster.directory.policies import may_handle_joining
from muster.directory.queries.joining import live_code, needs_consent
from muster.directory.services.joining.admitting import Evidence, admit
from muster.directory.services.joining.locking import applicant, locked_open
from muster.directory.wording import TURNED, turns_direction
from muster.domain.affiliation import CODE_LENGTH, CODE_LETTERS, MOST_TRIES, code_as_typed
from muster.domain.failures import Conflict, Gone, Invalid
from muster.jobs.queue import enqueue

CODE_LIFE = {
    JoiningCode.Kind.PHONE: timedelta(hours=1),
    JoiningCode.Kind.LETTER: timedelta(days=14),
}
LONGEST_PLACE = 300
LEAST_DIGITS = 7


class Outcome(StrEnum):
    """What typing a code led to."""

    PROVEN = "proven"
    CONSENT_NEEDED = "consent_needed"
    WRONG = "wrong"
    LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Typed:
    """`tries_left` counts down to zero, when the code is locked."""

    outcome: Outcome
    tries_left: int = 0


@use_case
def issue_code(
    *, actor: Actor, request: JoiningRequest, kind: str, reached_at: str, published_in: str
) -> tuple[JoiningCode, str]:
    """A code and its text, which is shown this once; it ends the one before.

    `reached_at` is the number or address, `published_in` where the coordinator found it.
    """
    require(may_handle_joining(actor))
    locked = locked_open(request)
    reached_at, published_in = reached_at.strip(), published_in.strip()
    wrong = _faults(kind, reached_at, published_in)
    if wrong:
        raise Invalid("No code was made.", fields=wrong)
    if locked.mail_confirmed_at is None:
        raise Conflict(
            "The applicant has not confirmed the address yet.",
            "Wait until the link mailed to it was opened.",
        )
    if needs_consent(locked, at=actor.at):
        raise Conflict(
            f"{locked.organization} has a representative, who has to agree instead.",
            "If that person has left, end the tenure first.",
        )
    standing = actor.holding(Duty.COORDINATE)
    locked.codes.filter(used_at=None, ended_at=None).update(ended_at=actor.at)
    text = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    code = JoiningCode(
        request=locked,
        kind=kind,
        reached_at=reached_at,
        published_in=published_in,
        issued_at=actor.at,
        expires_at=actor.at + CODE_LIFE[JoiningCode.Kind(kind)],
        issued_by_id=standing.office_id if standing else None,
        issuer_name=actor.name[:200],
    )
    code.digest = _digest(code, text)
    code.save(force_insert=True)
    record(
        actor=actor,
        action=Action.CODE_ISSUED,
        subject=code,
        about=locked.pk,
        facts={"kind": kind, "published_in": published_in},
        organization_id=locked.organization_id,
    )
    enqueue(JobName.MAIL_CODE_ISSUED, request_id=str(locked.pk))
    return code, text


@use_case
def type_code(*, visitor: Actor, request: JoiningRequest, text: str) -> Typed:
    """Try a code. A wrong one is an answer and no exception, so that the try is written down.

    Raises Gone when there is none to type in, Invalid for an empty one.
    """
    typed = code_as_typed(text)
    if not typed:
        raise Invalid("Type the code.", fields={"code": "Type the code, such as ABCD-EFGH."})
    locked = locked_open(request)
    actor = applicant(visitor, locked)
    code = live_code(locked, at=actor.at)
    if code is None:
        raise Gone(
            "There is no code to type in: it has expired, was replaced, or is locked.",
            "Ask the hub coordinator for a new one.",
        )
    if not hmac.compare_digest(code.digest, _digest(code, typed)):
        return _wrong(actor, locked, code)
    code.used_at = actor.at
    code.save(update_fields=["used_at"])
    evidence = Evidence(
        AffiliationProof.Way.PUBLISHED_NUMBER,
        seen_by=code.issued_by,
        seen_by_name=code.issuer_name,
        code=code,
    )
    proof = admit(actor=actor, locked=locked, evidence=evidence)
    return Typed(Outcome.PROVEN if proof else Outcome.CONSENT_NEEDED)


def _wrong(actor: Actor, locked: JoiningRequest, code: JoiningCode) -> Typed:
    code.tries += 1
    if code.tries < MOST_TRIES:
        code.save(update_fields=["tries"])
        return Typed(Outcome.WRONG, MOST_TRIES - code.tries)
    code.ended_at = actor.at
    code.save(update_fields=["tries", "ended_at"])
    record(
        actor=actor,
        action=Action.CODE_LOCKED,
        subject=code,
        about=locked.pk,
        organization_id=locked.organization_id,
    )
    return Typed(Outcome.LOCKED)


def _digest(code: JoiningCode, text: str) -> str:
    """Keyed, since so short a code could be guessed from a plain digest."""
    return salted_hmac(f"directory.joining_code.{code.pk}", text, algorithm="sha256").hexdigest()


def _faults(kind: str, reached_at: str, published_in: str) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if kind not in JoiningCode.Kind.values:
        wrong["kind"] = "Choose telephone or letter."
    if not reached_at:
        wrong["reached_at"] = "Give the published number or address."
    elif kind == JoiningCode.Kind.PHONE and sum(map(str.isdigit, reached_at)) < LEAST_DIGITS:
        wrong["reached_at"] = "Give the whole telephone number, with its area code."
    if not published_in:
        wrong["published_in"] = "Say where it is published, so that others can check it."
    for name, text in (("reached_at", reached_at), ("published_in", published_in)):
        if len(text) > LONGEST_PLACE:
            wrong[name] = f"Keep this within {LONGEST_PLACE} characters."
        elif turns_direction(text):
            wrong[name] = TURNED
    return wrong
