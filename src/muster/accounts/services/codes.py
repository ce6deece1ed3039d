"""Printed codes: a way in that needs no mail, no phone and no identity provider."""

from __future__ import annotations

from datetime import datetime

from muster.accounts.job_names import JobName
from muster.accounts.models import CodeSheet, Person, PrintedCode
from muster.accounts.policies import may_print_codes
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Source
from muster.authz.decisions import require
from muster.authz.secrets import digest
from muster.domain.failures import Invalid
from muster.domain.spoken_codes import new_code, read_code
from muster.jobs.queue import enqueue

CODES_ON_A_SHEET = 10
_UNKNOWN = "This code is not one of ours, or it has been used."
_WHAT_TO_DO = (
    "Look at the sheet again: four groups of four, without the letters I, L and O. Strike out what "
    "you used and type the next one, or choose another way in."
)


@use_case
def make_sheet(*, actor: Actor, person: Person) -> tuple[CodeSheet, list[str]]:
    """Ten fresh codes, shown this once. Those of the sheet before stop working."""
    require(may_print_codes(actor, person))
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    ended = CodeSheet.objects.filter(person=person, ended_at=None).update(ended_at=actor.at)
    sheet = CodeSheet.objects.create(person=person, made_at=actor.at)
    codes = [new_code() for _ in range(CODES_ON_A_SHEET)]
    PrintedCode.objects.bulk_create(
        PrintedCode(sheet=sheet, place=place, digest=digest(read_code(code)))
        for place, code in enumerate(codes, start=1)
    )
    record(
        actor=actor,
        action="accounts:codes:printed",
        subject=person,
        facts={"codes": len(codes), "replaced": bool(ended)},
    )
    enqueue(JobName.MAIL_WAY_CHANGED, person_id=str(person.pk), way="printed_codes", what="added")
    return sheet, codes


@use_case
def use_code(
    *, code: str, at: datetime, origin: str = "", request_id: str = "", only: Person | None = None
) -> tuple[Person, int]:
    """Spend one code: whose it is, and how many are left. The second of two uses gets Invalid.

    With `only`, codes of anybody else are refused and not spent.
    """
    found = (
        PrintedCode.objects.filter(
            digest=digest(read_code(code)), used_at=None, sheet__ended_at=None
        )
        .select_related("sheet__person")
        .first()
    )
    if found is None or not found.sheet.person.is_active or (only and only != found.sheet.person):
        raise Invalid(_UNKNOWN, _WHAT_TO_DO, fields={"code": _UNKNOWN})
    if not PrintedCode.objects.filter(pk=found.pk, used_at=None).update(used_at=at):
        raise Invalid(_UNKNOWN, _WHAT_TO_DO, fields={"code": _UNKNOWN})
    person = found.sheet.person
    left = found.sheet.codes.filter(used_at=None).count()
    record(
        actor=Actor(
            at=at,
            source=Source.WEB,
            name=person.name,
            person_id=person.pk,
            origin=origin,
            request_id=request_id,
        ),
        action="accounts:person:signed_in_by_printed_code" if only is None else SHOWN,
        subject=person,
        facts={"code": found.place, "left": left},
    )
    return person, left


SHOWN = "accounts:person:shown_by_printed_code"
