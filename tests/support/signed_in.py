"""A browser of the test client in which somebody is signed in."""

from __future__ import annotations

from django.test import Client

from muster.accounts.models import Person


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
