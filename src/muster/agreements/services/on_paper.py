"""A signature made by hand, put on record with its scan."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from muster.agreements.actions import Action
from muster.agreements.models import Acceptance, Agreement
from muster.agreements.policies import may_record_paper
from muster.agreements.queries.instruments import terms_or_none, why_not_accede
from muster.agreements.queries.versions import latest_or_refuse
from muster.agreements.services.acceding import Signature, join, locked_version
from muster.agreements.services.papers import keep_scan
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Authority
from muster.authz.decisions import require
from muster.directory.models import Office, Organization, Tenure
from muster.documents.scans import accept_scan
from muster.domain.failures import Conflict, Invalid


@use_case
def accede_on_paper(
    *,
    actor: Actor,
    agreement: Agreement,
    organization: Organization,
    office: Office,
    signed_at: datetime,
    file: bytes,
    exercise: bool = False,
) -> Acceptance:
    """An office of the organization signed by hand; it binds from now on.

    The office has to have had a holder on that day, and the text to have stood by then.
    """
    require(may_record_paper(actor, agreement, organization))
    why_not = why_not_accede(agreement, terms_or_none(agreement), organization)
    if why_not:
        raise Conflict(why_not, "Nothing can be recorded.")
    version = locked_version(latest_or_refuse(agreement))
    holder = _holder(office, organization, signed_at)
    _require_day(signed_at, version.proposed_at, actor)
    scan = accept_scan(file)
    signature = Signature(holder.person.name, office.pk, signed_at)
    acceptance = join(actor, version, organization, signature, exercise=exercise)
    keep_scan(actor, acceptance, scan, _own_office(actor))
    record(
        actor=actor,
        action=Action.PAPER_SIGNED,
        subject=acceptance,
        facts={
            "agreement": agreement.name,
            "version": version.number,
            "office": office.title,
            "signed_at": signed_at.isoformat(),
            "sha256": scan.sha256,
        },
        organization_id=organization.pk,
    )
    return acceptance


def _holder(office: Office, organization: Organization, signed_at: datetime) -> Tenure:
    if office.organization_id != organization.pk or Authority.SIGN not in office.authorities:
        sentence = f"Choose an office of {organization} that can bind it."
        raise Invalid("Some answers need another look.", fields={"office": sentence})
    held = (
        office.tenures.filter(during__contains=signed_at)
        .select_related("person")
        .order_by("acting")
        .first()
    )
    if held is None:
        day = f"{timezone.localtime(signed_at):%B %-d, %Y}"
        sentence = (
            f"Nobody held the office {office.title} on {day}. A paper is signed by whoever holds "
            "the office; have it signed again."
        )
        raise Invalid("Some answers need another look.", fields={"signed_at": sentence})
    return held


def _require_day(signed_at: datetime, proposed_at: datetime | None, actor: Actor) -> None:
    wrong = ""
    if signed_at > actor.at:
        wrong = "This is in the future. Give the day on the paper."
    elif proposed_at is not None and signed_at < proposed_at:
        wrong = "The text stood before nobody yet on that day. Check the day, or which version."
    if wrong:
        raise Invalid("Some answers need another look.", fields={"signed_at": wrong})


def _own_office(actor: Actor) -> Office | None:
    standing = actor.standings[0] if actor.standings else None
    return Office.objects.filter(pk=standing.office_id).first() if standing else None
