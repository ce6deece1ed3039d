"""Partners and bodies under a government: added, corrected, moved, ended and opened again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.directory.models import BODIES, Organization, OrganizationKind
from muster.directory.organization_forms import (
    BodyForm,
    CloseForm,
    CorrectForm,
    FactsForm,
    MoveForm,
    NewForm,
    PartnerForm,
)
from muster.directory.policies import (
    may_add_body,
    may_add_partner,
    may_close,
    may_correct,
    may_move,
    may_rename,
)
from muster.directory.queries.finding import LONGEST, Found, find
from muster.directory.services import organization_ends as ends
from muster.directory.services import organizations as services
from muster.directory.services.organizations import LooksKnown
from muster.domain.failures import Conflict, Invalid
from muster.web.idempotency import idempotent


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def add_partner(request: HttpRequest) -> HttpResponse:
    actor = acting(request)
    require(may_add_partner(actor))
    form = PartnerForm(request.POST or None)
    found: list[Found] = []
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            added = services.add_partner(
                actor=actor,
                facts=form.facts,
                domain=form.cleaned_data["domain"],
                another=form.cleaned_data["another"],
            )
        except (Invalid, Conflict) as failure:
            found, status = _put_on(form, failure, "domain")
        else:
            return _added(request, added)
    return _new(request, form, found, status, None)


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def add_body(request: HttpRequest, slug: str) -> HttpResponse:
    actor, parent = acting(request), _organization(slug)
    require(may_add_body(actor, parent))
    form = BodyForm(request.POST or None)
    found: list[Found] = []
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            added = services.add_body(
                actor=actor, parent=parent, facts=form.facts, another=form.cleaned_data["another"]
            )
        except (Invalid, Conflict) as failure:
            found, status = _put_on(form, failure, None)
        else:
            return _added(request, added)
    return _new(request, form, found, status, parent)


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def correct(request: HttpRequest, slug: str) -> HttpResponse:
    """What is on record, and the ways to put it elsewhere or say that it ceased."""
    actor, organization = acting(request), _organization(slug)
    require(may_correct(actor, organization))
    renames = may_rename(actor, organization)
    form = CorrectForm(request.POST or None, organization=organization, renames=bool(renames))
    status = 422
    if request.method == "POST" and form.is_valid():
        try:
            services.correct(actor=actor, organization=organization, facts=form.facts)
        except (Invalid, Conflict) as failure:
            _, status = _put_on(form, failure, None)
        else:
            messages.success(request, "Corrected. Correct it again here if that was wrong.")
            return redirect("directory:correct_organization", slug)
    context = {
        "organization": organization,
        "form": form,
        "renames": renames,
        "may_move": may_move(actor, organization) and not organization.is_listed,
        "may_close": may_close(actor, organization),
    }
    return render(request, "directory/correct.html", context, status=status if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def move(request: HttpRequest, slug: str) -> HttpResponse:
    """Look for the one above, choose it, and the body is under it."""
    actor, organization = acting(request), _organization(slug)
    require(may_move(actor, organization))
    search, found = _looked_for(request, organization, actor)
    alone = organization.kind not in BODIES or organization.kind == OrganizationKind.STATE_AGENCY
    form = MoveForm(request.POST or None, found=found, alone=alone)
    status = 422
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["parent"]
        try:
            moved = ends.move(
                actor=actor,
                organization=organization,
                parent=_organization(chosen) if chosen else None,
            )
        except (Invalid, Conflict) as failure:
            _, status = _put_on(form, failure, "parent")
        else:
            words = f"It is under {moved.parent} now." if moved.parent else "It stands by itself."
            messages.success(request, words)
            return redirect("directory:organization", slug)
    context = {
        "organization": organization,
        "form": form,
        "search": search,
        "choosable": found or alone,
    }
    return render(request, "directory/move.html", context, status=status if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def close(request: HttpRequest, slug: str) -> HttpResponse:
    """A page of its own, since a day and a reason are asked for."""
    actor, organization = acting(request), _organization(slug)
    require(may_close(actor, organization))
    search, found = _looked_for(request, organization, None)
    form = CloseForm(request.POST or None, found=found)
    status = 422
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            ends.close(
                actor=actor,
                organization=organization,
                closed_on=said["closed_on"],
                reason=said["reason"],
                successor=_organization(said["successor"]) if said["successor"] else None,
            )
        except (Invalid, Conflict) as failure:
            _, status = _put_on(form, failure, None)
        else:
            messages.success(request, "Marked as ceased. Its offices are empty from now on.")
            return redirect("directory:organization", slug)
    context = {"organization": organization, "form": form, "search": search}
    return render(request, "directory/close.html", context, status=status if form.errors else 200)


@login_required
@require_POST
@idempotent
def reopen(request: HttpRequest, slug: str) -> HttpResponse:
    ends.reopen(actor=acting(request), organization=_organization(slug))
    messages.success(request, "Open again, with everybody who held an office when it ceased.")
    return redirect("directory:organization", slug)


def _organization(slug: str) -> Organization:
    return get_object_or_404(
        Organization.objects.select_related("jurisdiction", "seat", "parent", "successor"),
        slug=slug,
    )


def _looked_for(
    request: HttpRequest, organization: Organization, actor: Actor | None
) -> tuple[str, list[Found]]:
    """What is typed into the search and the others it fits; with `actor`, those it may choose."""
    search = request.GET.get("q", "").replace("\x00", "")[:LONGEST]
    found = find(search) if search.strip() else []
    own = None if actor is None or actor.coordinates else actor.organizations_with()
    return search, [
        one for one in found if one.id != organization.pk and (own is None or one.id in own)
    ]


def _put_on(
    form: FactsForm | MoveForm | CloseForm, failure: Invalid | Conflict, field: str | None
) -> tuple[list[Found], int]:
    """The failure on the form; names alike, if that is what it is about, and the status."""
    if isinstance(failure, LooksKnown):
        form.add_error("another", "Look at these first. If it is none of them, say so here.")
        return failure.found, failure.status
    if isinstance(failure, Invalid) and failure.fields:
        for name, sentence in failure.fields.items():
            form.add_error(name if name in form.fields else None, sentence)
    else:
        form.add_error(field, f"{failure.sentence} {failure.what_to_do}".strip())
    return [], failure.status


def _added(request: HttpRequest, added: Organization) -> HttpResponse:
    messages.success(request, f"{added} is on record. It joins like any government does.")
    return redirect("directory:organization", added.slug)


def _new(
    request: HttpRequest,
    form: NewForm,
    found: list[Found],
    status: int,
    parent: Organization | None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "found": found,
        "parent": parent,
        "asks_another": bool(found) or bool(form.data.get("another")),
    }
    return render(
        request,
        "directory/new_organization.html",
        context,
        status=status if form.errors else 200,
    )
