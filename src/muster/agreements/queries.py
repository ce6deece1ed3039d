"""Reads of the legal ground; `legal_book` is what the resolver works on."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from muster.agreements.models import (
    Agreement,
    Clause,
    Declaration,
    InstrumentKind,
    Party,
    SignedAct,
)
from muster.authz.actors import Actor, Duty
from muster.directory.models import Jurisdiction, Organization, OrganizationKind
from muster.domain import clauses
from muster.domain.clauses import ClauseKind
from muster.domain.coverage import Act, ActKind, Instrument, LegalBook, Membership, Side
from muster.domain.failures import Invalid
from muster.domain.windows import Window

OPEN_TO_ACCESSION = {InstrumentKind.STATEWIDE}
"""Instruments any government of the state may join by signing; regional ones name their members."""

MAY_ACCEDE = {
    OrganizationKind.CITY,
    OrganizationKind.COUNTY,
    OrganizationKind.SCHOOL_DISTRICT,
    OrganizationKind.TRIBE,
}

_EVER = datetime.max.replace(tzinfo=UTC)
_BEFORE = datetime.min.replace(tzinfo=UTC)


def legal_book(*, exercise: bool) -> LegalBook:
    """Every instrument and act on record, for one kind of world.

    An exercise declaration counts in exercises only, and a real one in reality only. Seven
    queries, however many organizations there are.
    """
    agreements = Agreement.objects.prefetch_related(
        "clauses", Prefetch("parties", queryset=Party.objects.order_by("pk"))
    )
    governments = frozenset(
        str(pk)
        for pk in Organization.objects.filter(kind__in=MAY_ACCEDE).values_list("pk", flat=True)
    )
    return LegalBook(
        instruments=tuple(_instrument(agreement, governments) for agreement in agreements),
        acts=(*_declared(exercise=exercise), *_signed()),
    )


def agreements_in_force(*, at: datetime) -> QuerySet[Agreement]:
    return Agreement.objects.filter(in_force__contains=at).annotate(
        party_count=Count("parties", filter=Q(parties__during__contains=at))
    )


def visible_declarations(actor: Actor) -> QuerySet[Declaration]:
    """Declarations in effect. A local one tells who is hit, so only its own people, coordinators
    and auditors see it."""
    found = Declaration.objects.filter(during__contains=actor.at).select_related("jurisdiction")
    if actor.coordinates or actor.audits:
        return found
    own = Q(jurisdiction__organizations__in=actor.organizations_with())
    return found.filter(own | Q(level=Declaration.Level.STATE)).distinct()


def required_acts_of(agreement: Agreement, kind: ActKind) -> list[Clause]:
    """The clauses of one agreement that ask for this act."""
    return [
        clause
        for clause in agreement.clauses.filter(kind=ClauseKind.REQUIRED_ACT)
        if clause.terms.get("act") == kind
    ]


def window_of(value: Any) -> Window:
    """A database range as a Window; an open end never ends, an empty one never was."""
    if value.isempty:
        return Window(_BEFORE, _BEFORE + timedelta.resolution)
    return Window(value.lower or _BEFORE, value.upper or _EVER)


def _instrument(agreement: Agreement, governments: frozenset[str]) -> Instrument:
    by_kind: dict[str, list[Clause]] = defaultdict(list)
    for clause in agreement.clauses.all():
        by_kind[clause.kind].append(clause)
    if not by_kind[ClauseKind.SCOPE] or not by_kind[ClauseKind.COST]:
        raise clauses.ClauseError(f"{agreement.name} needs one scope and one cost clause.")
    [scope], [cost] = by_kind[ClauseKind.SCOPE], by_kind[ClauseKind.COST]
    return Instrument(
        id=str(agreement.pk),
        name=agreement.name,
        citation=agreement.citation,
        scope=clauses.scope(scope.terms, scope.citation),
        cost_rule=clauses.cost_rule(cost.terms, cost.citation),
        required_acts=tuple(
            clauses.required_act(clause.terms, clause.citation)
            for clause in by_kind[ClauseKind.REQUIRED_ACT]
        ),
        memberships=tuple(
            Membership(
                organization_id=str(party.organization_id),
                effective=window_of(party.during),
                may_request=party.may_request,
                may_assist=party.may_assist,
            )
            for party in agreement.parties.all()
        ),
        eligible_ids=governments if agreement.kind in OPEN_TO_ACCESSION else frozenset(),
        in_force=window_of(agreement.in_force),
    )


def _declared(*, exercise: bool) -> list[Act]:
    declarations = list(
        Declaration.objects.filter(exercise=exercise).select_related("jurisdiction").order_by("pk")
    )
    if not declarations:
        return []
    territory = _organizations_by_division()
    return [
        Act(
            kind=ActKind.STATE_DECLARATION
            if declaration.level == Declaration.Level.STATE
            else ActKind.LOCAL_DECLARATION,
            organization_ids=frozenset(
                organization_id
                for division, organization_id in territory
                if _inside(division, declaration.jurisdiction.ocd_id)
            ),
            effective=window_of(declaration.during),
            reference=f"{declaration.reference}, {declaration.issued_by}",
        )
        for declaration in declarations
    ]


def _organizations_by_division() -> list[tuple[str, str]]:
    rows: list[tuple[str | None, UUID]] = list(
        Organization.objects.exclude(jurisdiction=None).values_list("jurisdiction__ocd_id", "pk")
    )
    return [(division or "", str(pk)) for division, pk in rows]


def _inside(division: str, territory: str) -> bool:
    return division == territory or division.startswith(f"{territory}/")


def _signed() -> list[Act]:
    return [
        Act(
            kind=ActKind(signed.kind),
            organization_ids=frozenset({str(signed.organization_id)}),
            effective=window_of(signed.during),
            reference=signed.reference,
            instrument_id=str(signed.agreement_id),
        )
        for signed in SignedAct.objects.order_by("pk")
    ]


def open_signatures(agreement: Agreement, actor: Actor) -> list[tuple[Organization, ActKind]]:
    """What the actor could sign under this agreement now, by organization."""
    own = Organization.objects.filter(pk__in=actor.organizations_with(Duty.REPRESENT))
    asked = [
        ActKind(clause.terms["act"])
        for clause in agreement.clauses.filter(kind=ClauseKind.REQUIRED_ACT)
        if clause.terms.get("side") == Side.REQUESTING
        and clause.terms.get("act") == ActKind.CLIENT_CONTRACT
    ]
    rows: list[tuple[Organization, ActKind]] = []
    for organization in own.order_by("name"):
        now = {"organization": organization, "during__contains": actor.at}
        party = agreement.parties.filter(**now).exists()
        if not party and agreement.kind in OPEN_TO_ACCESSION:
            rows.append((organization, ActKind.ACCESSION))
        rows.extend(
            (organization, kind)
            for kind in asked
            if party and not agreement.signed_acts.filter(kind=kind, **now).exists()
        )
    return rows


def declarable() -> list[tuple[str, str]]:
    """Jurisdictions of members' states and territories, as form choices."""
    states = Jurisdiction.objects.filter(
        Q(kind="state", children__isnull=False) | Q(organizations__isnull=False)
    )
    return [
        (ocd_id, name)
        for ocd_id, name in states.distinct().order_by("kind", "name").values_list("ocd_id", "name")
    ]


def jurisdiction_by_division(ocd_id: str) -> Jurisdiction:
    """Raises Invalid when there is no such jurisdiction."""
    found = Jurisdiction.objects.filter(ocd_id=ocd_id).first()
    if found is None:
        raise Invalid("Choose where it applies.", fields={"jurisdiction": "Choose from the list."})
    return found
