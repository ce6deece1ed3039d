"""Agreements and declarations."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, Strict

from muster.agreements.models import (
    Acceptance,
    Agreement,
    AgreementVersion,
    Declaration,
    Party,
    SignedAct,
)
from muster.agreements.queries.versions import draft_of, latest
from muster.agreements.services import LONGEST_TEXT, DeclarationFacts
from muster.api.schemas.base import Exercise, In, Moment, OrganizationRef, Out, Page, Text
from muster.directory.models import Organization
from muster.domain.acts import ACT_NAMES, ActKind
from muster.domain.drafting.drafts import Draft, stored
from muster.domain.drafting.meaning import cited
from muster.domain.reasons import LONGEST_REASON


class DeclarationIn(In):
    """An issued emergency declaration. `jurisdiction` is an Open Civic Data division id."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "level": "state",
                    "jurisdiction": "ocd-division/country:us/state:tx",
                    "issued_by": "Governor of Texas",
                    "reference": "Exercise proclamation 1",
                    "effective": "2026-03-01T00:00:00-06:00",
                    "expires": "2026-03-31T00:00:00-06:00",
                    "exercise": True,
                }
            ]
        }
    )

    level: Annotated[Declaration.Level, Strict(strict=False)]
    jurisdiction: Text = Field(max_length=200)
    issued_by: Text = Field(min_length=1, max_length=LONGEST_TEXT)
    reference: Text = Field(min_length=1, max_length=LONGEST_TEXT)
    effective: Moment
    expires: Moment
    exercise: Exercise

    def as_facts(self) -> DeclarationFacts:
        return DeclarationFacts(
            level=self.level.value,
            issued_by=self.issued_by,
            reference=self.reference,
            effective=self.effective,
            expires=self.expires,
            exercise=self.exercise,
        )


class DeclarationOut(Out):
    """A declaration on record."""

    id: UUID
    level: str
    jurisdiction: str
    jurisdiction_name: str
    issued_by: str
    reference: str
    effective: datetime
    expires: datetime
    exercise: bool


class DeclarationPage(Page[DeclarationOut]):
    """Declarations in effect now."""


class AgreementOut(Out):
    """An instrument in force. `demonstration` marks text modeled for practice."""

    id: UUID
    slug: str
    name: str
    kind: str
    citation: str
    summary: str
    demonstration: bool
    parties: int


class ClauseOut(Out):
    """One term: what the code reads, what people read, and where it stands."""

    kind: str
    title: str
    terms: dict[str, Any]
    wording: str
    citation: str


class AgreementWithClauses(AgreementOut):
    """An instrument with every clause of the version one accedes to, in order."""

    version: int
    clauses: list[ClauseOut]


class AgreementPage(Page[AgreementOut]):
    """Agreements in force now, by name."""


class Signature(In):
    """Which paper is signed. Declarations are recorded and accessions made elsewhere."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"act": "client_contract"}]})

    act: Annotated[ActKind, Strict(strict=False)]


class Notice(In):
    """Why your organization leaves; the hub and the steward read it."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "The council decided so."}]}
    )

    reason: Text = Field(min_length=1, max_length=LONGEST_REASON)


class VersionOut(Out):
    """A text of an agreement. `status` is `proposed` or `withdrawn`; `ends` is its fixed term's."""

    number: int
    status: str
    proposed: datetime
    effective: datetime | None
    ends: datetime | None
    accepted: int
    note: str


class AcceptanceOut(Out):
    """A version binds an organization from `effective` on."""

    agreement: str
    organization: OrganizationRef
    version: int
    effective: datetime


class MissingActOut(Out):
    """What your organization could sign under the agreement now. Accessions go to `accede`."""

    organization: OrganizationRef
    act: str
    name: str


class SignedActOut(Out):
    """A paper on record, good from `effective` until `expires`."""

    id: UUID
    agreement: str
    organization: OrganizationRef
    act: str
    effective: datetime
    expires: datetime
    reference: str


class PartyOut(Out):
    """A membership in an agreement, until withdrawal."""

    id: UUID
    agreement: str
    organization: OrganizationRef
    since: datetime
    may_request: bool
    may_assist: bool
    reference: str


def declaration_out(declaration: Declaration) -> DeclarationOut:
    return DeclarationOut(
        id=declaration.pk,
        level=declaration.level,
        jurisdiction=declaration.jurisdiction.ocd_id,
        jurisdiction_name=declaration.jurisdiction.name,
        issued_by=declaration.issued_by,
        reference=declaration.reference,
        effective=declaration.during.lower,
        expires=declaration.during.upper,
        exercise=declaration.exercise,
    )


def agreement_out(agreement: Agreement) -> AgreementOut:
    return AgreementOut(
        id=agreement.pk,
        slug=agreement.slug,
        name=agreement.name,
        kind=agreement.kind,
        citation=agreement.citation,
        summary=agreement.summary,
        demonstration=agreement.demonstration,
        parties=agreement.party_count,  # type: ignore[attr-defined]
    )


def agreement_with_clauses(agreement: Agreement) -> AgreementWithClauses:
    version = latest(agreement)
    draft = draft_of(version) if version else Draft(())
    return AgreementWithClauses(
        **agreement_out(agreement).model_dump(),
        version=version.number if version else 0,
        clauses=[
            ClauseOut(
                kind=row["kind"],
                title=clause.title,
                terms=row["values"],
                wording=clause.text,
                citation=cited(draft, clause.kind, agreement.citation),
            )
            for clause, row in zip(draft.clauses, stored(draft), strict=True)
        ],
    )


def version_out(version: AgreementVersion) -> VersionOut:
    term = version.term
    return VersionOut(
        number=version.number,
        status=version.status,
        proposed=version.proposed_at or version.drafted_at,
        effective=term.lower if term else None,
        ends=term.upper if term else None,
        accepted=version.accepted,  # type: ignore[attr-defined]
        note=version.note,
    )


def acceptance_out(acceptance: Acceptance) -> AcceptanceOut:
    return AcceptanceOut(
        agreement=acceptance.version.agreement.slug,
        organization=_ref(acceptance.party.organization),
        version=acceptance.version.number,
        effective=acceptance.effective,
    )


def missing_act_out(organization: Organization, act: ActKind) -> MissingActOut:
    return MissingActOut(organization=_ref(organization), act=act.value, name=ACT_NAMES[act])


def signed_act_out(signed: SignedAct) -> SignedActOut:
    return SignedActOut(
        id=signed.pk,
        agreement=signed.agreement.slug,
        organization=_ref(signed.organization),
        act=signed.kind,
        effective=signed.during.lower,
        expires=signed.during.upper,
        reference=signed.reference,
    )


def party_out(party: Party) -> PartyOut:
    return PartyOut(
        id=party.pk,
        agreement=party.agreement.slug,
        organization=_ref(party.organization),
        since=party.during.lower,
        may_request=party.may_request,
        may_assist=party.may_assist,
        reference=party.reference,
    )


def _ref(organization: Organization) -> OrganizationRef:
    return OrganizationRef(id=organization.pk, name=organization.name)
