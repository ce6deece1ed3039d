"""Making the paper of a signature, sealed; keeping the scan of one made by hand."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from muster.agreements.actions import Action
from muster.agreements.models import Acceptance, AgreementVersion, SignedAct, SignedPaper
from muster.agreements.papers.signed_text import SignedText, render_signed_text
from muster.agreements.queries.versions import draft_of, latest
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.directory.models import Office
from muster.documents.scans import Scan, page_count
from muster.documents.seals.ring import hub_ring
from muster.domain.acts import ACT_NAMES, ActKind
from muster.domain.drafting.meaning import cited

PDF = "application/pdf"


@use_case
def seal_acceptance(*, actor: Actor, acceptance_id: UUID) -> SignedPaper | None:
    """The paper of an accession or an accepted amendment; None when it is made already.

    Raises KeysUnusable on a hub without keys; nothing is written then.
    """
    found = Acceptance.objects.select_related(
        "version__agreement", "party__organization", "accepted_by"
    ).get(pk=acceptance_id)
    if found.papers.exists():
        return None
    party = found.party
    first = not party.acceptances.filter(accepted_at__lt=found.accepted_at).exists()
    text = _text(
        what="Accession" if first else "Acceptance of an amended agreement",
        version=found.version,
        organization=party.organization.name,
        office=found.accepted_by,
        signer=found.signer_name,
        exercise=party.exercise,
        moments=(found.accepted_at, found.effective, None),
    )
    return _kept(actor, text, acceptance=found, organization_id=party.organization_id)


@use_case
def seal_act(*, actor: Actor, act_id: UUID) -> SignedPaper | None:
    """The paper of an act signed here, such as a client contract."""
    act = SignedAct.objects.select_related("agreement", "organization", "signed_by").get(pk=act_id)
    version = latest(act.agreement)
    if version is None or act.papers.exists():
        return None
    text = _text(
        what=ACT_NAMES[ActKind(act.kind)].capitalize(),
        version=version,
        organization=act.organization.name,
        office=act.signed_by,
        signer=act.signer_name,
        exercise=act.exercise,
        moments=(act.during.lower, act.during.lower, act.during.upper),
    )
    return _kept(actor, text, act=act, organization_id=act.organization_id)


def keep_scan(actor: Actor, acceptance: Acceptance, scan: Scan, office: Office | None) -> None:
    """Inside the use case that records the signature."""
    SignedPaper.objects.create(
        form=SignedPaper.Form.SCAN,
        acceptance=acceptance,
        media_type=scan.media_type,
        pages=scan.pages,
        sha256=scan.sha256,
        data=scan.data,
        made_at=actor.at,
        handed_in_by=office,
    )


def _text(
    *,
    what: str,
    version: AgreementVersion,
    organization: str,
    office: Office | None,
    signer: str,
    exercise: bool,
    moments: tuple[datetime, datetime, datetime | None],
) -> SignedText:
    agreement, draft = version.agreement, draft_of(version)
    signed_at, effective, until = moments
    return SignedText(
        what=what,
        agreement=agreement.name,
        citation=agreement.citation,
        version=version.number,
        organization=organization,
        office=office.title if office else "not on record",
        signer=signer or "not on record",
        signed_at=signed_at,
        effective=effective,
        until=until,
        clauses=[
            (one.title, one.text, cited(draft, one.kind, agreement.citation))
            for one in draft.clauses
        ],
        verification_address=f"{settings.ORIGIN}{reverse('agreements:seals')}",
        demonstration=agreement.demonstration,
        exercise=exercise,
    )


def _kept(
    actor: Actor,
    text: SignedText,
    *,
    organization_id: UUID,
    acceptance: Acceptance | None = None,
    act: SignedAct | None = None,
) -> SignedPaper | None:
    reason = f"{text.what} of {text.organization}: {text.agreement}, version {text.version}"
    # The signing library takes a third of a second to load; only who seals waits for it.
    from muster.documents.seals.sealing import seal

    data = seal(render_signed_text(text), reason=reason, ring=hub_ring())
    try:
        with transaction.atomic():
            paper = SignedPaper.objects.create(
                form=SignedPaper.Form.SEALED,
                acceptance=acceptance,
                act=act,
                media_type=PDF,
                pages=page_count(data),
                sha256=sha256(data).hexdigest(),
                data=data,
                made_at=timezone.now(),
            )
    except IntegrityError:
        # Two workers at the same paper: the first one made it.
        return None
    record(
        actor=actor,
        action=Action.PAPER_SEALED,
        subject=paper,
        facts={"paper": reason, "sha256": paper.sha256},
        organization_id=organization_id,
    )
    return paper
