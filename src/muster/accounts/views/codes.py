"""Printed codes: making a sheet, and coming in by one of its codes."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from muster.accounts.factors import PRINTED_CODE, note_own_way, note_shown
from muster.accounts.forms import PrintedCodeForm
from muster.accounts.services import make_sheet, use_code
from muster.accounts.slowing import slowed
from muster.accounts.step_up import fresh
from muster.accounts.views.acting import actor_of, person_of
from muster.accounts.views.setting_up import may_set_up
from muster.accounts.views.signing_in import go_in
from muster.domain.failures import Invalid
from muster.web.destinations import asked_landing
from muster.web.origins import origin_of

PLURAL = {1: "code is"}


@require_http_methods(["GET", "POST"])
@slowed("printed code")
def sign_in_by_code(request: HttpRequest) -> HttpResponse:
    """Without mail, telephone or identity provider."""
    wanted = asked_landing(request)
    form = PrintedCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person, left = use_code(
                code=form.cleaned_data["code"],
                at=timezone.now(),
                origin=origin_of(request),
                request_id=getattr(request, "request_id", ""),
            )
        except Invalid as refusal:
            form.add_error("code", f"{refusal.sentence} {refusal.what_to_do}")
        else:
            note_shown(request, person, PRINTED_CODE)
            tell_what_is_left(request, left)
            return go_in(request, person, wanted)
    return render(
        request,
        "accounts/sign_in_by_code.html",
        {"form": form, "next": wanted},
        status=422 if form.errors else 200,
    )


@login_required
@require_POST
def print_codes(request: HttpRequest) -> HttpResponse:
    """Make a sheet and show it, this once. A person without any way in needs to show nothing."""
    return (_print if may_set_up(request) else fresh(_print))(request)  # type: ignore[return-value]


def _print(request: HttpRequest) -> HttpResponse:
    sheet, codes = make_sheet(actor=actor_of(request), person=person_of(request))
    note_own_way(request)
    return render(
        request,
        "accounts/printed_codes.html",
        {"sheet": sheet, "codes": codes, "hub_address": settings.ORIGIN},
    )


def tell_what_is_left(request: HttpRequest, left: int) -> None:
    are = PLURAL.get(left, "codes are")
    said = f"{left} printed {are} left." if left else "That was the last printed code."
    advice = "" if left > 3 else " Print a new sheet on your account page."
    messages.info(request, f"{said} Strike out the one you used.{advice}")
