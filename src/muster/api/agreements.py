"""The legal ground: agreements in force and declarations in effect."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Query, Router

from muster.agreements import services
from muster.agreements.models import Agreement
from muster.agreements.queries import (
    agreements_in_force,
    exercise_here,
    open_signatures,
    visible_declarations,
)
from muster.api.paging import part_of
from muster.api.schemas.agreements import (
    AgreementPage,
    AgreementWithClauses,
    DeclarationIn,
    DeclarationOut,
    DeclarationPage,
    MissingActOut,
    PartyOut,
    Signature,
    SignedActOut,
    agreement_out,
    agreement_with_clauses,
    declaration_out,
    missing_act_out,
    party_out,
    signed_act_out,
)
from muster.api.schemas.base import PageQuery
from muster.api.tokens import actor_of, token_of
from muster.directory.models import Jurisdiction
from muster.domain.failures import Invalid, NotFound

router = Router(tags=["Legal ground"])


@router.get("/agreements", response=AgreementPage, operation_id="list_agreements")
def list_agreements(request: HttpRequest, page: Query[PageQuery]) -> AgreementPage:
    """Mutual-aid instruments in force now."""
    rows = agreements_in_force(at=actor_of(request).at).order_by("name", "pk")
    return part_of(rows, page, AgreementPage, agreement_out)


@router.get("/agreements/{slug}", response=AgreementWithClauses, operation_id="read_agreement")
def read_agreement(request: HttpRequest, slug: str) -> AgreementWithClauses:
    """One instrument in force now, with its clauses."""
    rows = agreements_in_force(at=actor_of(request).at)
    found = rows.filter(slug=slug).first()
    if found is None:
        raise NotFound("No such agreement is in force.", "Take its slug from the list.")
    return agreement_with_clauses(found)


@router.get(
    "/agreements/{slug}/missing-acts",
    response=list[MissingActOut],
    operation_id="list_missing_acts",
)
def missing_acts(request: HttpRequest, slug: str) -> list[MissingActOut]:
    """What your organization could sign under this agreement now."""
    rows = open_signatures(_found(slug), actor_of(request))
    return [missing_act_out(organization, act) for organization, act in rows]


@router.post("/agreements/{slug}/signatures", response={201: SignedActOut}, operation_id="sign_act")
def sign(request: HttpRequest, slug: str, body: Signature) -> SignedActOut:
    """Sign a paper the agreement asks of your organization, for one year. Match again after."""
    signed = services.sign_act(
        actor=actor_of(request),
        agreement=_found(slug),
        organization=token_of(request).office.organization,
        kind=body.act,
        exercise=exercise_here(),
    )
    return signed_act_out(signed)


@router.post(
    "/agreements/{slug}/accede", response={201: PartyOut}, operation_id="accede_to_agreement"
)
def accede(request: HttpRequest, slug: str) -> PartyOut:
    """Join an agreement that is open to every government of the state, until withdrawal."""
    party = services.accede(
        actor=actor_of(request),
        agreement=_found(slug),
        organization=token_of(request).office.organization,
        exercise=exercise_here(),
    )
    return party_out(party)


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
    recorded = services.record_declaration(
        actor=actor_of(request), jurisdiction=territory, facts=body.as_facts()
    )
    return declaration_out(recorded)


def _found(slug: str) -> Agreement:
    found = Agreement.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound("The hub knows no such agreement.", "Take its slug from the list.")
    return found
