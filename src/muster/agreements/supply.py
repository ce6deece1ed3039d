"""From a missing act to the form that supplies it.

`where_to_supply` costs no query, so a page can call it for every missing act it shows. It answers
only whoever may supply the act: the address names the organization, which nobody else may learn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from muster.agreements.models import Agreement
from muster.agreements.policies import may_record_act, may_record_declaration, may_sign_act
from muster.agreements.queries import required_acts_of
from muster.authz.actors import Actor, Authority, Duty
from muster.authz.decisions import require
from muster.directory.models import Organization
from muster.domain.acts import ACT_NAMES, RECORDED_ACTS, ActKind
from muster.domain.failures import NotFound
from muster.domain.instruments import MissingAct

DECLARED = {ActKind.STATE_DECLARATION: "state", ActKind.LOCAL_DECLARATION: "local"}
LABELS = {
    ActKind.STATE_DECLARATION: "Record the declaration",
    ActKind.LOCAL_DECLARATION: "Record the declaration",
    ActKind.CLIENT_CONTRACT: "Read and sign the client contract",
    ActKind.EMPLOYER_CONSENT: "Read and sign the consent",
    ActKind.ACCESSION: "Read and sign the accession",
    ActKind.GUARD_ORDER: "Record the order",
    ActKind.WATCH_REQUEST: "Record the request to the watch",
    ActKind.FEDERAL_REQUEST: "Record the request to the region",
    ActKind.AGENT_OF_STATE: "Record the designation",
}


@dataclass(frozen=True, slots=True)
class Supply:
    """A link: the name of an address, its arguments and its query, and words for the link."""

    url_name: str
    query: Mapping[str, str]
    label: str
    args: tuple[str, ...] = field(default=())

    @property
    def url(self) -> str:
        return f"{reverse(self.url_name, args=self.args)}?{urlencode(self.query)}"


def where_to_supply(
    act: MissingAct, *, actor: Actor, instrument_id: str = "", exercise: bool = False
) -> Supply | None:
    """The link for a missing act of a path; None when the actor cannot supply it.

    `instrument_id` is the path's; without it the instrument is looked for when the link is used.
    """
    return supply_of(
        act.kind,
        organization_id=act.organization_id,
        actor=actor,
        instrument_id=instrument_id,
        exercise=exercise,
    )


def supply_of(
    kind: str,
    *,
    organization_id: UUID | str,
    actor: Actor,
    instrument_id: UUID | str = "",
    exercise: bool = False,
) -> Supply | None:
    """The same from stored parts: `kind` is an ActKind's value, the organization is whose act it
    is. An unknown kind has no link."""
    try:
        act = ActKind(kind)
        owner = UUID(str(organization_id))
    except ValueError:
        return None
    if act not in LABELS:
        return None
    if not _may_supply(act, owner, actor):
        return None
    query = {"act": act.value, "organization": str(owner)}
    if instrument_id and act not in DECLARED:
        query["agreement"] = str(instrument_id).partition("/")[0]
    if exercise:
        query["exercise"] = "1"
    return Supply("agreements:supply", query, LABELS[act])


def form_for(
    actor: Actor,
    kind: ActKind,
    organization: Organization,
    agreement: Agreement | None,
    *,
    exercise: bool,
) -> Supply:
    """Which form to open, filled in as far as it is known. Raises Refused, or NotFound when no
    one instrument asks for it."""
    drill = {"exercise": "1"} if exercise else {}
    if kind in DECLARED:
        require(may_record_declaration(actor), "Ask the coordinator to record it once issued.")
        query = {"level": DECLARED[kind], "jurisdiction": _territory(kind, organization), **drill}
        return Supply("agreements:declare", query, LABELS[kind])
    found = agreement or _only_asking(kind, organization, actor)
    if kind in RECORDED_ACTS:
        require(may_record_act(actor, kind, organization))
        query = {"organization": organization.slug, "act": kind.value, **drill}
        return Supply("agreements:record_act", query, LABELS[kind], (found.slug,))
    require(may_sign_act(actor, found, organization))
    query = {"organization": organization.slug, "act": kind.value, **drill}
    return Supply("agreements:sign", query, LABELS[kind], (found.slug,))


def _may_supply(kind: ActKind, owner: UUID, actor: Actor) -> bool:
    """As the policies say, without reading the organization."""
    represents = actor.empowered(Authority.SIGN, owner) is not None
    if kind in DECLARED:
        return actor.coordinates
    if kind is ActKind.WATCH_REQUEST:
        return actor.coordinates or represents or bool(actor.holding(Duty.CONTACT, owner))
    if kind in RECORDED_ACTS:
        return actor.coordinates or (kind is ActKind.FEDERAL_REQUEST and represents)
    return represents


def _territory(kind: ActKind, organization: Organization) -> str:
    """The division id to declare for: the organization's own, or the state it lies in."""
    if organization.jurisdiction is None:
        return ""
    own = organization.jurisdiction.ocd_id
    return "/".join(own.split("/")[:3]) if kind is ActKind.STATE_DECLARATION else own


def _only_asking(kind: ActKind, organization: Organization, actor: Actor) -> Agreement:
    """The one instrument in force that the organization is in and that asks for this act."""
    asking = [
        agreement
        for agreement in Agreement.objects.filter(
            in_force__contains=actor.at,
            parties__organization=organization,
            parties__during__contains=actor.at,
        ).distinct()
        if required_acts_of(agreement, kind)
    ]
    if len(asking) != 1:
        raise NotFound(
            f"It is not clear under which agreement the {ACT_NAMES[kind]} is missing.",
            "Open the agreement and sign there.",
        )
    return asking[0]
