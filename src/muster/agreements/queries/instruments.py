"""Instruments in force and what could be signed under them."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from muster.agreements.models import Agreement, Clause
from muster.agreements.queries.ground import MAY_ACCEDE, OPEN_TO_ACCESSION
from muster.authz.actors import Actor, Duty
from muster.directory.models import Organization
from muster.domain.acts import ActKind, Side
from muster.domain.clauses import ClauseKind


def agreements_in_force(*, at: datetime) -> QuerySet[Agreement]:
    """With `party_count`: parties now, without those that joined in an exercise."""
    now = Q(parties__during__contains=at, parties__exercise=False)
    return Agreement.objects.filter(in_force__contains=at).annotate(
        party_count=Count("parties", filter=now)
    )


def required_acts_of(agreement: Agreement, kind: ActKind) -> list[Clause]:
    """The clauses of one agreement that ask for this act."""
    return [
        clause
        for clause in agreement.clauses.filter(kind=ClauseKind.REQUIRED_ACT)
        if clause.terms.get("act") == kind
    ]


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
    asked = [
        ActKind(clause.terms["act"])
        for clause in agreement.clauses.filter(kind=ClauseKind.REQUIRED_ACT)
        if clause.terms.get("side") == Side.REQUESTING
        and clause.terms.get("act") == ActKind.CLIENT_CONTRACT
    ]
    rows: list[tuple[Organization, ActKind]] = []
    for organization in own.order_by("name"):
        now = {"organization": organization, "during__contains": actor.at, **world}
        party = agreement.parties.filter(**now).exists()
        joins = agreement.kind in OPEN_TO_ACCESSION and organization.kind in MAY_ACCEDE
        if not party and joins:
            rows.append((organization, ActKind.ACCESSION))
        rows.extend(
            (organization, kind)
            for kind in asked
            if party and not agreement.signed_acts.filter(kind=kind, **now).exists()
        )
    return rows
