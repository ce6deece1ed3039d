"""An organization's own software: a client that holds one token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Protocol

from django.test import Client
from django.utils import timezone

from muster.accounts.models import Person
from muster.authz.actors import Source
from muster.authz.scopes import Scope
from muster.authz.secrets import digest, new_checked_secret
from muster.directory.models import ApiToken, Office, Tenure
from muster.directory.queries.actors import actor_for
from muster.directory.services.tokens import TOKEN_PREFIX

ROOT = "/api/v1"
NO_HEADERS: Mapping[str, str] = MappingProxyType({})

GOOD_ORDER = {
    "kind": "ransomware",
    "what_happened": "Every server shows a ransom note (synthetic).",
    "lines": [
        {"position": "directory-recovery", "count": 3, "priority": 1},
        {"position": "rebuild-technician", "count": 2},
    ],
    "hours": 72,
    "where_to_report": "100 North Mockingbird Lane, back door",
    "call_back_name": "Night duty",
    "call_back_number": "+1 817 555 0100",
}


class Answer(Protocol):
    """What a test reads of a response."""

    status_code: int
    content: bytes

    def json(self) -> Any: ...
    def __getitem__(self, header: str) -> str: ...


@dataclass
class Software:
    """Sends JSON with its token; `secret` may be spoiled by a test."""

    secret: str
    client: Client = field(default_factory=Client)

    def get(self, path: str, **query: Any) -> Answer:
        return self.client.get(f"{ROOT}{path}", query, headers=self.headers())

    def post(
        self, path: str, body: Any = None, *, key: str = "", headers: Mapping[str, str] = NO_HEADERS
    ) -> Answer:
        return self.client.post(
            f"{ROOT}{path}",
            data={} if body is None else body,
            content_type="application/json",
            headers={
                **self.headers(),
                **headers,
                **({"Idempotency-Key": key} if key else {}),
            },
        )

    def delete(self, path: str) -> Answer:
        return self.client.delete(f"{ROOT}{path}", headers=self.headers())

    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}"} if self.secret else {}


def software_of(person: Person, *scopes: Scope) -> Software:
    """Software that acts for this person's office for a day; without `scopes`, in everything."""
    now = timezone.now()
    [standing] = actor_for(person, at=now, source=Source.CLI).standings
    secret = new_checked_secret(TOKEN_PREFIX)
    ApiToken.objects.create(
        office=Office.objects.get(pk=standing.office_id),
        issued_under=Tenure.objects.get(office=standing.office_id, person=person),
        purpose="Dispatch software (synthetic)",
        digest=digest(secret),
        scopes=list(scopes or Scope),
        created_at=now,
        expires_at=now + timedelta(days=1),
    )
    return Software(secret)
