"""Counsel's desk: begin an agreement, edit its draft, throw it away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from muster.agreements import services
from muster.agreements.draft_forms import BeginForm, DraftForm, filled
from muster.agreements.models import AgreementVersion, InstrumentKind
from muster.agreements.policies import may_draft
from muster.agreements.queries.reading import stewards_for, visible_agreement
from muster.agreements.queries.shapes import Shape, shape, shapes
from muster.agreements.queries.versions import current_draft, draft_of
from muster.agreements.services.drafting import Heading
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.directory.models import Organization
from muster.domain.drafting.drafts import stored
from muster.domain.failures import Conflict, Invalid, NotFound, Refused
from muster.web.idempotency import idempotent


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def begin(request: HttpRequest) -> HttpResponse:
    """A new agreement from a template; counsel fills it in on the next page."""
    actor = acting(request)
    stewards = stewards_for(actor)
    if not stewards:
        raise Refused(
            "Only an office of a member, or the hub coordinator, begins an agreement.",
            "Ask your organization's representative.",
        )
    chosen = _shape(request.GET.get("template", ""))
    form = BeginForm(
        request.POST or None,
        stewards=stewards,
        initial={"kind": chosen.kind, "summary": chosen.summary, "steward": stewards[0][0]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            version = _begun(actor, form, chosen)
        except Invalid as failure:
            for name, sentence in failure.fields.items():
                form.add_error(name if name in form.fields else None, sentence)
        else:
            messages.success(request, "Begun. Fill in what is open; nobody is asked to sign yet.")
            return redirect("agreements:draft", version.agreement.slug)
    return render(
        request,
        "agreements/begin.html",
        {"form": form, "shape": chosen, "shapes": shapes()},
        status=422 if form.errors else 200,
    )


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft clause by clause. What contradicts is said and not kept; nothing typed is lost."""
    actor = acting(request)
    version = _draft(actor, slug)
    form = DraftForm(
        request.POST or None,
        initial={
            "seen": version.revision,
            "note": version.note,
            **filled(draft_of(version)),
        },
    )
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            services.save_draft(
                actor=actor,
                version=version,
                clauses=form.rows(),
                note=form.cleaned_data["note"],
                seen=form.cleaned_data["seen"],
            )
        except Conflict as failure:
            form.add_error(None, f"{failure.sentence} {failure.what_to_do}")
            status = failure.status
        else:
            messages.success(request, "Saved.")
            return redirect("agreements:draft", slug)
    return render(
        request,
        "agreements/draft.html",
        {
            "agreement": version.agreement,
            "version": version,
            "form": form,
            "sections": list(form.sections()),
            "remarks": version.comments.filter(settled_at=None).count(),
        },
        status=status if form.errors else 200,
    )


@login_required
@require_POST
@idempotent
def next_version(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin the next version, or open the draft that somebody began."""
    actor = acting(request)
    agreement = visible_agreement(actor, slug)
    require(may_draft(actor, agreement))
    if current_draft(agreement) is None:
        services.begin_version(actor=actor, agreement=agreement)
    return redirect("agreements:draft", slug)


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def discard(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask once, then throw the draft away."""
    actor = acting(request)
    version = _draft(actor, slug)
    if request.method == "POST":
        seen = request.POST.get("seen", "")
        services.discard_draft(
            actor=actor, version=version, seen=int(seen) if seen.isdecimal() else 0
        )
        messages.success(request, "The draft is gone. What it said stays in the audit record.")
        if version.number == 1:
            return redirect("agreements:agreements")
        return redirect("agreements:agreement", slug)
    return render(
        request,
        "agreements/discard.html",
        {"agreement": version.agreement, "version": version},
    )


def _begun(actor: Actor, form: BeginForm, chosen: Shape) -> AgreementVersion:
    data = form.cleaned_data
    steward = Organization.objects.get(pk=UUID(data["steward"])) if data["steward"] else None
    return services.begin_agreement(
        actor=actor,
        steward=steward,
        heading=Heading(
            name=data["name"],
            kind=InstrumentKind(data["kind"]),
            citation=data["citation"],
            summary=data["summary"],
            state=data["state"],
        ),
        clauses=stored(chosen.draft),
    )


def _shape(slug: str) -> Shape:
    found = shape(slug) if slug else shapes()[0]
    if found is None:
        raise NotFound("There is no template of this name.", "Choose one from the list.")
    return found


def _draft(actor: Actor, slug: str) -> AgreementVersion:
    agreement = visible_agreement(actor, slug)
    require(may_draft(actor, agreement))
    found = current_draft(agreement)
    if found is None:
        raise NotFound(
            f"{agreement.name} has no draft.", "Open the agreement and begin the next version."
        )
    found.agreement = agreement
    return found
