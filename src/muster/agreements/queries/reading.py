"""Which agreements and versions somebody may read."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from muster.agreements.models import Agreement, AgreementVersion, Party, VersionStatus
from muster.agreements.queries.instruments import terms_or_none
from muster.authz.actors import Actor, Duty
from muster.directory.models import Organization
from muster.domain.acts import ActKind
from muster.domain.failures import NotFound


def reads_draft(actor: Actor, agreement: Agreement) -> bool:
    """Whoever keeps the text, audits, is a party or is invited."""
    if actor.coordinates or actor.audits:
        return True
    mine = actor.organizations_with(Duty.REPRESENT, Duty.CONTACT)
    return (
        agreement.steward_id in mine
        or agreement.parties.filter(organization__in=mine, during__contains=actor.at).exists()
        or agreement.invitations.filter(organization__in=mine).exists()
    )


def visible_agreement(actor: Actor, slug: str) -> Agreement:
    """One that was put before parties at some time, or whose draft the actor may read.

    Raises NotFound, for strangers to a draft as well.
    """
    found = Agreement.objects.select_related("steward").filter(slug=slug).first()
    if found is not None:
        open_to_all = found.versions.exclude(status=VersionStatus.DRAFT).exists()
        if open_to_all or reads_draft(actor, found):
            return found
    raise NotFound("There is no agreement here.", "Choose one from the list of agreements.")


def visible_version(actor: Actor, slug: str, number: int) -> AgreementVersion:
    """Raises NotFound for a draft one may not read, as if it were not there."""
    agreement = visible_agreement(actor, slug)
    found = agreement.versions.filter(number=number).first()
    if found is None or (found.status == VersionStatus.DRAFT and not reads_draft(actor, agreement)):
        raise NotFound(
            f"{agreement.name} has no version {number}.", "Open the agreement and choose one."
        )
    found.agreement = agreement
    return found


def drafts_for(actor: Actor) -> QuerySet[AgreementVersion]:
    """Drafts the actor may read."""
    drafts = AgreementVersion.objects.filter(status=VersionStatus.DRAFT).select_related(
        "agreement__steward"
    )
    if not (actor.coordinates or actor.audits):
        mine = actor.organizations_with(Duty.REPRESENT, Duty.CONTACT)
        drafts = drafts.filter(
            Q(agreement__steward__in=mine)
            | Q(
                agreement__parties__organization__in=mine,
                agreement__parties__during__contains=actor.at,
            )
            | Q(agreement__invitations__organization__in=mine)
        ).distinct()
    return drafts.order_by("agreement__name")


def stewards_for(actor: Actor) -> list[tuple[str, str]]:
    """Who could keep the text of a new agreement: choices of a form, by the id."""
    mine = Organization.objects.filter(
        pk__in=actor.organizations_with(Duty.REPRESENT, Duty.CONTACT)
    ).exclude(member_since=None)
    hub = [("", "The hub")] if actor.coordinates else []
    return [*hub, *((str(one.pk), one.name) for one in mine.order_by("name"))]


def own_parties(actor: Actor, agreement: Agreement) -> QuerySet[Party]:
    """Parties the actor may bind: current ones, and those whose notice runs."""
    return (
        agreement.parties.filter(
            organization__in=actor.organizations_with(Duty.REPRESENT), during__contains=actor.at
        )
        .select_related("organization", "agreement")
        .order_by("organization__name")
    )


def recordable(agreement: Agreement, actor: Actor) -> list[tuple[Organization, ActKind]]:
    """Acts the latest text asks for that the actor's own organizations may put on record."""
    terms = terms_or_none(agreement)
    kinds = dict.fromkeys(
        kind
        for required in (terms.required_acts if terms else ())
        for kind in required.kinds
        if kind in (ActKind.WATCH_REQUEST, ActKind.FEDERAL_REQUEST)
    )
    return [(party.organization, kind) for party in own_parties(actor, agreement) for kind in kinds]
