"""Requests to join, as the hub and the members who are asked see them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.directory.forms import IssueCodeForm, WhyForm
from muster.directory.models import JoiningCode, JoiningRequest, Tenure, Vouch
from muster.directory.papers.code_letter import CodeLetter, render_code_letter
from muster.directory.policies import (
    may_answer_vouch,
    may_consent,
    may_handle_joining,
    may_see_joining_list,
)
from muster.directory.queries.affiliation import ending_proofs
from muster.directory.queries.joining import (
    filtered,
    history_of,
    proof_from,
    undone_first,
    visible_requests,
    ways_of,
)
from muster.directory.queries.offices import hub_desk, representatives
from muster.directory.services.joining import codes, deciding, vouching
from muster.domain.affiliation import code_aloud, code_in_groups
from muster.domain.failures import Gone, Invalid
from muster.web.idempotency import idempotent
from muster.web.pages import page_of

_CODE_COOKIE = "joining_code"
_CODE_SECONDS = 300


@login_required
@require_GET
def joining_list(request: HttpRequest) -> HttpResponse:
    """Everybody who asks, those who wait for the hub first."""
    actor = acting(request)
    require(may_see_joining_list(actor))
    asked = {name: request.GET.get(name, "") for name in ("status", "kind", "q")}
    found = filtered(visible_requests(actor), **asked)
    today = timezone.localdate(actor.at)
    context = {
        "page": page_of(request, undone_first(found)),
        "asked": asked,
        "filtering": any(asked.values()),
        "statuses": JoiningRequest.Status.choices,
        "ending": ending_proofs(today=today) if not any(asked.values()) else [],
        "today": today,
    }
    return render(request, "directory/joining_list.html", context)


@login_required
@require_GET
def joining_request(request: HttpRequest, request_id: UUID) -> HttpResponse:
    actor = acting(request)
    return _page(request, actor, _found(actor, request_id))


@login_required
@require_POST
@idempotent
def refuse(request: HttpRequest, request_id: UUID) -> HttpResponse:
    actor = acting(request)
    found = _found(actor, request_id)
    form = WhyForm(request.POST, auto_id="refuse_%s")
    if not form.is_valid():
        return _page(request, actor, found, refuse_form=form)
    deciding.refuse(actor=actor, request=found, reason=form.cleaned_data["reason"])
    messages.success(request, "Refused. The applicant reads your reason.")
    return redirect("directory:joining_request", found.pk)


@login_required
@require_POST
@idempotent
def agree(request: HttpRequest, request_id: UUID) -> HttpResponse:
    actor = acting(request)
    found = _found(actor, request_id)
    deciding.agree(actor=actor, request=found)
    messages.success(request, f"{found.name} acts for {found.organization} now.")
    return redirect("directory:joining_request", found.pk)


@login_required
@require_POST
@idempotent
def vouch(request: HttpRequest, vouch_id: UUID) -> HttpResponse:
    """Yes or no, by the representative of a member that was named."""
    actor = acting(request)
    mine = get_object_or_404(
        Vouch.objects.select_related("organization", "request__organization"),
        pk=vouch_id,
        request__in=visible_requests(actor).order_by().values("pk"),
    )
    if request.POST.get("answer") == "yes":
        vouching.vouch_for(actor=actor, vouch=mine)
        messages.success(request, f"{mine.organization} vouches for {mine.request.name}.")
        return redirect("directory:joining_request", mine.request_id)
    form = WhyForm(request.POST, auto_id="decline_%s")
    if not form.is_valid():
        require(may_answer_vouch(actor, mine))
        return _page(request, actor, _found(actor, mine.request_id), decline_form=form)
    vouching.decline_to_vouch(actor=actor, vouch=mine, reason=form.cleaned_data["reason"])
    messages.success(request, "Declined. The applicant reads your reason.")
    return redirect("directory:joining_request", mine.request_id)


@login_required
@require_POST
@idempotent
def issue_code(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Makes a code and hands it to the page after the redirect, in a short-lived signed cookie."""
    actor = acting(request)
    found = _found(actor, request_id)
    require(may_handle_joining(actor))
    form = IssueCodeForm(request.POST, auto_id="issue_%s")
    if form.is_valid():
        try:
            code, text = codes.issue_code(actor=actor, request=found, **form.cleaned_data)
        except Invalid as failure:
            for name, sentence in failure.fields.items():
                form.add_error(name, sentence)
        else:
            return _handed_over(code, text)
    return _page(request, actor, found, issue_form=form)


