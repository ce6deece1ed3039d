"""Mail when one town's own server is down: everybody else's arrives."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend

DOWN = "town-that-is-down.synthetic.example"


class WithoutTheTown(EmailBackend):
    """Refuses what goes to `DOWN`, as a mail server that cannot connect does."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        for message in messages:
            if any(address.endswith(f"@{DOWN}") for address in message.recipients()):
                raise smtplib.SMTPConnectError(421, f"{DOWN} does not answer")
        return int(super().send_messages(messages))
