"""Agreements and declarations."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field, Strict

from muster.agreements.models import Agreement, Declaration
from muster.agreements.services import LONGEST_TEXT, DeclarationFacts
from muster.api.schemas.base import In, Moment, Out, Page, Text


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
    exercise: bool = False

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
    """An instrument in force. `demonstration` marks text modelled for practice."""

    id: UUID
    slug: str
    name: str
    kind: str
    citation: str
    summary: str
    demonstration: bool
    parties: int


class AgreementPage(Page[AgreementOut]):
    """Agreements in force now, by name."""


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
