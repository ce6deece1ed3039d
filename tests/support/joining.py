"""A government that asks to join, and the mails that follow."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from typing import Any

from django.core import mail
from django.db import connection
from procrastinate.contrib.django import app

from muster.authz.actors import Actor, Source
from muster.directory import jobs  # noqa: F401 (declares the jobs that are queued)
from muster.directory.models import JoiningRequest, OfficialDomain, Organization, OrganizationKind
from muster.directory.queries.joining import page_token
from muster.directory.services.joining import addresses, asking
from muster.directory.services.joining.asking import Applicant

SPELLED = {
    "name": "Alvarado Applicant",
    "mail": "it@alvarado-tx.gov",
    "phone": "817 555 0133",
    "office_title": "IT Director",
    "duties": ("represent",),
}
LINK = re.compile(r"/join/mail/([\w-]+)/")


def alvarado(**changes: Any) -> Organization:
    """A city that is known from an official list only."""
    return Organization.objects.create(
        slug="alvarado", name="City of Alvarado", kind=OrganizationKind.CITY, **changes
    )


def listed(domain: str, of: Organization | None, **changes: Any) -> OfficialDomain:
    """A row of CISA's list."""
    return OfficialDomain.objects.create(
        domain=domain,
        organization=of,
        registrant=str(of or "nobody known"),
        rule="tie" if of else "",
        as_of=date(2026, 1, 1),
        **{"kind": "City", **changes},
    )


def visitor(at: datetime) -> Actor:
    return Actor(at=at, source=Source.WEB, name="a visitor")


def asked(of: Organization, at: datetime, **changes: Any) -> JoiningRequest:
    """A request just made; nobody has confirmed its address."""
    return asking.ask_to_join(
        actor=visitor(at), organization=of, facts=Applicant(**{**SPELLED, **changes})
    )


def confirmed(of: Organization, at: datetime, **changes: Any) -> JoiningRequest:
    """A request whose address its applicant has confirmed."""
    request = asked(of, at, **changes)
    addresses.use_link(secret=secret_for(request, at), visitor=visitor(at))
    request.refresh_from_db()
    return request


def secret_for(request: JoiningRequest, at: datetime) -> str:
    """The secret of a fresh mail link."""
    return addresses.make_link(actor=visitor(at), request=request).rstrip("/").rpartition("/")[2]


def page_of(request: JoiningRequest) -> str:
    return f"/join/{page_token(request)}/"


def mails() -> list[tuple[str, str, str]]:
    """Does the work that is queued, and answers what it mailed: to whom, subject, text.

    Runs in the test's own transaction, which a worker of its own could not see.
    """
    before = len(mail.outbox)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs RETURNING id, task_name, args::text")
        queued = sorted(cursor.fetchall())
    for _, name, arguments in queued:
        app.tasks[name](**json.loads(arguments))
    return [(one.to[0], str(one.subject), str(one.body)) for one in mail.outbox[before:]]
