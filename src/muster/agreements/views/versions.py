"""A version in plain language, two side by side, and the remarks about a draft."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from muster.agreements import services
from muster.agreements.models import AgreementVersion, DraftComment, VersionStatus
from muster.agreements.policies import may_draft, may_propose, may_read_draft
from muster.agreements.queries.comparing import compared
from muster.agreements.queries.reading import visible_version
from muster.agreements.queries.turns import turn_of
from muster.agreements.queries.versions import draft_of
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.domain.drafting.contradictions import contradictions
from muster.domain.drafting.kinds import Kind
from muster.domain.drafting.library import LIBRARY
from muster.domain.drafting.meaning import cited
from muster.domain.failures import NotFound
from muster.web.idempotency import idempotent


@login_required
@require_GET
def version_page(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    actor = acting(request)
    return _page(request, actor, visible_version(actor, slug, number))


@login_required
@require_GET
def compare(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """This version beside another one, by default the one before it."""
    actor = acting(request)
    version = visible_version(actor, slug, number)
    said = request.GET.get("with", "")
    earlier = (
        version.agreement.versions.filter(number__lt=number, status=VersionStatus.PROPOSED)
        .order_by("number")
        .last()
    )
    if said:
        if not said.isdecimal():
            raise NotFound("There is no such version.", "Choose one from the agreement's page.")
        earlier = visible_version(actor, slug, int(said))
    rows = compared(earlier, version) if earlier else []
    return render(
        request,
        "agreements/compare.html",
        {
            "agreement": version.agreement,
            "version": version,
            "earlier": earlier,
            "rows": rows,
            "changed": [one for one in rows if one.differs],
            "others": version.agreement.versions.exclude(number=number).exclude(
                status=VersionStatus.DRAFT
            ),
        },
    )


@login_required
@require_POST
@idempotent
def comment(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    actor = acting(request)
    version = visible_version(actor, slug, number)
    require(may_read_draft(actor, version.agreement))
    said = request.POST.get("clause", "")
    services.comment(
        actor=actor,
        version=version,
        text=request.POST.get("text", ""),
        clause=Kind(said) if said in set(Kind) else None,
    )
    messages.success(request, "Your remark stands beside the draft.")
    return redirect("agreements:version", slug, number)


@login_required
@require_POST
@idempotent
def settle(request: HttpRequest, comment_id: UUID) -> HttpResponse:
    actor = acting(request)
    found = get_object_or_404(
        DraftComment.objects.select_related("version__agreement"), pk=comment_id
    )
    version = visible_version(actor, found.version.agreement.slug, found.version.number)
    services.settle_comment(actor=actor, comment=found)
    messages.success(request, "Settled.")
    return redirect("agreements:version", version.agreement.slug, version.number)


def _page(request: HttpRequest, actor: Actor, version: AgreementVersion) -> HttpResponse:
    agreement, draft = version.agreement, draft_of(version)
    is_draft = version.status == VersionStatus.DRAFT
    accepted = version.acceptances.select_related("party__organization").order_by(
        "party__organization__name"
    )
    return render(
        request,
        "agreements/version.html",
        {
            "agreement": agreement,
            "version": version,
            "clauses": [
                (clause, cited(draft, clause.kind, agreement.citation)) for clause in draft.clauses
            ],
            "contradictions": contradictions(draft) if is_draft else (),
            "turn": turn_of(version, at=actor.at) if not is_draft else None,
            "accepted": accepted,
            "comments": version.comments.select_related("office__organization"),
            "kinds": [(kind.value, LIBRARY[kind].title) for kind in Kind],
            "is_draft": is_draft,
            "may_draft": may_draft(actor, agreement),
            "may_propose": may_propose(actor, agreement),
            "may_comment": is_draft and may_read_draft(actor, agreement),
            "earlier": agreement.versions.filter(
                number__lt=version.number, status=VersionStatus.PROPOSED
            ).exists(),
        },
    )
