"""Where a request comes from, also behind the hub's own proxies."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def origin_of(request: HttpRequest) -> str:
    """The caller's address. Of what proxies report, only as many as are ours are believed:
    the rest of the header is whatever the caller wrote."""
    proxies = int(settings.MUSTER_PROXIES)
    reported = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",")]
    if proxies and len(reported) >= proxies and reported[-proxies]:
        return reported[-proxies][:64]
    return str(request.META.get("REMOTE_ADDR", ""))
