"""Official lists: what was read when, handing one in, and waiting for it."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.directory.forms import HandInForm
from muster.directory.models import Import, ImportTask
from muster.directory.queries.official import imports, list_states, undecided_domains
from muster.directory.services.import_tasks import begin_import
from muster.directory.services.importing.service import may_import
from muster.domain.failures import Invalid
from muster.web.idempotency import idempotent
from muster.web.pages import page_of
from muster.web.spreadsheets import csv_response


@login_required
@require_http_methods(["GET", "POST"])
@idempotent
def official_lists(request: HttpRequest) -> HttpResponse:
    actor = acting(request)
    require(may_import(actor))
    form = HandInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            task = begin_import(
                actor=actor,
                file_name=file.name,
                data=file.read(),
                dry_run=form.cleaned_data["dry_run"],
            )
        except Invalid as failure:
            form.add_error("file", f"{failure.sentence} {failure.what_to_do}")
        else:
            return redirect("directory:import_task", task.pk)
    shown = {
        "form": form,
        "lists": list_states(),
        "page": page_of(request, imports()),
        "undecided": undecided_domains().count(),
    }
    return render(request, "directory/lists.html", shown, status=422 if form.errors else 200)


@login_required
@never_cache
@require_GET
def import_task(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """The page to wait on; with HTMX it looks again every second until it is over."""
    actor = acting(request)
    require(may_import(actor))
    task = get_object_or_404(ImportTask.objects.defer("data").select_related("kept"), pk=task_id)
    if request.headers.get("HX-Request") == "true" and task.ended_at:
        return HttpResponse(headers={"HX-Refresh": "true"})
    partial = request.headers.get("HX-Request") == "true"
    template = "directory/import_task_live.html" if partial else "directory/import_task.html"
    seconds = int((actor.at - task.asked_at).total_seconds())
    return render(request, template, {"task": task, "seconds": max(0, seconds)})


@login_required
@require_GET
def import_page(request: HttpRequest, import_id: UUID) -> HttpResponseBase:
    """What one reading changed, and every row it refused; `?format=csv` downloads those."""
    require(may_import(acting(request)))
    found = get_object_or_404(Import.objects.select_related("imported_by"), pk=import_id)
    if request.GET.get("format") == "csv":
        rows = found.refused.values_list("line", "text", "sentence").iterator()
        name = f"refused-{found.list}-{found.imported_at:%Y-%m-%d}.csv"
        return csv_response(name, ("line", "row", "why it was refused"), rows)
    page = page_of(request, found.refused.all(), per_page=100)
    return render(request, "directory/import.html", {"import": found, "page": page})
