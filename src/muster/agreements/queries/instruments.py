"""Instruments in force and what could be signed under them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from muster.agreements.models import Agreement
from muster.agreements.queries.versions import latest, terms_of
from muster.authz.actors import Actor, Duty
from muster.directory.models import Organization
from muster.domain.acts import ActKind, Side
from muster.domain.drafting.meaning import NoMeaning, Terms
from muster.domain.drafting.parameters import listed
from muster.domain.drafting.vocabulary import ELIGIBLE
from muster.domain.instruments import RequiredAct


def agreements_in_force(*, at: datetime) -> QuerySet[Agreement]:
    """With `party_count`: parties now, without those that joined in an exercise."""
    now = Q(parties__during__contains=at, parties__exercise=False)
    return Agreement.objects.filter(in_force__contains=at).annotate(
        party_count=Count("parties", filter=now)
    )


def required_acts_of(agreement: Agreement, kind: ActKind) -> list[RequiredAct]:
    """What the latest version asks for that this act would do."""
    terms = terms_or_none(agreement)
    return [] if terms is None else [one for one in terms.required_acts if kind in one.kinds]


def terms_or_none(agreement: Agreement) -> Terms | None:
    """The terms one accedes to; None without a version that can be evaluated."""
    version = latest(agreement)
    try:
        return None if version is None else terms_of(version)
    except NoMeaning:
        return None


def why_not_accede(agreement: Agreement, terms: Terms | None, organization: Organization) -> str:
    """Why an organization could not join by signing alone, or nothing."""
    if terms is None:
        return f"{agreement.name} has no text yet that could be signed."
    if agreement.invitations.filter(organization=organization).exists():
        return ""
    if not terms.open_to_accession:
        return f"{agreement.name} names its parties; nobody joins it by signing here."
    if organization.kind not in terms.eligible:
        who = listed([ELIGIBLE[one] for one in sorted(terms.eligible)])
        return f"{agreement.name} is for {who}; {organization} is none of them."
    home = state_of(organization)
    if agreement.state and home.upper() != agreement.state:
        return f"{agreement.name} is for {agreement.state}; {organization} lies elsewhere."
    return ""


def state_of(organization: Organization) -> str:
    """Two letters, or empty for a body of no single state."""
    where = organization.jurisdiction or organization.seat
    return where.state if where else ""


def exercise_here(said: bool | None = None) -> bool:
    """Whether something signed now is an exercise; on a demo hub everything is."""
    return bool(settings.DEMO or said)


def open_signatures(
    agreement: Agreement, actor: Actor, *, exercise: bool | None = None
) -> list[tuple[Organization, ActKind]]:
    """What the actor could sign under this agreement now, by organization.

    In reality, what was signed in an exercise is still open. `exercise` as in `exercise_here`.
    """
    own = Organization.objects.filter(pk__in=actor.organizations_with(Duty.REPRESENT))
    world = {} if exercise_here(exercise) else {"exercise": False}
    terms = terms_or_none(agreement)
    asked = [
        ActKind.CLIENT_CONTRACT
        for required in (terms.required_acts if terms else ())
        if required.side is Side.REQUESTING and ActKind.CLIENT_CONTRACT in required.kinds
    ]
    rows: list[tuple[Organization, ActKind]] = []
    for organization in own.select_related("jurisdiction", "seat").order_by("name"):
        now = {"organization": organization, "during__contains": actor.at, **world}
        party = agreement.parties.filter(**now).exists()
        if not party and not why_not_accede(agreement, terms, organization):
            rows.append((organization, ActKind.ACCESSION))
        rows.extend(
            (organization, kind)
            for kind in asked
            if party and not agreement.signed_acts.filter(kind=kind, **now).exists()
        )
    return rows
