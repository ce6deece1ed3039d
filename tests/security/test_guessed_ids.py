"""Guessing ids: what is somebody else's answers exactly as what does not exist.

Made from the resolver and the description of the API, so that a new address is tried too.
"""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.test import Client
from tests.matrix.addresses import Address, every_address, operations
from tests.matrix.bodies import smallest_body
from tests.matrix.people import browsers, software
from tests.matrix.scenes import Scene, scene
from tests.support.cast import Cast
from tests.support.software import Software

OUTSIDERS = ("stranger", "partner")
NOBODYS = "01a20b45-0000-7000-8000-000000000000"
NOT_ABOUT_ROWS = {"slug", "ticket", "secret", "token", "receipt", "message_id", "position"}
"""Arguments that are public names, or secrets nobody guesses."""
PASSING = re.compile(rb'[0-9a-f]{8}-[0-9a-f-]{27}|csrfmiddlewaretoken" value="\w+"')
"""Differs from answer to answer: the request's id, the key of a form."""


def guessable() -> list[Address]:
    return [
        one for one in every_address() if one.arguments and not set(one.arguments) & NOT_ABOUT_ROWS
    ]


def nobodys(value: str) -> str:
    """One of the same form that belongs to nothing."""
    try:
        UUID(value)
    except ValueError:
        return re.sub(r"\d+$", lambda found: "9" * len(found[0]), value)
    return NOBODYS


def test_somebody_elses_row_answers_as_no_row(cast: Cast) -> None:
    here = scene(cast, "bound")
    pages, programs = browsers(cast, here.ended), software(cast, here.ended)
    bodies = {(method, route): smallest_body(found) for method, route, found in operations()}
    tried, told = 0, []
    for address in guessable():
        for values in here.values_for(address).values():
            others = {name: nobodys(value) for name, value in values.items()}
            for kind in OUTSIDERS:
                asker: Client | Software = (programs if address.is_api else pages)[kind]
                body = bodies.get((address.method, address.route))
                real = answer(asker, address, values, body)
                if real[0] == 404:
                    tried += 1
                    if real != answer(asker, address, others, body):
                        told.append(f"{address.method} /{address.route} tells {kind}")
    assert not told, "\n".join(told)
    assert tried > 150


def answer(
    asker: Client | Software, address: Address, values: dict[str, str], body: Any
) -> tuple[int, bytes]:
    """Status and body, without what differs from one answer to the next anyway."""
    with transaction.atomic():
        if isinstance(asker, Software):
            response = asker.client.generic(
                address.method,
                address.path(values),
                data="" if body is None else json.dumps(body),
                content_type="application/json",
                headers=asker.headers(),
            )
        else:
            response = asker.generic(address.method, address.path(values))
        transaction.set_rollback(True)
    content: bytes = getattr(response, "content", b"")
    for value in values.values():
        content = content.replace(f"/{value}/".encode(), b"//")
    return response.status_code, PASSING.sub(b"", content)


@pytest.mark.parametrize("value", ["TX-2026-0001", "TX-2026-0001-3", "17"])
def test_the_test_itself_changes_the_number(value: str) -> None:
    assert nobodys(value) != value


def test_the_table_has_scenes_for_what_is_guessed(cast: Cast) -> None:
    here: Scene = scene(cast, "bound")
    assert sum(bool(here.values_for(one)) for one in guessable()) > 100
