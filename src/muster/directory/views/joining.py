"""How a government joins: found by a few letters, asked for, confirmed by mail, proven.

No account is needed. Whoever holds the address of a request's page may do what its applicant may.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from muster.authz.requests import acting
from muster.directory.forms import CodeForm, JoiningForm
from muster.directory.models import JoiningRequest, Organization, OrganizationKind
from muster.directory.queries.affiliation import domains_that_prove
from muster.directory.queries.finding import LONGEST, Found, find
from muster.directory.queries.joining import (
    applicant_path,
    history_of,
    page_token,
    proof_from,
    request_by_token,
    ways_of,
)
from muster.directory.queries.offices import hub_desk
from muster.directory.services.joining import addresses, asking, codes, deciding, vouching
from muster.directory.services.joining.addresses import LINK_LIFE
from muster.directory.services.joining.codes import Outcome
from muster.domain.failures import Invalid
from muster.web.idempotency import idempotent

SEARCH_MOST = 10


@require_GET
def find_government(request: HttpRequest) -> HttpResponse:
    """Type a few letters; with HTMX the list follows, without it a button finds."""
    search = _searched(request)
    context: dict[str, Any] = {
        "search": search,
        "found": _joinable(search) if search.strip() else [],
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "directory/join_found.html", context)
    context["desk"] = hub_desk(at=acting(request).at)
    return render(request, "directory/join.html", context)


@require_http_methods(["GET", "POST"])
@idempotent
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Who asks and for which office. Everybody gets the same answer: look in your mail."""
    organization = get_object_or_404(
        Organization.objects.select_related("jurisdiction", "seat").exclude(
            kind=OrganizationKind.HUB
        ),
        slug=slug,
    )
    domains = domains_that_prove(organization)
    form = JoiningForm(request.POST or None, domains=domains)
    if request.method == "POST" and form.is_valid():
        try:
            made = asking.ask_to_join(
                actor=acting(request), organization=organization, facts=form.facts
            )
        except Invalid as failure:
            _put_on(form, failure)
        else:
            return redirect("directory:join_page", page_token(made))
    return render(
        request,
        "directory/join_ask.html",
        {"organization": organization, "form": form, "domains": domains},
        status=422 if form.errors else 200,
    )


@never_cache
@require_GET
def join_page(request: HttpRequest, secret: str) -> HttpResponse:
    """The applicant's own page: what is open, the easiest way first, and what happened."""
    return _page(request, _found(secret), secret)


@require_POST
@idempotent
def send_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Another mail, as far as there may be one; the page says the same either way."""
    asking.send_link_again(actor=acting(request), request=_found(secret))
    return redirect("directory:join_page", secret)


@never_cache
@require_http_methods(["GET", "POST"])
@idempotent
def join_by_mail(request: HttpRequest, secret: str) -> HttpResponse:
    """Opening shows what will be confirmed; only the button does it."""
    visitor = acting(request)
    link = addresses.open_link(secret=secret, visitor=visitor)
    if request.method == "POST":
        addresses.use_link(secret=secret, visitor=visitor)
        return redirect(applicant_path(link.request))
    return render(request, "directory/join_by_mail.html", {"joining": link.request})


@require_POST
def type_code(request: HttpRequest, secret: str) -> HttpResponse:
    """Not idempotent on purpose: an answer of 422 would be undone, and with it the counted try."""
    found = _found(secret)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            typed = codes.type_code(
                visitor=acting(request), request=found, text=form.cleaned_data["code"]
            )
        except Invalid as failure:
            _put_on(form, failure)
        else:
            if typed.outcome in {Outcome.PROVEN, Outcome.CONSENT_NEEDED}:
                return redirect("directory:join_page", secret)
            form.add_error("code", _no_fit(typed.tries_left))
    return _page(request, found, secret, code_form=form)


@require_POST
@idempotent
def name_voucher(request: HttpRequest, secret: str) -> HttpResponse:
    """One of the two members that can vouch."""
    found = _found(secret)
    member = get_object_or_404(
        Organization.objects.filter(closed_on=None).exclude(member_since=None),
        slug=request.POST.get("member", ""),
    )
    vouching.ask_for_vouch(visitor=acting(request), request=found, organization=member)
    return redirect("directory:join_page", secret)


@require_http_methods(["GET", "POST"])
@idempotent
def withdraw(request: HttpRequest, secret: str) -> HttpResponse:
    """The applicant takes the request back; asked once more before it happens."""
    found = _found(secret)
    if request.method == "POST":
        deciding.withdraw(visitor=acting(request), request=found)
        return redirect("directory:join_page", secret)
    return render(request, "directory/join_withdraw.html", {"joining": found, "secret": secret})


def _found(secret: str) -> JoiningRequest:
    found = request_by_token(secret)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    found: JoiningRequest,
    secret: str,
    *,
    code_form: CodeForm | None = None,
) -> HttpResponse:
    actor = acting(request)
    search = _searched(request)
    context: dict[str, Any] = {
        "joining": found,
        "secret": secret,
        "ways": ways_of(found, at=actor.at) if found.is_open else None,
        "proof": proof_from(found),
        "history": history_of(found),
        "code_form": code_form or CodeForm(),
        "link_minutes": int(LINK_LIFE.total_seconds() // 60),
        "search": search,
        "members": _members(search, found) if search.strip() else [],
        "desk": hub_desk(at=actor.at),
    }
    return render(request, "directory/join_page.html", context, status=422 if code_form else 200)


def _searched(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\x00", "")[:LONGEST]


def _joinable(search: str) -> list[Found]:
    return [one for one in find(search, most=SEARCH_MOST) if one.kind != OrganizationKind.HUB]


def _members(search: str, request: JoiningRequest) -> list[Found]:
    found = find(search, members=True, most=SEARCH_MOST)
    return [one for one in found if one.id != request.organization_id]


def _put_on(form: JoiningForm | CodeForm, failure: Invalid) -> None:
    for name, sentence in failure.fields.items():
        form.add_error(name if name in form.fields else None, sentence)


def _no_fit(tries_left: int) -> str:
    if not tries_left:
        return (
            "This code does not fit, and it is locked now. Ask the hub coordinator for a new one."
        )
    tries = "1 try is" if tries_left == 1 else f"{tries_left} tries are"
    return f"This code does not fit. Check each letter; {tries} left."
