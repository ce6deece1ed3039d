"""A browser of the test client in which somebody is signed in."""

from __future__ import annotations

import time

from django.test import Client

from muster.accounts.models import Person

LONG_AGO = 3600.0


def client_of(person: Person) -> Client:
    """Signed in just now by something of their own."""
    return _signed_in(person, shown_at=time.time())


def stale_client_of(person: Person) -> Client:
    """Signed in an hour ago: whatever binds or reveals asks again."""
    return _signed_in(person, shown_at=time.time() - LONG_AGO)


def _signed_in(person: Person, shown_at: float) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": shown_at}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
    return client
