"""Declarations: recording one, what it reaches, ending or withdrawing it, and missing acts."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.accounts.step_up import fresh
from muster.agreements import services
from muster.agreements.forms import (
    DeclarationForm,
    DocumentForm,
    EndForm,
    WithdrawForm,
    typed_before,
)
from muster.agreements.models import Agreement, Declaration, DeclarationDocument
from muster.agreements.policies import may_end_declaration, may_record_declaration
from muster.agreements.queries import (
    declaration_reach,
    declarations_on_record,
    jurisdiction_by_division,
)
from muster.agreements.services import DeclarationFacts
from muster.agreements.supply import form_for
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.directory.models import Organization
from muster.documents.scans import SUFFIXES, Scan, accept_scan
from muster.domain.acts import ActKind
from muster.domain.failures import Conflict, Invalid, NotFound
from muster.web.idempotency import idempotent


@login_required
@require_http_methods(["GET", "POST"])
@fresh
@idempotent
def declare(request: HttpRequest) -> HttpResponse:
    """Put an issued declaration on record. The address may carry what is known of it."""
    actor = acting(request)
    require(may_record_declaration(actor))
    form = DeclarationForm(
        request.POST or None, request.FILES or None, initial=typed_before(request.GET)
    )
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            recorded = _recorded(actor, form)
        except Invalid as failure:
            for name, sentence in failure.fields.items():
                form.add_error(name if name in form.fields else None, sentence)
        except Conflict as failure:
            form.add_error("reference", f"{failure.sentence} {failure.what_to_do}")
            status = failure.status
        else:
            messages.success(
                request, "On record. Match the open requests again: more people may come now."
            )
            return redirect("agreements:declaration", recorded.pk)
    return render(
        request, "agreements/declare.html", {"form": form}, status=status if form.errors else 200
    )


def _recorded(actor: Actor, form: DeclarationForm) -> Declaration:
    """With its document, or not at all."""
    data = form.cleaned_data
    facts = DeclarationFacts(
        level=data["level"],
        issued_by=data["issued_by"],
        reference=data["reference"],
        effective=data["effective"],
        expires=data["expires"],
        exercise=form.exercise_said,
    )
    return services.record_declaration(
        actor=actor,
        jurisdiction=jurisdiction_by_division(data["jurisdiction"]),
        facts=facts,
        document=_scan(data["document"].read()) if data["document"] else None,
    )


def _scan(file: bytes) -> Scan:
    try:
        return accept_scan(file)
    except Invalid as failure:
        raise Invalid(failure.sentence, fields={"document": failure.fields["file"]}) from failure


@login_required
@require_GET
def declaration_page(request: HttpRequest, declaration_id: UUID) -> HttpResponse:
    return _page(request, acting(request), _found(request, declaration_id))


@login_required
@require_POST
@idempotent
def end(request: HttpRequest, declaration_id: UUID) -> HttpResponse:
    actor, found = acting(request), _found(request, declaration_id)
    require(may_end_declaration(actor))
    form = EndForm(request.POST, auto_id="end_%s")
    if form.is_valid():
        try:
            services.end_declaration(actor=actor, declaration=found, **form.cleaned_data)
        except Invalid as failure:
            for name, sentence in failure.fields.items():
                form.add_error(name, sentence)
        else:
            messages.success(request, "Noted. No new mission order can rest on it after its end.")
            return redirect("agreements:declaration", found.pk)
    return _page(request, actor, found, end_form=form)


@login_required
@require_POST
@idempotent
def add_document(request: HttpRequest, declaration_id: UUID) -> HttpResponse:
    actor, found = acting(request), _found(request, declaration_id)
    require(may_record_declaration(actor))
    form = DocumentForm(request.POST, request.FILES, auto_id="document_%s")
    if form.is_valid():
        file = form.cleaned_data["file"].read()
        try:
            services.add_document(actor=actor, declaration=found, file=file)
        except Invalid as failure:
            form.add_error("file", failure.fields["file"])
        else:
            messages.success(request, "Kept with the declaration.")
            return redirect("agreements:declaration", found.pk)
    return _page(request, actor, found, document_form=form)


@login_required
@require_GET
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """The file as it is kept: always a download."""
    kept = get_object_or_404(
        DeclarationDocument.objects.select_related("declaration"), pk=document_id
    )
    _found(request, kept.declaration_id)
    suffix = SUFFIXES[kept.media_type]
    response = HttpResponse(bytes(kept.data), content_type=kept.media_type)
    name = f"declaration-{kept.sha256[:12]}.{suffix}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_POST
@idempotent
def withdraw(request: HttpRequest, declaration_id: UUID) -> HttpResponse:
    actor, found = acting(request), _found(request, declaration_id)
    require(may_end_declaration(actor))
    form = WithdrawForm(request.POST, auto_id="withdraw_%s")
    if not form.is_valid():
        return _page(request, actor, found, withdraw_form=form)
    services.withdraw_declaration(actor=actor, declaration=found, **form.cleaned_data)
    messages.success(request, "Withdrawn. It counts for nothing from now on.")
    return redirect("agreements:declaration", found.pk)


@login_required
@require_GET
def supply(request: HttpRequest) -> HttpResponse:
    """From a missing act to the form that supplies it, filled in as far as it is known."""
    said = request.GET
    try:
        kind = ActKind(said.get("act", ""))
        whose = UUID(said.get("organization", ""))
        under = UUID(said["agreement"]) if said.get("agreement") else None
    except ValueError as error:
        raise NotFound(
            "This link is incomplete.", "Go back to the page it was on and use it there."
        ) from error
    form = form_for(
        acting(request),
        kind,
        get_object_or_404(Organization.objects.select_related("jurisdiction"), pk=whose),
        get_object_or_404(Agreement, pk=under) if under else None,
        exercise=bool(said.get("exercise")),
    )
    return redirect(form.url)


def _found(request: HttpRequest, declaration_id: UUID) -> Declaration:
    return get_object_or_404(
        declarations_on_record(acting(request)).select_related(
            "jurisdiction", "recorded_by__organization", "ended_by__organization"
        ),
        pk=declaration_id,
    )


def _page(
    request: HttpRequest,
    actor: Actor,
    found: Declaration,
    *,
    end_form: EndForm | None = None,
    withdraw_form: WithdrawForm | None = None,
    document_form: DocumentForm | None = None,
) -> HttpResponse:
    withdrawn = found.ending == Declaration.Ending.WITHDRAWN
    began, live = found.during.lower <= actor.at, found.during.upper > actor.at
    return render(
        request,
        "agreements/declaration.html",
        {
            "declaration": found,
            "reach": declaration_reach(found),
            "withdrawn": withdrawn,
            "upcoming": not began and not withdrawn,
            "in_effect": began and live and not withdrawn,
            "may_end": may_end_declaration(actor) and began and live and not found.ending,
            "may_withdraw": may_end_declaration(actor) and not withdrawn,
            "again": _again(found) if may_record_declaration(actor) and withdrawn else "",
            "end_form": end_form or EndForm(initial={"ended_at": actor.at}, auto_id="end_%s"),
            "withdraw_form": withdraw_form or WithdrawForm(auto_id="withdraw_%s"),
            "documents": found.documents.defer("data").order_by("added_at"),
            "may_add": may_record_declaration(actor),
            "document_form": document_form or DocumentForm(auto_id="document_%s"),
            "exercise": found.exercise,
        },
        status=422 if end_form or withdraw_form or document_form else 200,
    )


def _again(found: Declaration) -> str:
    """The form that records it anew, with everything that was typed the first time."""
    query = {
        "level": found.level,
        "jurisdiction": found.jurisdiction.ocd_id,
        "issued_by": found.issued_by,
        "reference": found.reference,
        "effective": found.during.lower.isoformat(),
        "expires": (found.first_expiry or found.during.upper).isoformat(),
    }
    if found.exercise:
        query["exercise"] = "1"
    return f"{reverse('agreements:declare')}?{urlencode(query)}"
