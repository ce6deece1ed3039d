"""The link that shows that an address is the applicant's. At a verified domain it proves all."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.authz.secrets import digest, new_secret
from muster.directory.actions import Action
from muster.directory.job_names import JobName
from muster.directory.models import AddressLink, AffiliationProof, JoiningRequest
from muster.directory.queries.affiliation import proving_domain
from muster.directory.queries.joining import needs_consent
from muster.directory.services.joining.admitting import Evidence, admit, ask_consent
from muster.directory.services.joining.locking import applicant, locked_open
from muster.domain.failures import Gone
from muster.jobs.queue import enqueue

LINK_LIFE = timedelta(hours=1)
REMINDER_LINK_LIFE = timedelta(days=30)
_USED = ("This link has been used; it works once.", "Sign in, or open the page of your request.")


@use_case
def make_link(*, actor: Actor, request: JoiningRequest, life: timedelta = LINK_LIFE) -> str:
    """A fresh address to confirm by. The secret in it is stored nowhere."""
    secret = new_secret()
    AddressLink.objects.create(
        request=request,
        digest=digest(secret),
        created_at=actor.at,
        expires_at=actor.at + life,
    )
    return f"{settings.ORIGIN}{reverse('directory:join_by_mail', args=[secret])}"


def open_link(*, secret: str, visitor: Actor) -> AddressLink:
    """The link, still unused. Opening it confirms nothing, so mail scanners do no harm."""
    link = (
        AddressLink.objects.filter(digest=digest(secret))
        .select_related("request__organization", "request__renews")
        .first()
    )
    if link is None:
        raise Gone(
            "This link is not one of ours, or it was cut off.", "Copy the whole address again."
        )
    if link.used_at:
        raise Gone(*_USED)
    if not link.request.is_open:
        raise Gone("This request is over.", "Ask to join again, or sign in.")
    if link.expires_at <= visitor.at:
        raise Gone(
            "This link has expired.", "Open the page of your request and have another one mailed."
        )
    return link


@use_case
def use_link(*, secret: str, visitor: Actor) -> AffiliationProof | None:
    """Confirm the address; with mail at one of the organization's domains this proves it.

    The second of two uses gets Gone. None when another proof, or consent, is still needed.
    """
    link = open_link(secret=secret, visitor=visitor)
    actor = applicant(visitor, link.request)
    locked = locked_open(link.request)
    if not AddressLink.objects.filter(pk=link.pk, used_at=None).update(used_at=actor.at):
        raise Gone(*_USED)
    first_time = locked.mail_confirmed_at is None
    if first_time:
        locked.mail_confirmed_at = actor.at
        locked.save(update_fields=["mail_confirmed_at"])
        record(
            actor=actor,
            action=Action.ADDRESS_CONFIRMED,
            subject=locked,
            about=locked.pk,
            organization_id=locked.organization_id,
        )
    domain = proving_domain(locked.organization, locked.mail, locked.office_title)
    if domain:
        evidence = Evidence(AffiliationProof.Way.DOMAIN_MAIL, domain=domain)
        return admit(actor=actor, locked=locked, evidence=evidence)
    if needs_consent(locked, at=actor.at):
        ask_consent(actor=actor, locked=locked)
    elif first_time:
        enqueue(JobName.MAIL_NEW_REQUEST, request_id=str(locked.pk))
    return None
