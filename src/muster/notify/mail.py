"""The one way mail leaves the hub: plain text first, labelled, marked as automatic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.utils import format_datetime, make_msgid, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.html import format_html

from muster.domain.tlp import LABEL_MEANINGS, Label

_BODY_TAG = re.compile(r"<body\b[^>]*>", re.IGNORECASE)


def send(
    *,
    to: Sequence[str],
    subject: str,
    text: str,
    html: str | None = None,
    reply_to: Sequence[str] = (),
    tlp: str = "",
) -> str:
    """Send one message now and return its Message-ID. Call it on commit or from a job.

    Everybody in `to` sees the others; send one by one where that would tell too much. A `tlp`
    label goes into the subject and before the text, as TLP 2.0 asks. Line breaks in the subject
    become spaces, so that a typed title can never add a header.

    Raises ValueError for no recipient, a bad address, an empty subject or text, or an unknown
    label, and whatever the configured backend raises.
    """
    if isinstance(to, str) or isinstance(reply_to, str):
        raise ValueError("Give the addresses as a list, even a single one.")
    if not to:
        raise ValueError("Give at least one address to send to.")
    if not text.strip():
        raise ValueError("Write the plain text first; some people can read nothing else.")
    label = _label(tlp)
    message = EmailMultiAlternatives(
        subject=_subject(subject, label),
        body=f"{LABEL_MEANINGS[label]}\n\n{text}" if label else text,
        to=[_address(each) for each in to],
        reply_to=[_address(each) for each in reply_to],
        headers=_headers(),
    )
    if html is not None:
        message.attach_alternative(_labelled(html, label), "text/html")
    message.send()
    return str(message.extra_headers["Message-ID"])


def _headers() -> dict[str, str]:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return {
        # The default would name the machine and wait for DNS; the sender's domain does neither.
        "Message-ID": make_msgid(domain=domain or "localhost"),
        "Date": format_datetime(timezone.now()),
        # RFC 3834: vacation notices must not answer, or two hubs could mail each other for ever.
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "OOF, AutoReply",
    }


def _subject(subject: str, label: Label | None) -> str:
    printable = "".join(c if c.isprintable() else " " for c in subject)
    line = " ".join(printable.split())
    if not line:
        raise ValueError("Give the message a subject.")
    return f"[TLP:{label.upper()}] {line}" if label else line


def _label(tlp: str) -> Label | None:
    if not tlp:
        return None
    try:
        return Label(tlp.lower().removeprefix("tlp:"))
    except ValueError as error:
        known = ", ".join(Label)
        raise ValueError(f"Use one of the TLP labels {known}; {tlp!r} is not one.") from error


def _address(written: str) -> str:
    if not written.isprintable():
        raise ValueError("Correct the address: it holds a line break or a control character.")
    try:
        validate_email(parseaddr(written)[1])
    except ValidationError as error:
        raise ValueError(f"Correct the address {written!r}; it is not a mail address.") from error
    return written


def _labelled(html: str, label: Label | None) -> str:
    if label is None:
        return html
    notice = format_html("<p><strong>{}</strong></p>", LABEL_MEANINGS[label])
    body = _BODY_TAG.search(html)
    at = body.end() if body else 0
    return f"{html[:at]}{notice}{html[at:]}"
