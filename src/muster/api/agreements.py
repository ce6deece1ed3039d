"""The legal ground: agreements in force and declarations in effect."""

from __future__ import annotations

from typing import Annotated

from django.db.models import Count
from django.http import HttpRequest
from ninja import Path, Query, Router

from muster.agreements import services
from muster.agreements.models import Agreement, Party, VersionStatus
from muster.agreements.queries import (
    agreements_in_force,
    exercise_here,
    open_signatures,
    visible_declarations,
)
from muster.agreements.queries.reading import (
    own_parties,
    visible_agreement,
    visible_version,
)
from muster.api.paging import part_of
from muster.api.schemas.agreements import (
    AcceptanceOut,
    AgreementPage,
    AgreementWithClauses,
    DeclarationIn,
    DeclarationOut,
    DeclarationPage,
    MissingActOut,
    Notice,
    PartyOut,
    Signature,
    SignedActOut,
    VersionOut,
    acceptance_out,
    agreement_out,
    agreement_with_clauses,
    declaration_out,
    missing_act_out,
    party_out,
    signed_act_out,
    version_out,
)
from muster.api.schemas.base import PageQuery
from muster.api.tokens import actor_of, token_of
from muster.directory.models import Jurisdiction
from muster.domain.failures import Invalid, NotFound

router = Router(tags=["Legal ground"])

SmallNumber = Annotated[int, Path(ge=1, le=32_767)]


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


@router.get("/agreements/{slug}/versions", response=list[VersionOut], operation_id="list_versions")
def versions(request: HttpRequest, slug: str) -> list[VersionOut]:
    """The texts that were put before the parties, and how many accepted each."""
    found = visible_agreement(actor_of(request), slug).versions
    rows = found.exclude(status=VersionStatus.DRAFT).annotate(accepted=Count("acceptances"))
    return [version_out(one) for one in rows]


@router.post(
    "/agreements/{slug}/versions/{number}/accept",
    response={201: AcceptanceOut},
    operation_id="accept_version",
)
def accept(request: HttpRequest, slug: str, number: SmallNumber) -> AcceptanceOut:
    """Let a later version bind your organization, toward everybody who accepts it too."""
    actor = actor_of(request)
    acceptance = services.accept_amendment(
        actor=actor,
        party=_party(request, slug),
        version=visible_version(actor, slug, number),
    )
    return acceptance_out(acceptance)


@router.post("/agreements/{slug}/notice", response=PartyOut, operation_id="give_notice")
def give_notice(request: HttpRequest, slug: str, body: Notice) -> PartyOut:
    """Leave an agreement; your organization stays bound until the notice has run."""
    party = services.give_notice(
        actor=actor_of(request), party=_party(request, slug), reason=body.reason
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


def _party(request: HttpRequest, slug: str) -> Party:
    actor = actor_of(request)
    found = (
        own_parties(actor, visible_agreement(actor, slug))
        .filter(organization=token_of(request).office.organization)
        .first()
    )
    if found is None:
        raise NotFound(
            "Your organization is no party of this agreement, or the token cannot bind it.",
            "Accede first.",
        )
    return found


def _found(slug: str) -> Agreement:
    found = Agreement.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound("The hub knows no such agreement.", "Take its slug from the list.")
    return found
