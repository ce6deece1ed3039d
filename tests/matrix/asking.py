"""Asking one address in everybody's name, without leaving a trace."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.test import Client
from tests.matrix.addresses import Address, operations
from tests.matrix.bodies import smallest_body
from tests.matrix.people import KINDS, browsers, software
from tests.matrix.scenes import PHASE_OF_EVERYTHING_ELSE, Scene, on_the_road
from tests.support.cast import Cast
from tests.support.software import Software

TO_SIGN_IN = "sign"
"""In place of a code: led to the sign-in page, or told to sign in first."""

SAID = {
    "organization": "keene",
    "act": "guard_order",
    "reason": "Because (synthetic)",
    "condition": "If the county agrees (synthetic)",
    "text": "A remark (synthetic)",
    "version": "1",
    "count": "2",
}
"""What many forms ask for first, so that more of them get as far as the question who may."""

BRIEFLY = {"Accept": "application/problem+json"}
"""A refusal is a few words instead of a page, which is most of the time of asking."""

Answers = dict[str, str]
"""By kind of actor, what it gets."""


def answers(
    cast: Cast, scene: Scene, phase: str, addresses: list[Address]
) -> Iterator[tuple[Address, str, Answers]]:
    """Each address that exists in this phase, whose offer it names, and everybody's answer."""
    pages, programs = browsers(cast, scene.ended), software(cast, scene.ended)
    bodies = {(method, route): smallest_body(found) for method, route, found in operations()}
    for address in addresses:
        if phase != PHASE_OF_EVERYTHING_ELSE and not on_the_road(address):
            continue
        for label, values in scene.values_for(address).items():
            path = address.path(values)
            if address.is_api:
                body = bodies[address.method, address.route]
                got = {kind: _of_software(programs[kind], address, path, body) for kind in KINDS}
            else:
                got = {kind: _of_page(pages[kind], address.method, path) for kind in KINDS}
            yield address, label, got


def _of_page(client: Client, method: str, path: str) -> str:
    kept = copy.deepcopy(client.cookies)
    with transaction.atomic():
        if method == "GET":
            about = {name: SAID[name] for name in ("organization", "act")}
            said = about if path.startswith("/agreements/") else {}
            response = client.get(path, said, headers=BRIEFLY)
        else:
            response = client.post(path, SAID, headers=BRIEFLY)
        transaction.set_rollback(True)
    client.cookies = kept
    if response.status_code == 302 and response["Location"].startswith("/sign-in/"):
        return TO_SIGN_IN
    return str(response.status_code)


def _of_software(program: Software, address: Address, path: str, body: Any) -> str:
    with transaction.atomic():
        response = program.client.generic(
            address.method,
            path,
            data="" if body is None else json.dumps(body),
            content_type="application/json",
            headers=program.headers(),
        )
        transaction.set_rollback(True)
    return str(response.status_code)
