"""Signing in by mail: once, in time, and unharmed by those who only look."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.support import builders as make
from tests.support.cast import Cast
from tests.support.racing import race
from tests.support.refusals import refused

from muster.accounts import services
from muster.accounts.models import Person, SignInLink
from muster.audit.models import AuditEvent
from muster.domain.failures import Gone


def mailed(cast: Cast, person: Person) -> tuple[str, str]:
    """The address and the secret of a fresh link."""
    address = services.make_link(person=person, at=cast.now)
    return address, address.rstrip("/").rpartition("/")[2]


def test_a_link_signs_in_once(cast: Cast) -> None:
    _, secret = mailed(cast, cast.coordinator)

    assert services.use_link(secret=secret, at=cast.now) == cast.coordinator
    with refused(Gone, "has been used"):
        services.use_link(secret=secret, at=cast.now)
    assert AuditEvent.objects.get().action == "accounts:person:signed_in_by_link"


def test_a_link_expires(cast: Cast) -> None:
    _, secret = mailed(cast, cast.coordinator)
    last = cast.now + services.LINK_LIFE

    with refused(Gone, "has expired"):
        services.use_link(secret=secret, at=last)
    services.use_link(secret=secret, at=last - timedelta(microseconds=1))


def test_a_made_up_link_is_not_one_of_ours(cast: Cast) -> None:
    with refused(Gone, "not one of ours"):
        services.use_link(secret="made-up", at=cast.now)


def test_a_link_of_somebody_who_left_is_worthless(cast: Cast) -> None:
    _, secret = mailed(cast, cast.coordinator)
    Person.objects.filter(pk=cast.coordinator.pk).update(is_active=False)

    with refused(Gone):
        services.use_link(secret=secret, at=cast.now)


def test_a_mail_scanner_that_opens_the_link_spends_nothing(cast: Cast, client: Client) -> None:
    address, secret = mailed(cast, cast.coordinator)
    path = "/" + address.split("/", 3)[3]

    for _ in range(3):
        assert client.get(path).status_code == 200

    assert SignInLink.objects.get().used_at is None
    assert "_auth_user_id" not in client.session
    services.use_link(secret=secret, at=cast.now)


def test_asking_for_a_link_does_not_tell_who_exists(cast: Cast) -> None:
    services.ask_for_link(email=f"  {cast.coordinator.email.upper()} ", at=cast.now)
    services.ask_for_link(email="nobody@people.synthetic.example", at=cast.now)

    job = ProcrastinateJob.objects.get()
    assert job.args == {"person_id": str(cast.coordinator.pk), "destination": ""}
    assert not SignInLink.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_link_used_by_two_browsers_at_once_signs_in_one(cast: Cast) -> None:
    _, secret = mailed(cast, make.person("Somebody Else"))

    results = race(*[partial(services.use_link, secret=secret, at=cast.now)] * 2)

    assert sorted(type(result).__name__ for result in results) == ["Gone", "Person"]


def test_a_mailbox_is_not_flooded_with_sign_in_links(cast: Cast) -> None:
    for _ in range(services.LINKS_AT_ONCE):
        services.make_link(person=cast.coordinator, at=cast.now)
    before = ProcrastinateJob.objects.count()
    services.ask_for_link(email=cast.coordinator.email, at=cast.now)
    assert ProcrastinateJob.objects.count() == before
    later = cast.now + services.LINK_LIFE + timedelta(seconds=1)
    services.ask_for_link(email=cast.coordinator.email, at=later)
    assert ProcrastinateJob.objects.count() == before + 1
