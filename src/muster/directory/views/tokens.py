"""Tokens of an organization's own software: made, shown once, revoked."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from muster.accounts.step_up import fresh
from muster.authz.actors import Actor, Duty
from muster.authz.decisions import require
from muster.authz.requests import acting
from muster.authz.scopes import SCOPE_WORDS, Scope
from muster.directory.forms import TokenForm
from muster.directory.models import ApiToken, Office
from muster.directory.services import tokens as services
from muster.directory.views.organizations import show
from muster.web.idempotency import idempotent

_SECRET_COOKIE = "new_token"  # noqa: S105 (the name of the cookie)
_SECRET_SECONDS = 300


@login_required
@require_POST
@fresh
@idempotent
def issue_token(request: HttpRequest, office_id: UUID) -> HttpResponse:
    """Makes the token and hands its secret to the page after the redirect.

    The secret travels in a short-lived signed cookie of that one page: nothing at rest on the hub
    ever holds it, and neither a reload nor a second press makes another token.
    """
    actor = acting(request)
    office = get_object_or_404(
        Office.objects.select_related("organization"),
        pk=office_id,
        organization__in=actor.organizations_with(),
    )
    require(services.may_issue_token(actor, office))
    form = TokenForm(request.POST, office=office)
    if not form.is_valid():
        return show(request, actor, office.organization, refused=(office.pk, form))
    token, secret = services.issue_token(
        actor=actor,
        office=office,
        purpose=form.cleaned_data["purpose"],
        life=timedelta(days=form.cleaned_data["days"]),
        scopes=[Scope(one) for one in form.cleaned_data["scopes"]],
    )
    return _handed_over(token, secret)


@login_required
@require_POST
@fresh
@idempotent
def rotate_token(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """A new secret, shown once as the first was."""
    actor = acting(request)
    token = _own_token(actor, token_id)
    token, secret = services.rotate_token(actor=actor, token=token)
    return _handed_over(token, secret)


def _handed_over(token: ApiToken, secret: str) -> HttpResponse:
    address = reverse("directory:token", args=[token.pk])
    response = redirect(address)
    response.set_signed_cookie(
        _SECRET_COOKIE,
        secret,
        salt=str(token.pk),
        max_age=_SECRET_SECONDS,
        path=address,
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Strict",
    )
    return response


@login_required
@require_GET
def token_page(request: HttpRequest, token_id: UUID) -> HttpResponse:
    """Shows the secret on the first opening after the making, and never again."""
    actor = acting(request)
    token = get_object_or_404(
        ApiToken.objects.select_related("office__organization"),
        pk=token_id,
        office__organization__in=actor.organizations_with(Duty.REPRESENT),
    )
    secret = request.get_signed_cookie(
        _SECRET_COOKIE, "", salt=str(token.pk), max_age=_SECRET_SECONDS
    )
    may = [SCOPE_WORDS[Scope(one)] for one in token.scopes]
    response = render(
        request, "directory/token.html", {"token": token, "secret": secret, "may": may}
    )
    if secret:
        response.delete_cookie(_SECRET_COOKIE, path=request.path, samesite="Strict")
    return response


@login_required
@require_POST
@idempotent
def revoke_token(request: HttpRequest, token_id: UUID) -> HttpResponse:
    actor = acting(request)
    token = _own_token(actor, token_id)
    services.revoke_token(actor=actor, token=token)
    messages.success(request, "The token no longer works.")
    return redirect("directory:organization", token.office.organization.slug)


def _own_token(actor: Actor, token_id: UUID) -> ApiToken:
    return get_object_or_404(
        ApiToken.objects.select_related("office__organization"),
        pk=token_id,
        office__organization__in=actor.organizations_with(),
    )
