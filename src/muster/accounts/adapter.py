"""How Muster bends allauth: nobody signs up, nobody is sent off the hub, and plain words."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse

from muster.web.destinations import local_path

LONGEST_EMAIL = 254


class ClosedSignupAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made with an office, never by a visitor."""

    error_messages: ClassVar[dict[str, object]] = DefaultAccountAdapter.error_messages | {
        "account_inactive": "This account is switched off. Ask your organization's contact.",
        "email_password_mismatch": (
            "This e-mail address and this password do not go together. Check both, or ask for a "
            "mail link instead."
        ),
        "enter_current_password": "This is not your current password. Type it again.",
        "incorrect_password": "This is not your password. Type it again.",
        "too_many_login_attempts": "Too many tries. Wait some minutes, or ask for a mail link.",
        "rate_limited": "Too many tries in a short time. Wait a few minutes, then try again.",
        "invalid_password_reset": "This link no longer works. Ask for a new one.",
        "password_min_length": "Use at least {0} characters.",
        "email_taken": "This address belongs to another account here.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_email(self, email: str) -> str:
        """An address the table can hold; allauth's own form takes longer ones."""
        if len(email) > LONGEST_EMAIL:
            raise ValidationError(f"Keep the address within {LONGEST_EMAIL} characters.")
        return email

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "muster.accounts.stages.SecondFactorStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """First the page that names all of this person's ways."""
        first = {
            "id": "show",
            "description": "See every way you have",
            "url": reverse("accounts:show"),
        }
        return [first, *super().get_reauthentication_methods(user)]

    def is_safe_url(self, url: str | None) -> bool:
        return bool(local_path(url or ""))


class PlainSecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The second factor's refusals in plain words."""

    error_messages: ClassVar[dict[str, object]] = DefaultMFAAdapter.error_messages | {
        "incorrect_code": (
            "This code does not fit. Codes change every 30 seconds: wait for the next one and type "
            "that."
        ),
        "unverified_email": (
            "First show that your e-mail address is yours: sign in once by mail link."
        ),
        "cannot_delete_authenticator": "You cannot turn your authenticator app off.",
        "cannot_generate_recovery_codes": "Set up an authenticator app first, then make codes.",
    }
