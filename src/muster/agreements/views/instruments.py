"""Agreements, and signing what one asks for."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from muster.accounts.step_up import fresh
from muster.agreements import services
from muster.agreements.forms import SignForm
from muster.agreements.models import (
    Agreement,
    AgreementVersion,
    Party,
    SignedPaper,
    VersionStatus,
)
from muster.agreements.policies import (
    may_draft,
    may_read_draft,
    may_record_declaration,
    may_sign_act,
    may_withdraw_act,
)
from muster.agreements.queries import (
    act_in_words,
    agreements_in_force,
    exercise_here,
    live_declarations,
    open_signatures,
    over_declarations,
    signing_terms,
)
from muster.agreements.queries.papers import papers_of
from muster.agreements.queries.reading import (
    drafts_for,
    own_parties,
    recordable,
    stewards_for,
    visible_agreement,
)
from muster.agreements.queries.turns import turn_of
from muster.agreements.queries.versions import binding, current_draft, draft_of, latest
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.directory.models import Organization
from muster.directory.queries.offices import hub_desk
from muster.domain.acts import RECORDED_ACTS, ActKind
from muster.domain.drafting.meaning import cited
from muster.domain.failures import Invalid
from muster.web.idempotency import idempotent
from muster.web.pages import page_of

SIGNED_HERE = {ActKind.ACCESSION, ActKind.CLIENT_CONTRACT, ActKind.EMPLOYER_CONSENT}


@login_required
@require_GET
def agreement_list(request: HttpRequest) -> HttpResponse:
    actor = acting(request)
    live = list(live_declarations(actor))
    return render(
        request,
        "agreements/list.html",
        {
            "agreements": agreements_in_force(at=actor.at),
            "current": [one for one in live if one.during.lower <= actor.at],
            "upcoming": [one for one in live if one.during.lower > actor.at],
            "over": over_declarations(actor),
            "may_record": may_record_declaration(actor),
            "drafts": drafts_for(actor),
            "may_begin": bool(stewards_for(actor)),
        },
    )


@login_required
@require_GET
def agreement_page(request: HttpRequest, slug: str) -> HttpResponse:
    actor = acting(request)
    found = visible_agreement(actor, slug)
    version = latest(found)
    parties = (
        found.parties.filter(during__contains=actor.at)
        .select_related("organization")
        .annotate(
            bound=Max(
                "acceptances__version__number", filter=Q(acceptances__effective__lte=actor.at)
            )
        )
    )
    may_read, versions = may_read_draft(actor, found), found.versions.all()
    if not may_read:
        versions = versions.exclude(status=VersionStatus.DRAFT)
    signed = found.signed_acts.filter(during__contains=actor.at, withdrawn_at=None).select_related(
        "organization"
    )
    if not (actor.coordinates or actor.audits):
        signed = signed.filter(organization__in=actor.organizations_with())
    papers = papers_of(actor, found.pk)
    return render(
        request,
        "agreements/agreement.html",
        {
            "agreement": found,
            "version": version,
            "clauses": [
                (clause, cited(draft, clause.kind, found.citation))
                for draft in ([draft_of(version)] if version else [])
                for clause in draft.clauses
            ],
            "page": page_of(request, parties.order_by("organization__name", "pk"), per_page=50),
            "open_signatures": [
                (organization, kind, act_in_words(kind))
                for organization, kind in open_signatures(found, actor)
            ],
            "signed": [
                (
                    act,
                    act.kind in RECORDED_ACTS and may_withdraw_act(actor, act),
                    papers.get(act.pk),
                )
                for act in signed.order_by("during", "pk")
            ],
            "recordable": [
                (organization, kind, act_in_words(kind))
                for organization, kind in recordable(found, actor)
            ],
            "own": _own(actor, found, papers),
            "versions": versions.annotate(accepted=Count("acceptances")),
            "turn": turn_of(version, at=actor.at) if version else None,
            "may_draft": may_draft(actor, found),
            "has_draft": current_draft(found) is not None,
        },
    )


def _own(
    actor: Actor, agreement: Agreement, papers: dict[UUID, SignedPaper]
) -> list[tuple[Party, AgreementVersion | None, SignedPaper | None]]:
    """One's own parties, the version that binds each, and the paper of its latest signature."""
    rows = []
    for party in own_parties(actor, agreement):
        signed = party.acceptances.order_by("-accepted_at").values_list("pk", flat=True)
        paper = next((papers[one] for one in signed if one in papers), None)
        rows.append((party, binding(party, at=actor.at), paper))
    return rows


@login_required
@require_http_methods(["GET", "POST"])
@fresh
@idempotent
def sign(request: HttpRequest, slug: str) -> HttpResponse:
    """The terms of an act the agreement asks of one's own organization, and the signature."""
    actor = acting(request)
    found = get_object_or_404(Agreement, slug=slug)
    said = request.POST if request.method == "POST" else request.GET
    organization = get_object_or_404(
        Organization, slug=said.get("organization", ""), pk__in=actor.organizations_with()
    )
    kind = _kind(said.get("act", ""))
    require(may_sign_act(actor, found, organization))
    form = SignForm(
        request.POST or None,
        initial={
            "organization": organization.slug,
            "act": kind.value,
            "exercise": bool(said.get("exercise")),
        },
        organization=organization.name,
    )
    if request.method == "POST" and form.is_valid():
        read = request.POST.get("read", "")
        _sign(
            actor,
            found,
            organization,
            kind,
            exercise=form.exercise_said,
            read=int(read) if read.isdecimal() else None,
        )
        messages.success(request, f"Signed for {organization}. Match again to see what it changes.")
        return redirect("agreements:agreement", slug)
    return render(
        request,
        "agreements/sign.html",
        {
            "agreement": found,
            "organization": organization,
            "form": form,
            "act": act_in_words(kind),
            "terms": signing_terms(found, organization, kind, at=actor.at),
            "desk": hub_desk(at=actor.at),
            "is_open": (organization, kind)
            in open_signatures(found, actor, exercise=bool(said.get("exercise"))),
            "exercise": exercise_here(),
        },
        status=422 if form.errors else 200,
    )


def _kind(said: str) -> ActKind:
    if said not in SIGNED_HERE:
        raise Invalid("That is not an act one signs here.", "Open the agreement and sign there.")
    return ActKind(said)


def _sign(
    actor: Actor,
    agreement: Agreement,
    organization: Organization,
    kind: ActKind,
    *,
    exercise: bool,
    read: int | None,
) -> None:
    if kind is ActKind.ACCESSION:
        services.accede(
            actor=actor,
            agreement=agreement,
            organization=organization,
            exercise=exercise,
            read=read,
        )
    else:
        services.sign_act(
            actor=actor,
            agreement=agreement,
            organization=organization,
            kind=kind,
            exercise=exercise,
        )