def _handed_over(code: JoiningCode, text: str) -> HttpResponse:
    address = reverse("directory:joining_code", args=[code.pk])
    response = redirect(address)
    response.set_signed_cookie(
        _CODE_COOKIE,
        text,
        salt=str(code.pk),
        max_age=_CODE_SECONDS,
        path=address,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Strict",
    )
    return response


@login_required
@require_GET
def joining_code(request: HttpRequest, code_id: UUID) -> HttpResponse:
    """A code to be read aloud is shown on the first opening only; one for a letter never is."""
    code, text = _code(request, code_id)
    spoken = text if code.kind == JoiningCode.Kind.PHONE else ""
    response = render(
        request,
        "directory/joining_code.html",
        {
            "code": code,
            "joining": code.request,
            "text": code_in_groups(spoken) if spoken else "",
            "aloud": code_aloud(spoken),
            "letter": bool(text) and not spoken,
            "minutes": _CODE_SECONDS // 60,
        },
    )
    if spoken:
        response.delete_cookie(_CODE_COOKIE, path=request.path, samesite="Strict")
    return response


@login_required
@require_GET
def code_letter(request: HttpRequest, code_id: UUID) -> HttpResponse:
    """The letter as a PDF, for the few minutes in which this browser holds the code."""
    code, text = _code(request, code_id)
    if not text or code.kind != JoiningCode.Kind.LETTER:
        raise Gone(
            "The letter can be printed for five minutes, in the browser that made its code.",
            "Make a new code; the one before ends with it.",
        )
    desk = hub_desk(at=acting(request).at)
    joining = code.request
    letter = CodeLetter(
        sender=str(code.issued_by.organization) if code.issued_by else "The hub",
        telephone=desk.phone if desk else "",
        address=code.reached_at,
        applicant=joining.name,
        office_title=joining.office_title,
        organization=str(joining.organization),
        code=text,
        issued_at=timezone.localtime(code.issued_at),
        until=timezone.localdate(code.expires_at),
        demonstration=settings.DEMO,
    )
    return HttpResponse(
        render_code_letter(letter),
        content_type="application/pdf",
        headers={
            "Content-Disposition": 'inline; filename="code-letter.pdf"',
            "Cache-Control": "no-store",
        },
    )


def _code(request: HttpRequest, code_id: UUID) -> tuple[JoiningCode, str]:
    """The code's row, and its text while this browser still holds it."""
    actor = acting(request)
    code = get_object_or_404(
        JoiningCode.objects.select_related("request__organization", "issued_by__organization"),
        pk=code_id,
        request__in=visible_requests(actor).order_by().values("pk"),
    )
    require(may_handle_joining(actor))
    text = request.get_signed_cookie(_CODE_COOKIE, "", salt=str(code.pk), max_age=_CODE_SECONDS)
    return code, text or ""


def _found(actor: Actor, request_id: UUID) -> JoiningRequest:
    return get_object_or_404(visible_requests(actor), pk=request_id)


def _page(
    request: HttpRequest,
    actor: Actor,
    found: JoiningRequest,
    *,
    refuse_form: WhyForm | None = None,
    decline_form: WhyForm | None = None,
    issue_form: IssueCodeForm | None = None,
) -> HttpResponse:
    ways = ways_of(found, at=actor.at)
    handles = bool(may_handle_joining(actor))
    consents = bool(may_consent(actor, found)) and found.renews_id is None
    standing = (
        Tenure.objects.filter(
            office__in=representatives(found.organization_id, at=actor.at),
            during__contains=actor.at,
        ).select_related("person", "office")
        if handles and ways.consent
        else []
    )
    mine = [
        one
        for one in ways.vouches
        if one.answer == Vouch.Answer.ASKED and may_answer_vouch(actor, one)
    ]
    context: dict[str, Any] = {
        "joining": found,
        "ways": ways,
        "proof": proof_from(found),
        "history": history_of(found),
        "handles": handles,
        "standing": list(standing),
        "sees_all": handles or actor.audits,
        "consents": consents and found.is_open,
        "may_refuse": found.is_open and (handles or consents),
        "may_issue": handles
        and found.is_open
        and found.mail_confirmed_at is not None
        and not ways.consent,
        "mine": mine if found.is_open else [],
        "sees_contact": handles or actor.audits or consents or bool(mine),
        "refuse_form": refuse_form or WhyForm(auto_id="refuse_%s"),
        "decline_form": decline_form or WhyForm(auto_id="decline_%s"),
        "issue_form": issue_form or IssueCodeForm(auto_id="issue_%s"),
    }
    wrong = refuse_form or decline_form or issue_form
    return render(request, "directory/joining_request.html", context, status=422 if wrong else 200)
