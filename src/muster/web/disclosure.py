"""How somebody who found a weakness tells the hub: a page for people, RFC 9116 for programs."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from muster import __version__

GOOD_FOR: Final = timedelta(days=90)
"""RFC 9116 asks for less than a year; whoever stops running the hub stops promising soon."""
ANSWERED_IN_DAYS: Final = 3
MENDED_IN_DAYS: Final = 90


@require_GET
def disclosure(request: HttpRequest) -> HttpResponse:
    contact = settings.MUSTER_SECURITY_CONTACT
    return render(
        request,
        "web/disclosure.html",
        {
            "contact": contact,
            "contact_words": contact.removeprefix("mailto:").removeprefix("https://"),
            "answered": ANSWERED_IN_DAYS,
            "mended": MENDED_IN_DAYS,
            "version": __version__,
        },
    )


@require_GET
def security_txt(request: HttpRequest) -> HttpResponse:
    own = settings.ORIGIN.rstrip("/")
    expires = (timezone.now() + GOOD_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: {settings.MUSTER_SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Policy: {own}{reverse('web:disclosure')}",
        f"Canonical: {own}{reverse('web:security_txt')}",
        "Preferred-Languages: en, es",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
