"""The legal ground: agreements in force and declarations in effect."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from muster.agreements.queries import agreements_in_force, visible_declarations
from muster.agreements.services import record_declaration
from muster.api.paging import part_of
from muster.api.schemas.agreements import (
    AgreementPage,
    DeclarationIn,
    DeclarationOut,
    DeclarationPage,
    agreement_out,
    declaration_out,
)
from muster.api.schemas.base import PageQuery
from muster.api.tokens import actor_of
from muster.directory.models import Jurisdiction
from muster.domain.failures import Invalid

router = Router(tags=["Legal ground"])


@router.get("/agreements", response=AgreementPage, operation_id="list_agreements")
def list_agreements(request: HttpRequest, page: Query[PageQuery]) -> AgreementPage:
    """Mutual-aid instruments in force now."""
    rows = agreements_in_force(at=actor_of(request).at).order_by("name", "pk")
    return part_of(rows, page, AgreementPage, agreement_out)


@router.get("/declarations", response=DeclarationPage, operation_id="list_declarations")
def list_declarations(request: HttpRequest, page: Query[PageQuery]) -> DeclarationPage:
    """Emergency declarations in effect now."""
    rows = visible_declarations(actor_of(request)).order_by("pk")
    return part_of(rows, page, DeclarationPage, declaration_out)


@router.post("/declarations", response={201: DeclarationOut}, operation_id="record_declaration")
def record(request: HttpRequest, body: DeclarationIn) -> DeclarationOut:
    """Put an issued declaration on record. For the hub coordinator."""
    territory = Jurisdiction.objects.filter(ocd_id=body.jurisdiction).first()
    if territory is None:
        said = "The hub knows no such territory; use its Open Civic Data division id."
        raise Invalid("Some fields need another look.", fields={"jurisdiction": said})
    recorded = record_declaration(
        actor=actor_of(request), jurisdiction=territory, facts=body.as_facts()
    )
    return declaration_out(recorded)
