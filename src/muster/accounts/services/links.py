"""Signing in by mail link."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.urls import reverse

from muster.accounts.job_names import JobName
from muster.accounts.models import Person, SignInLink
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Source
from muster.authz.secrets import digest, new_secret
from muster.domain.failures import Gone
from muster.jobs.queue import enqueue
from muster.web.destinations import landing

LINK_LIFE = timedelta(minutes=20)
LINKS_AT_ONCE = 5


@use_case
def ask_for_link(*, email: str, at: datetime, destination: str = "") -> None:
    """Queue a sign-in mail if somebody has this address. Says nothing about whether one does.

    `destination` is the page the link leads to; anything but a page of this hub is dropped.
    Quietly sends no more than `LINKS_AT_ONCE` per link life, so that nobody's mailbox is flooded.
    """
    person = Person.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if person is None:
        return
    recent = person.sign_in_links.filter(created_at__gt=at - LINK_LIFE).count()
    if recent < LINKS_AT_ONCE:
        enqueue(
            JobName.MAIL_SIGN_IN_LINK,
            person_id=str(person.pk),
            destination=landing(destination),
        )


@use_case
def make_link(*, person: Person, at: datetime, destination: str = "") -> str:
    """A fresh single-use address. The secret in it is stored nowhere."""
    secret = new_secret()
    SignInLink.objects.create(
        person=person,
        digest=digest(secret),
        created_at=at,
        expires_at=at + LINK_LIFE,
        destination=landing(destination),
    )
    return f"{settings.ORIGIN}{reverse('accounts:sign_in_by_link', args=[secret])}"


def open_link(*, secret: str, at: datetime) -> SignInLink:
    """The link, still unused. Opening it signs nobody in, so mail scanners do no harm."""
    link = SignInLink.objects.filter(digest=digest(secret)).select_related("person").first()
    if link is None or not link.person.is_active:
        raise Gone("This sign-in link is not one of ours.", "Ask for a new one.")
    if link.used_at:
        raise Gone("This sign-in link has been used.", "Ask for a new one.")
    if link.expires_at <= at:
        raise Gone("This sign-in link has expired.", "Ask for a new one; it comes at once.")
    return link


@use_case
def use_link(*, secret: str, at: datetime, origin: str = "") -> Person:
    """Spend the link. The second of two uses gets Gone."""
    link = open_link(secret=secret, at=at)
    if not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at):
        raise Gone("This sign-in link has been used.", "Ask for a new one.")
    confirm_address(link.person)
    record(
        actor=Actor(
            at=at,
            source=Source.LINK,
            name=link.person.name,
            person_id=link.person.pk,
            origin=origin,
        ),
        action="accounts:person:signed_in_by_link",
        subject=link.person,
    )
    return link.person


def confirm_address(person: Person) -> None:
    """Who came in by a link to the address has shown that it is theirs."""
    EmailAddress.objects.update_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
