"""Every address of the hub and every operation of its API, as the resolver knows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

from muster.api.hub_api import api

API = "api/v1/"
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>")
PASSWORD_RESET = "account/password/reset/key/x-y/"
BY_EXPRESSION = {
    r"account/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": PASSWORD_RESET,
    r"account/^confirm-email/(?P<key>[-:\w]+)/$": "account/confirm-email/x/",
}
"""The sign-in library writes a few of its addresses as expressions; these match them."""


@dataclass(frozen=True, slots=True)
class Address:
    """One route with one method, such as GET requests/<number>/."""

    method: str
    route: str

    @property
    def is_api(self) -> bool:
        return self.route.startswith(API)

    @property
    def arguments(self) -> list[str]:
        return ARGUMENT.findall(self.route)

    def path(self, values: dict[str, str]) -> str:
        return "/" + ARGUMENT.sub(lambda found: values[found[1]], self.route)


def every_address() -> list[Address]:
    """Pages are asked for and posted to; the API as far as its operations say."""
    pages = [
        Address(method, ARGUMENT.sub(r"<\1>", route))
        for route in dict.fromkeys(_routes(get_resolver()))
        if not route.startswith(API)
        for method in ("GET", "POST")
    ]
    return pages + [Address(method, route) for method, route, _ in operations()]


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Method, route and description of each operation of the API."""
    for path, methods in api.get_openapi_schema(path_prefix=f"/{API}")["paths"].items():
        route = path.lstrip("/").replace("{", "<").replace("}", ">")
        for method, operation in methods.items():
            yield method.upper(), route, operation
    yield "GET", f"{API}openapi.json", {}


def _routes(resolver: Any, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield BY_EXPRESSION.get(route, route)
        else:
            yield from _routes(pattern, route)
