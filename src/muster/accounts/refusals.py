"""allauth's own forms answer wrong input with 200; here a form that was refused is a 422."""

from __future__ import annotations

import functools
from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, re_path

View = Callable[..., HttpResponseBase]


def refusing(view: View) -> View:
    """The view, with 422 in place of 200 when it shows a posted form with what is wrong in it."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == 200 and _shows_errors(response):
            response.status_code = 422
        return response

    return run


def _shows_errors(response: HttpResponseBase) -> bool:
    shown = response.context_data if isinstance(response, TemplateResponse) else None
    return any(isinstance(one, BaseForm) and one.errors for one in (shown or {}).values())


def account_pages() -> list[URLPattern]:
    """The addresses of allauth's forms; they go before its own, which keep the names."""
    return [
        path("login/", refusing(account.login)),
        path("reauthenticate/", refusing(account.reauthenticate)),
        path("email/", refusing(account.email)),
        path("password/change/", refusing(account.password_change)),
        path("password/set/", refusing(account.password_set)),
        path("password/reset/", refusing(account.password_reset)),
        re_path(
            r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
            refusing(account.password_reset_from_key),
        ),
        path("2fa/authenticate/", refusing(second_factor.authenticate)),
        path("2fa/reauthenticate/", refusing(second_factor.reauthenticate)),
        path("2fa/totp/activate/", refusing(totp.activate_totp)),
        path("2fa/totp/deactivate/", refusing(totp.deactivate_totp)),
        path("2fa/recovery-codes/generate/", refusing(recovery_codes.generate_recovery_codes)),
    ]
