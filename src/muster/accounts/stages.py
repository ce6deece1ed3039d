"""The second factor as a step of signing in."""

from __future__ import annotations

from typing import Any

from allauth.mfa.stages import AuthenticateStage

from muster.accounts.factors import needs_no_second


class SecondFactorStage(AuthenticateStage):  # type: ignore[misc]
    """allauth's, but a printed code is possession enough: it was handed to one person."""

    def handle(self) -> tuple[Any, bool]:
        if self.login.user is not None and needs_no_second(self.request, self.login.user):
            return None, True
        return super().handle()  # type: ignore[no-any-return]
