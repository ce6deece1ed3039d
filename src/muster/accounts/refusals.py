"""allauth's own forms answer wrong input with 200; here a form that was refused is a 422."""

from __future__ import annotations

import functools
from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, re_path, reverse
from django.views.generic import RedirectView

from muster.accounts.queries import own_ways
from muster.accounts.slowing import MAILS, slowed, slowed_second_factor
from muster.accounts.step_up import fresh
from muster.accounts.views.acting import person_of

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
        path("login/", slowed("password", field="login")(refusing(account.login))),
        path("reauthenticate/", slowed("password again")(refusing(account.reauthenticate))),
        path("email/", guarded(refusing(account.email))),
        path("password/change/", guarded(refusing(account.password_change))),
        path("password/set/", guarded(refusing(account.password_set))),
        path(
            "password/reset/",
            slowed("password reset", field="email", limit=MAILS)(refusing(account.password_reset)),
        ),
        re_path(
            r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
            slowed("password reset key")(refusing(account.password_reset_from_key)),
        ),
        path("2fa/authenticate/", slowed_second_factor(refusing(second_factor.authenticate))),
        path("2fa/reauthenticate/", slowed_second_factor(refusing(second_factor.reauthenticate))),
        path("2fa/", login_required(RedirectView.as_view(pattern_name="accounts:ways"))),
        path("2fa/totp/activate/", guarded(refusing(totp.activate_totp))),
        path("2fa/totp/deactivate/", guarded(refusing(totp.deactivate_totp))),
        path(
            "2fa/recovery-codes/generate/",
            guarded(refusing(recovery_codes.generate_recovery_codes)),
        ),
        path("2fa/webauthn/", login_required(RedirectView.as_view(pattern_name="accounts:ways"))),
        path("2fa/webauthn/add/", guarded(refusing(passkeys.add_webauthn))),
        path("2fa/webauthn/reauthenticate/", refusing(passkeys.reauthenticate_webauthn)),
        path("2fa/webauthn/login/", slowed("passkey")(to_our_sign_in(passkeys.login_webauthn))),
        path("2fa/webauthn/keys/<int:pk>/remove/", guarded(passkeys.remove_webauthn)),
        path("2fa/webauthn/keys/<int:pk>/edit/", guarded(refusing(passkeys.edit_webauthn))),
    ]


def guarded(view: View) -> View:
    """Whoever has a way in of their own shows it before changing them. The first one is set up
    on the word of the mail link."""

    @login_required
    @functools.wraps(view)
    def run(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        free = not own_ways(person_of(request)).any
        return (view if free else fresh(view))(request, *args, **kwargs)

    return run


def to_our_sign_in(view: View) -> View:
    """A passkey that does not fit leads back to the page with all ways in, not to the password."""

    @functools.wraps(view)
    def run(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if response.get("Location") == reverse("account_login"):
            response["Location"] = reverse("accounts:sign_in")
        return response

    return run
