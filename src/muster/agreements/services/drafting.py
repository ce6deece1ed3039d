"""Writing an agreement: begin from a template, save drafts, talk about them, discard them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.text import slugify

from muster.agreements.actions import Action
from muster.agreements.models import (
    Agreement,
    AgreementVersion,
    DraftComment,
    InstrumentKind,
    VersionStatus,
)
from muster.agreements.models.versions import LONGEST_NOTE
from muster.agreements.policies import may_begin_agreement, may_draft, may_read_draft
from muster.agreements.queries.versions import latest
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.directory.models import Organization
from muster.domain.drafting.contradictions import contradictions
from muster.domain.drafting.differences import Change, differences
from muster.domain.drafting.drafts import Draft, read_draft, stored
from muster.domain.drafting.kinds import Kind
from muster.domain.failures import Conflict, Invalid

LONGEST_COMMENT = 2_000
LONGEST_SLUG = 70


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the clauses. `state` is two letters, or empty for any."""

    name: str
    kind: InstrumentKind
    citation: str
    summary: str = ""
    state: str = ""


@use_case
def begin_agreement(
    *,
    actor: Actor,
    steward: Organization | None,
    heading: Heading,
    clauses: Iterable[Mapping[str, Any]],
) -> AgreementVersion:
    """A new agreement with its first draft, kept by `steward`, or by the hub without one."""
    require(may_begin_agreement(actor, steward))
    wrong = _heading_faults(heading)
    if wrong:
        raise Invalid("Some answers need another look.", fields=wrong)
    rows = stored(_sound(clauses))
    agreement = Agreement.objects.create(
        slug=_free_slug(heading.name),
        name=heading.name.strip(),
        kind=heading.kind,
        citation=heading.citation.strip() or heading.name.strip(),
        summary=heading.summary.strip(),
        state=heading.state.upper(),
        steward=steward,
    )
    version = _new_draft(actor, agreement, 1, rows)
    record(
        actor=actor,
        action=Action.AGREEMENT_BEGUN,
        subject=agreement,
        facts={"agreement": agreement.name, "steward": str(steward or "")},
        organization_id=steward.pk if steward else None,
    )
    return version


@use_case
def begin_version(*, actor: Actor, agreement: Agreement) -> AgreementVersion:
    """A draft of the next version, beginning with the text that stands."""
    require(may_draft(actor, agreement))
    before = latest(agreement)
    if before is None:
        raise Conflict(f"{agreement.name} is still its first draft.", "Change that draft instead.")
    number = (agreement.versions.aggregate(most=Max("number"))["most"] or 0) + 1
    try:
        with transaction.atomic():
            version = _new_draft(actor, agreement, number, before.clauses)
    except IntegrityError as error:
        raise Conflict(
            f"{agreement.name} has a draft already.", "Open it; there is one at a time."
        ) from error
    record(
        actor=actor,
        action=Action.VERSION_BEGUN,
        subject=version,
        facts={"agreement": agreement.name, "version": number},
        organization_id=agreement.steward_id,
    )
    return version


@use_case
def save_draft(
    *,
    actor: Actor,
    version: AgreementVersion,
    clauses: Iterable[Mapping[str, Any]],
    note: str,
    seen: int,
) -> AgreementVersion:
    """Keep what counsel wrote. `seen` is the revision it was written over.

    Raises Invalid for unreadable or contradictory clauses, Conflict when somebody saved meanwhile.
    """
    require(may_draft(actor, version.agreement))
    if len(note) > LONGEST_NOTE:
        raise Invalid(
            "Some answers need another look.",
            fields={"note": f"Keep it within {LONGEST_NOTE} characters."},
        )
    draft = _sound(clauses)
    locked = _locked_draft(version)
    if locked.revision != seen:
        raise Conflict(
            "Somebody else saved this draft since you opened it.",
            "Open it in another window, carry your changes over, and save there.",
        )
    changed = _changed(read_draft(locked.clauses)[0], draft)
    if not changed and note.strip() == locked.note:
        return locked
    locked.clauses, locked.note = stored(draft), note.strip()
    locked.revision += 1
    locked.save(update_fields=["clauses", "note", "revision"])
    record(
        actor=actor,
        action=Action.VERSION_SAVED,
        subject=locked,
        facts={
            "agreement": locked.agreement.name,
            "version": locked.number,
            "revision": locked.revision,
            "clauses": changed,
        },
        organization_id=locked.agreement.steward_id,
    )
    return locked


