"""How Muster bends allauth: nobody signs up; organizations let their people in."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignupAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made with an office, never by a visitor."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
