"""Show again that it is you, before what binds, reveals or takes away."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import resume_request
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from muster.accounts.factors import DEMO, PRINTED_CODE, note_shown
from muster.accounts.forms import PrintedCodeForm
from muster.accounts.queries import own_ways
from muster.accounts.services import use_code
from muster.accounts.slowing import slowed_second_factor
from muster.accounts.views.acting import person_of
from muster.accounts.views.codes import tell_what_is_left
from muster.domain.failures import Invalid
from muster.web.destinations import NEXT, asked_landing
from muster.web.origins import origin_of


@login_required
@require_http_methods(["GET", "POST"])
@slowed_second_factor
def show(request: HttpRequest) -> HttpResponse:
    """The ways this person has; a printed code is typed here, the others have their own pages."""
    ways = own_ways(person_of(request))
    demo = settings.DEMO and person_of(request).synthetic
    form = PrintedCodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST" and demo and "demo" in request.POST:
        note_shown(request, person_of(request), DEMO)
        return _back(request)
    if request.method == "POST" and form.is_valid():
        try:
            _, left = use_code(
                code=form.cleaned_data["code"],
                at=timezone.now(),
                origin=origin_of(request),
                request_id=getattr(request, "request_id", ""),
                only=person_of(request),
            )
        except Invalid as refusal:
            form.add_error("code", f"{refusal.sentence} {refusal.what_to_do}")
        else:
            note_shown(request, person_of(request), PRINTED_CODE)
            tell_what_is_left(request, left)
            return _back(request)
    return render(
        request,
        "accounts/show.html",
        {
            "ways": ways,
            "demo_person": demo,
            "form": form,
            "next": request.POST.get(NEXT) or request.GET.get(NEXT, ""),
        },
        status=422 if request.method == "POST" else 200,
    )


def _back(request: HttpRequest) -> HttpResponse:
    """To what was interrupted: a form that waited is carried out now."""
    resumed = resume_request(request)
    return resumed or redirect(asked_landing(request) or "/")