@use_case
def discard_draft(*, actor: Actor, version: AgreementVersion, seen: int) -> None:
    """Throw a draft away; an agreement that never had another text goes with it."""
    require(may_draft(actor, version.agreement))
    locked = _locked_draft(version)
    if locked.revision != seen:
        raise Conflict(
            "Somebody else saved this draft since you opened it.", "Read it before it is gone."
        )
    agreement = locked.agreement
    record(
        actor=actor,
        action=Action.VERSION_DISCARDED,
        subject=locked,
        facts={
            "agreement": agreement.name,
            "version": locked.number,
            "clauses": locked.clauses,
        },
        organization_id=agreement.steward_id,
    )
    locked.delete()
    if not agreement.versions.exists():
        agreement.delete()


@use_case
def comment(
    *, actor: Actor, version: AgreementVersion, text: str, clause: Kind | None = None
) -> DraftComment:
    """A remark about a draft, for whoever writes it and everybody invited to it."""
    require(may_read_draft(actor, version.agreement))
    said = text.strip()
    if not said:
        raise Invalid("Some answers need another look.", fields={"text": "Write the remark."})
    if len(said) > LONGEST_COMMENT:
        limit = f"Keep it within {LONGEST_COMMENT} characters."
        raise Invalid("Some answers need another look.", fields={"text": limit})
    locked = _locked_draft(version)
    standing = actor.standings[0] if actor.standings else None
    written = DraftComment.objects.create(
        version=locked,
        clause=clause.value if clause else "",
        text=said,
        written_at=actor.at,
        office_id=standing.office_id if standing else None,
        author_name=actor.name,
    )
    record(
        actor=actor,
        action=Action.COMMENT_WRITTEN,
        subject=written,
        facts={"agreement": locked.agreement.name, "version": locked.number},
        organization_id=locked.agreement.steward_id,
    )
    return written


@use_case
def settle_comment(*, actor: Actor, comment: DraftComment) -> DraftComment:
    """Whoever writes the draft says that a remark is dealt with."""
    require(may_draft(actor, comment.version.agreement))
    locked = DraftComment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    if locked.settled_at is not None:
        return locked
    locked.settled_at, locked.settled_by_name = actor.at, actor.name
    locked.save(update_fields=["settled_at", "settled_by_name"])
    record(
        actor=actor,
        action=Action.COMMENT_SETTLED,
        subject=locked,
        facts={"agreement": comment.version.agreement.name},
        organization_id=comment.version.agreement.steward_id,
    )
    return locked


def _new_draft(
    actor: Actor, agreement: Agreement, number: int, rows: list[dict[str, Any]]
) -> AgreementVersion:
    standing = actor.standings[0] if actor.standings else None
    return AgreementVersion.objects.create(
        agreement=agreement,
        number=number,
        status=VersionStatus.DRAFT,
        clauses=rows,
        drafted_at=actor.at,
        drafted_by_id=standing.office_id if standing else None,
    )


def _locked_draft(version: AgreementVersion) -> AgreementVersion:
    found = (
        AgreementVersion.objects.select_for_update(no_key=True, of=("self",))
        .select_related("agreement")
        .filter(pk=version.pk)
        .first()
    )
    if found is None:
        raise Conflict("This draft was discarded.", "Begin a new one.")
    if found.status != VersionStatus.DRAFT:
        raise Conflict(
            f"Version {found.number} was put before the parties and stands.",
            "Begin the next version to change anything.",
        )
    return found


def _sound(clauses: Iterable[Mapping[str, Any]]) -> Draft:
    draft, wrong = read_draft(clauses)
    if wrong:
        fields = {f"{one.kind}-{one.parameter}".rstrip("-"): one.sentence for one in wrong}
        raise Invalid("Some clauses need another look.", fields=fields)
    found = contradictions(draft)
    if found:
        raise Invalid(" ".join(one.sentence for one in found), "Change one of the clauses named.")
    return draft


def _changed(before: Draft, after: Draft) -> list[str]:
    return [one.kind.value for one in differences(before, after) if one.change is not Change.SAME]


def _heading_faults(heading: Heading) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not heading.name.strip():
        wrong["name"] = "Give the agreement a name."
    if heading.kind not in InstrumentKind.values:
        wrong["kind"] = "Choose a kind from the list."
    for name, longest in (("name", 200), ("citation", 300), ("summary", 2_000)):
        if len(getattr(heading, name)) > longest:
            wrong[name] = f"Keep it within {longest} characters."
    state = heading.state.strip()
    if state and not (len(state) == len("TX") and state.isascii() and state.isalpha()):
        wrong["state"] = "Give the state's two letters, or nothing."
    return wrong


def _free_slug(name: str) -> str:
    base = slugify(name)[:LONGEST_SLUG].strip("-") or "agreement"
    taken = set(Agreement.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | {
        "declare",
        "supply",
        "templates",
        "new",
        "drafts",
    }
    return next(
        slug
        for slug in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
        if slug not in taken
    )
