"""Every instrument and act on record as the book the resolver works on."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, Prefetch, QuerySet
from django.db.models.functions import Coalesce

from muster.agreements.models import (
    Acceptance,
    Agreement,
    AgreementVersion,
    Declaration,
    Party,
    SignedAct,
    VersionStatus,
)
from muster.agreements.queries.versions import terms_of
from muster.directory.models import Organization
from muster.domain.acts import ActKind
from muster.domain.binding import (
    Accepted,
    AgreementOnRecord,
    PartyOnRecord,
    Version,
    instruments_of,
)
from muster.domain.coverage import LegalBook
from muster.domain.drafting.meaning import NoMeaning
from muster.domain.instruments import Act
from muster.domain.windows import Window

Row = TypeVar("Row", bound=Model)

_EVER = datetime.max.replace(tzinfo=UTC)
_BEFORE = datetime.min.replace(tzinfo=UTC)

logger = logging.getLogger(__name__)


def legal_book(*, exercise: bool) -> LegalBook:
    """Every instrument and act on record, for one kind of world.

    An exercise declaration counts in exercises only, and a real one in reality only; a withdrawn
    one nowhere. What was signed or joined in an exercise counts in exercises only; what is real
    counts in both. Eight queries, however many organizations there are.

    A version that cannot be evaluated carries nobody; the others do all the same.
    """
    members = _governments_and_partners()
    homes = {str(pk): state or "" for pk, _kind, state in members}
    standing = Party.objects.filter(organization__closed_on=None)
    parties = _of_this_world(standing, exercise=exercise).order_by("pk")
    acceptances = Acceptance.objects.select_related("version").only(
        "party_id", "effective", "version__number"
    )
    agreements = Agreement.objects.exclude(in_force=None).prefetch_related(
        Prefetch("versions", AgreementVersion.objects.filter(status=VersionStatus.PROPOSED)),
        Prefetch("parties", parties.prefetch_related(Prefetch("acceptances", acceptances))),
    )
    return LegalBook(
        instruments=tuple(
            instrument
            for agreement in agreements
            for instrument in instruments_of(_on_record(agreement, members, homes))
        ),
        acts=(*_declared(exercise=exercise), *_signed(exercise=exercise)),
    )


def window_of(value: Any) -> Window:
    """A database range as a Window; an open end never ends, an empty one never was."""
    if value.isempty:
        return Window(_BEFORE, _BEFORE + timedelta.resolution)
    return Window(value.lower or _BEFORE, value.upper or _EVER)


Members = list[tuple[UUID, str, str | None]]
"""Id, kind and state of every organization that joined the hub."""


def _governments_and_partners() -> Members:
    home = Coalesce("jurisdiction__state", "seat__state")
    return list(_members().annotate(home=home).values_list("pk", "kind", "home"))


def _on_record(agreement: Agreement, members: Members, homes: dict[str, str]) -> AgreementOnRecord:
    versions = tuple(_readable(agreement))
    return AgreementOnRecord(
        id=str(agreement.pk),
        name=agreement.name,
        citation=agreement.citation,
        versions=versions,
        parties=tuple(
            PartyOnRecord(
                organization_id=str(party.organization_id),
                during=window_of(party.during),
                accepted=tuple(
                    Accepted(one.version.number, one.effective) for one in party.acceptances.all()
                ),
                state=homes.get(str(party.organization_id), ""),
                may_request=party.may_request,
                may_assist=party.may_assist,
            )
            for party in agreement.parties.all()
        ),
        eligible=_eligible(agreement, versions, members),
    )


def _readable(agreement: Agreement) -> Iterator[Version]:
    whole = window_of(agreement.in_force)
    for version in agreement.versions.all():
        version.agreement = agreement
        term = window_of(version.term)
        begins, ends = max(whole.start, term.start), min(whole.end, term.end)
        if ends <= begins:
            continue
        try:
            yield Version(version.number, terms_of(version), Window(begins, ends))
        except NoMeaning as why:
            logger.warning("%s cannot be evaluated: %s", version, why)


def _eligible(
    agreement: Agreement, versions: tuple[Version, ...], members: Members
) -> dict[str, str]:
    """Who may accede to the latest version, each with its state."""
    if not versions or not versions[-1].terms.open_to_accession:
        return {}
    kinds = versions[-1].terms.eligible
    return {
        str(pk): state or ""
        for pk, kind, state in members
        if kind in kinds and agreement.state in ("", (state or "").upper())
    }


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
    return Organization.objects.filter(closed_on=None).exclude(member_since=None)


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
            agreement_id=str(signed.agreement_id),
        )
        for signed in _of_this_world(
            SignedAct.objects.filter(withdrawn_at=None), exercise=exercise
        ).order_by("pk")
    ]
