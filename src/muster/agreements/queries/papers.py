"""Papers of signatures: which there are, who may fetch them, which wait for the seal."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from muster.agreements.models import Acceptance, SignedAct, SignedPaper
from muster.authz.actors import Actor


def visible_papers(actor: Actor) -> QuerySet[SignedPaper]:
    """Of one's own organizations, and of agreements one keeps; all for the hub and auditors."""
    papers = SignedPaper.objects.defer("data")
    if actor.coordinates or actor.audits:
        return papers
    mine = actor.organizations_with()
    return papers.filter(
        Q(acceptance__party__organization__in=mine)
        | Q(acceptance__version__agreement__steward__in=mine)
        | Q(act__organization__in=mine)
    )


def papers_of(actor: Actor, agreement_id: UUID) -> dict[UUID, SignedPaper]:
    """The papers of one agreement the actor may fetch, by acceptance and by act."""
    papers = visible_papers(actor).filter(
        Q(acceptance__version__agreement=agreement_id) | Q(act__agreement=agreement_id)
    )
    return {
        signed: one
        for one in papers.order_by("made_at")
        if (signed := one.acceptance_id or one.act_id) is not None
    }


def on_record(sha256: str) -> bool:
    """Whether the hub keeps exactly this file."""
    return SignedPaper.objects.filter(sha256=sha256).exists()


def waiting_acceptances() -> QuerySet[Acceptance]:
    """Signed in the browser, without a paper yet. Those of the demonstration have no signer."""
    return Acceptance.objects.filter(papers=None).exclude(signer_name="").order_by("pk")


def waiting_acts() -> QuerySet[SignedAct]:
    return SignedAct.objects.filter(papers=None).exclude(signer_name="").order_by("pk")
