"""Where a person may be sent next: pages of this hub and nowhere else."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

NEXT = "next"
LONGEST = 500
_SIGNING_IN = ("/sign-in/", "/account/log")


def local_path(target: str) -> str:
    """The target if it is a path of this hub, else nothing. Never names another host."""
    if not target.startswith("/") or len(target) > LONGEST:
        return ""
    return target if url_has_allowed_host_and_scheme(target, allowed_hosts=None) else ""


def landing(target: str) -> str:
    """The target if signing in may lead there, else nothing.

    Pages that open by a secret in their address are left out: a landing page is written down
    with the mail link, and a secret is not. Such pages need no sign-in anyway.
    """
    path = local_path(target)
    if not path or path.startswith(_SIGNING_IN):
        return ""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return ""
    return "" if {"secret", "receipt"} & set(match.kwargs) else path


def asked_landing(request: HttpRequest) -> str:
    """Where `?next=` or the form's hidden field wants to go, if that is allowed."""
    return landing(request.POST.get(NEXT) or request.GET.get(NEXT, ""))


def page_before(request: HttpRequest) -> str:
    """The page of this hub that the browser says it came from, or nothing."""
    try:
        parts = urlsplit(request.headers.get("Referer", ""))
        here = parts.scheme in {"http", "https"} and parts.netloc == request.get_host()
    except (ValueError, DisallowedHost):
        return ""
    path = local_path(f"{parts.path}?{parts.query}" if parts.query else parts.path) if here else ""
    same = request.method == "GET" and path == request.get_full_path()
    return "" if same else path


def sign_in_address(request: HttpRequest) -> str:
    """The sign-in page, which leads back to this page, or to the one whose form was sent."""
    try:
        address = resolve_url(settings.LOGIN_URL)
    except NoReverseMatch:
        return ""
    here = request.get_full_path() if request.method == "GET" else page_before(request)
    return with_next(address, "" if here == "/" else here)


def with_next(address: str, target: str) -> str:
    """The address with the landing page behind it, where there is one."""
    path = landing(target)
    return f"{address}?{urlencode({NEXT: path})}" if path else address
