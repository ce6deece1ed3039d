"""Whoever finds a weakness finds whom to tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.test import Client
from pytest_django.fixtures import Settings


def test_programs_find_the_contact_where_rfc_9116_puts_it(client: Client, db: None) -> None:
    answer = client.get("/.well-known/security.txt")
    said = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert said["Contact"].startswith("mailto:")
    ends = datetime.strptime(said["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=80) < ends - datetime.now(UTC) < timedelta(days=365)
    assert said["Policy"].endswith("/security/")
    assert said["Canonical"].endswith("/.well-known/security.txt")


def test_people_find_it_from_every_page(client: Client, db: None, settings: Settings) -> None:
    settings.MUSTER_SECURITY_CONTACT = "mailto:security@aid.example.gov"

    assert 'href="/security/"' in client.get("/sign-in/").content.decode()
    page = client.get("/security/").content.decode()
    assert 'href="mailto:security@aid.example.gov"' in page
    assert ">security@aid.example.gov<" in page
