"""What a token may be used for, how often, and how it is changed without a gap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings
from tests.support.cast import Cast
from tests.support.refusals import refused
from tests.support.signed_in import client_of
from tests.support.software import GOOD_ORDER, ROOT, Software, software_of

from muster.aid.models import Request
from muster.api.hub_api import api, is_behind_the_door
from muster.api.scopes import SCOPE_OF
from muster.audit.models import AuditEvent
from muster.authz.scopes import Scope
from muster.authz.secrets import is_checked_secret, new_checked_secret
from muster.directory.models import ApiToken
from muster.directory.services import tokens as services
from muster.directory.services.tokens import TOKEN_PREFIX
from muster.domain.failures import Invalid


def operations() -> Iterator[tuple[str, str, str]]:
    """Name, method and path of what asks for a token."""
    for path, methods in api.get_openapi_schema(path_prefix="/")["paths"].items():
        for method, operation in methods.items():
            if is_behind_the_door(operation):
                yield operation["operationId"], method.upper(), path


def test_every_operation_names_its_scope_and_no_scope_names_another() -> None:
    assert {operation for operation, _, _ in operations()} == set(SCOPE_OF)


def test_the_description_says_which_scope(client: Client, db: None) -> None:
    described = client.get(f"{ROOT}/openapi.json").json()["paths"]

    asking = next(
        one["post"]
        for one in described.values()
        if one.get("post", {}).get("operationId") == "ask_for_help"
    )
    assert asking["x-muster-scope"] == "request"
    assert "Needs the scope `request`" in asking["description"]


@pytest.mark.parametrize("operation", sorted(operations()), ids=lambda one: one[0])
def test_without_its_scope_an_operation_is_closed(
    cast: Cast, operation: tuple[str, str, str]
) -> None:
    name, method, path = operation
    others = [scope for scope in Scope if scope is not SCOPE_OF[name]]
    software = software_of(cast.keene_representative, *others)
    address = ROOT + re.sub(r"\{\w+\}", lambda _: "00000000-0000-0000-0000-000000000001", path)

    answer = software.client.generic(
        method, address, data="{}", content_type="application/json", headers=software.headers()
    )

    assert answer.status_code == 403, answer.content
    assert f"lacks the scope '{SCOPE_OF[name]}'" in answer.json()["detail"]


def test_a_key_does_not_open_what_the_scope_closes(cast: Cast) -> None:
    reader = software_of(cast.keene_representative, Scope.READ)

    assert reader.post("/requests", GOOD_ORDER, key="k-1").status_code == 403
    assert not Request.objects.exists()


def test_each_answer_says_what_is_left_and_the_last_says_when_to_come_back(
    cast: Cast, settings: Settings
) -> None:
    settings.MUSTER_API_CALLS_A_MINUTE = 2
    software = software_of(cast.keene_representative)

    first, second, third = (software.get("/whoami") for _ in range(3))

    assert [one.status_code for one in (first, second, third)] == [200, 200, 429]
    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"]) == ("2", "1")
    assert 1 <= int(third["Retry-After"]) <= 60
    assert third["Content-Type"] == "application/problem+json"
    assert software_of(cast.denton_representative).get("/whoami").status_code == 200


def test_a_keyed_call_counts_once(cast: Cast, settings: Settings) -> None:
    settings.MUSTER_API_CALLS_A_MINUTE = 10
    software = software_of(cast.keene_representative)

    answer = software.post("/requests", GOOD_ORDER, key="k-1")

    assert answer["RateLimit-Remaining"] == "9"


def test_guessing_tokens_is_slowed_by_network(cast: Cast) -> None:
    guessing = Software(new_checked_secret(TOKEN_PREFIX), Client(REMOTE_ADDR="203.0.113.7"))

    answers = {guessing.get("/whoami").status_code for _ in range(120)}

    assert answers == {401}
    assert guessing.get("/whoami").status_code == 429
    known = software_of(cast.keene_representative)
    known.client = Client(REMOTE_ADDR="203.0.113.7")
    assert known.get("/whoami").status_code == 200


def test_every_useless_token_gets_the_same_answer(cast: Cast) -> None:
    revoked, expired = (software_of(cast.keene_representative) for _ in range(2))
    tokens = list(ApiToken.objects.order_by("created_at"))
    ApiToken.objects.filter(pk=tokens[0].pk).update(revoked_at=timezone.now())
    ApiToken.objects.filter(pk=tokens[1].pk).update(
        created_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(days=1)
    )
    unknown, malformed = Software(new_checked_secret(TOKEN_PREFIX)), Software("muster_made-up")

    answers = [one.get("/whoami") for one in (revoked, expired, unknown, malformed)]

    assert {one.status_code for one in answers} == {401}
    said = {one.content.replace(one["X-Request-ID"].encode(), b"") for one in answers}
    assert len(said) == 1


def test_a_mistyped_token_is_refused_without_asking_the_tokens(cast: Cast) -> None:
    secret = new_checked_secret(TOKEN_PREFIX)

    assert is_checked_secret(secret, TOKEN_PREFIX)
    for place in (10, 25, len(secret) - 1):
        other = "A" if secret[place] != "A" else "B"
        assert not is_checked_secret(secret[:place] + other + secret[place + 1 :], TOKEN_PREFIX)
    assert not is_checked_secret("", TOKEN_PREFIX)
    assert not is_checked_secret("müster_" + "x" * 60, TOKEN_PREFIX)


def test_after_a_rotation_both_secrets_work_for_a_day(cast: Cast) -> None:
    before = software_of(cast.keene_representative)
    token = ApiToken.objects.get()

    _, secret = services.rotate_token(actor=cast.actor(cast.keene_representative), token=token)

    after = Software(secret)
    assert (before.get("/whoami").status_code, after.get("/whoami").status_code) == (200, 200)
    ApiToken.objects.update(previous_until=timezone.now())
    assert (before.get("/whoami").status_code, after.get("/whoami").status_code) == (401, 200)
    assert AuditEvent.objects.filter(action="directory:api_token:rotated").count() == 1


def test_the_page_rotates_and_shows_the_new_secret_once(cast: Cast) -> None:
    software_of(cast.keene_representative)
    token = ApiToken.objects.get()
    client = client_of(cast.keene_representative)
    assert "Give it a new secret" in client.get(f"/tokens/{token.pk}/").content.decode()

    client.post(f"/tokens/{token.pk}/rotate/")

    page = client.get(f"/tokens/{token.pk}/").content.decode()
    found = re.search(r"muster_[\w-]{40,}", page)
    assert found
    assert Software(found.group()).get("/whoami").status_code == 200
    assert "The secret before" in page
    assert not re.search(r"muster_[\w-]{40,}", client.get(f"/tokens/{token.pk}/").content.decode())


def test_last_use_says_when_and_from_where(cast: Cast) -> None:
    software = software_of(cast.keene_representative)
    software.client = Client(REMOTE_ADDR="203.0.113.7")
    software.get("/whoami")

    token = ApiToken.objects.get()
    assert token.last_used_from == "203.0.113.7"
    assert token.last_used_at
    assert (
        "203.0.113.7"
        in client_of(cast.keene_representative).get(f"/tokens/{token.pk}/").content.decode()
    )


def test_a_token_that_may_do_nothing_is_not_made(cast: Cast) -> None:
    with refused(Invalid, "was not made"):
        services.issue_token(
            actor=cast.actor(cast.keene_representative),
            office=cast.office(cast.keene_representative),
            purpose="Nothing",
            life=timedelta(days=1),
            scopes=[],
        )
