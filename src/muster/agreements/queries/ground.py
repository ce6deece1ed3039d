"""Every instrument and act on record as the book the resolver works on."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Prefetch, QuerySet

from muster.agreements.models import (
    Agreement,
    Clause,
    Declaration,
    InstrumentKind,
    Party,
    SignedAct,
)
from muster.directory.models import Organization, OrganizationKind
from muster.domain import clauses
from muster.domain.acts import ActKind
from muster.domain.clauses import ClauseKind
from muster.domain.coverage import Act, Instrument, LegalBook, Membership
from muster.domain.windows import Window

OPEN_TO_ACCESSION = {InstrumentKind.STATEWIDE}
"""Instruments any government of the state may join by signing; regional ones name their members."""

MAY_ACCEDE = {
    OrganizationKind.CITY,
    OrganizationKind.COUNTY,
    OrganizationKind.SCHOOL_DISTRICT,
    OrganizationKind.TRIBE,
}

Row = TypeVar("Row", bound=Model)

_EVER = datetime.max.replace(tzinfo=UTC)
_BEFORE = datetime.min.replace(tzinfo=UTC)


def legal_book(*, exercise: bool) -> LegalBook:
    """Every instrument and act on record, for one kind of world.

    An exercise declaration counts in exercises only, and a real one in reality only; a withdrawn
    one nowhere. What was signed or joined in an exercise counts in exercises only; what is real
    counts in both. Seven queries, however many organizations there are.
    """
    parties = _of_this_world(Party.objects.all(), exercise=exercise).order_by("pk")
    agreements = Agreement.objects.prefetch_related("clauses", Prefetch("parties", parties))
    governments = frozenset(
        str(pk) for pk in _members().filter(kind__in=MAY_ACCEDE).values_list("pk", flat=True)
    )
    return LegalBook(
        instruments=tuple(_instrument(agreement, governments) for agreement in agreements),
        acts=(*_declared(exercise=exercise), *_signed(exercise=exercise)),
    )


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
        Declaration.objects.filter(exercise=exercise)
        .exclude(ending=Declaration.Ending.WITHDRAWN)
        .select_related("jurisdiction")
        .order_by("pk")
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


def _members() -> QuerySet[Organization]:
    """Official lists name every government; law is asked about those who joined the hub."""
    return Organization.objects.exclude(member_since=None)


def _organizations_by_division() -> list[tuple[str, str]]:
    rows: list[tuple[str | None, UUID]] = list(
        _members().exclude(jurisdiction=None).values_list("jurisdiction__ocd_id", "pk")
    )
    return [(division or "", str(pk)) for division, pk in rows]


def _of_this_world(rows: QuerySet[Row], *, exercise: bool) -> QuerySet[Row]:
    return rows if exercise else rows.filter(exercise=False)


def _inside(division: str, territory: str) -> bool:
    return division == territory or division.startswith(f"{territory}/")


def _signed(*, exercise: bool) -> list[Act]:
    return [
        Act(
            kind=ActKind(signed.kind),
            organization_ids=frozenset({str(signed.organization_id)}),
            effective=window_of(signed.during),
            reference=signed.reference,
            instrument_id=str(signed.agreement_id),
        )
        for signed in _of_this_world(SignedAct.objects.all(), exercise=exercise).order_by("pk")
    ]
