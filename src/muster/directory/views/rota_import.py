"""Reading a calendar into a rota: choose it, look at what would change, apply it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.directory.models import Organization
from muster.directory.policies import edits_as_member, may_edit_rota
from muster.directory.rota_forms import ApplyForm, UploadForm, replaced
from muster.directory.services.rota_import import Preview, apply_import, preview_import
from muster.directory.views.rota import on_its_clock
from muster.domain.failures import Conflict, Invalid
from muster.web.idempotency import idempotent

MOST_PEOPLE = 100
LOOK, APPLY = "look", "apply"


@login_required
@require_http_methods(["GET", "POST"])
@on_its_clock
def import_calendar(request: HttpRequest, actor: Actor, found: Organization) -> HttpResponse:
    """Without a `step` a file is looked at; with one, what was looked at is, or is applied.

    Only applying counts once: a stored preview would be shown again for another file, and would
    keep its numbers.
    """
    require(may_edit_rota(actor, found))
    step = request.POST.get("step") if request.method == "POST" else None
    if step == APPLY:
        return _applied(request, actor, found)
    if step == LOOK:
        return _looked_at(request, actor, found)
    foreign = not edits_as_member(actor, found)
    form = UploadForm(
        request.POST or None, request.FILES or None, organization=found, foreign=False
    )
    if request.method == "POST" and form.is_valid():
        facts = form.import_facts({})
        try:
            preview = preview_import(actor=actor, organization=found, facts=facts)
        except Invalid as failure:
            form.show(failure.fields)
        else:
            carried = {
                "text": facts.text,
                "office": str(facts.office_id),
                "call_order": facts.call_order,
                "calendar": preview.calendar,
                "weeks": facts.weeks,
                "seen": preview.mark,
            }
            people = list(preview.without_phone)[:MOST_PEOPLE]
            apply = ApplyForm(initial=carried, people=people, organization=found, foreign=foreign)
            return _preview_page(request, found, preview, apply)
    return render(
        request,
        "directory/rota_import.html",
        {"organization": found, "form": form},
        status=422 if form.errors else 200,
    )


@idempotent
def _applied(request: HttpRequest, actor: Actor, found: Organization) -> HttpResponse:
    return _looked_at(request, actor, found)


def _looked_at(request: HttpRequest, actor: Actor, found: Organization) -> HttpResponse:
    foreign = not edits_as_member(actor, found)
    people = _people(request)
    form = ApplyForm(request.POST, people=people, organization=found, foreign=foreign)
    form.is_valid()
    kept = {name: error for name, error in form.errors.items() if name != "reason"}
    if kept and not all(name.startswith("phone_") for name in kept):
        # Only somebody who wrote the form by hand gets here; the first page explains each field.
        again = UploadForm(request.POST, organization=found, foreign=False)
        context = {"organization": found, "form": again}
        return render(request, "directory/rota_import.html", context, status=422)
    applying = request.POST["step"] == APPLY
    if not applying:
        form.errors.pop("reason", None)
    facts = form.import_facts(form.phones)
    status = 422 if form.errors else 200
    try:
        if applying and not form.errors:
            change = apply_import(
                actor=actor,
                organization=found,
                facts=facts,
                seen=form.cleaned_data["seen"],
                reason=form.reason_said,
            )
            said = "The calendar is on the rota." if change else "Nothing had to be changed."
            messages.success(request, said)
            return redirect("directory:rota", found.slug)
    except Invalid as failure:
        form.show(failure.fields)
        status = failure.status
    except Conflict as failure:
        form.add_error(None, f"{failure.sentence} {failure.what_to_do}")
        status = failure.status
    return _again(request, actor, found, form, status)


def _again(
    request: HttpRequest, actor: Actor, found: Organization, form: ApplyForm, status: int
) -> HttpResponse:
    """The preview as it stands now, with everything that was typed."""
    try:
        preview = preview_import(
            actor=actor, organization=found, facts=form.import_facts(form.phones)
        )
    except Invalid as failure:
        if not all(name.startswith("phone of ") for name in failure.fields):
            upload = UploadForm(request.POST, organization=found, foreign=False)
            upload.is_valid()
            upload.show(failure.fields)
            context = {"organization": found, "form": upload}
            return render(request, "directory/rota_import.html", context, status=422)
        if not form.errors:
            form.show(failure.fields)
        status = failure.status
        preview = preview_import(actor=actor, organization=found, facts=form.import_facts({}))
    form.data = replaced(form.data, "seen", preview.mark)
    return _preview_page(request, found, preview, form, status=status)


def _people(request: HttpRequest) -> list[str]:
    """The names whose numbers were asked for, as the page carried them."""
    return [
        request.POST[f"who_{number}"][:200]
        for number in range(MOST_PEOPLE)
        if f"who_{number}" in request.POST
    ]


def _preview_page(
    request: HttpRequest,
    found: Organization,
    preview: Preview,
    form: ApplyForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"organization": found, "preview": preview, "plan": preview.plan, "form": form}
    return render(request, "directory/rota_preview.html", context, status=status)
