"""What a signature costs, opens, lasts and ends by: the clauses put before whoever signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from muster.agreements.models import Agreement, AgreementVersion
from muster.agreements.queries.versions import draft_of, latest_or_refuse, terms_of
from muster.authz.actors import Duty
from muster.directory.models import Office, Organization
from muster.domain.acts import ACT_NAMES, ActKind, DutyStatus
from muster.domain.drafting.kinds import Kind
from muster.domain.drafting.meaning import cited
from muster.domain.instruments import Scope
from muster.domain.positions import AID_KIND_NAMES

SIGNED_ACT_LIFE = timedelta(days=365)
MOST_NAMED = 5
"""Up to so many other parties are named with their contacts; more are counted."""

STATUS_WORDS = {
    DutyStatus.EMPLOYEE: "employees of other parties",
    DutyStatus.VOLUNTEER: "vetted volunteers",
    DutyStatus.STUDENT: "supervised students",
    DutyStatus.STATE_ACTIVE_DUTY: "Guard members on state active duty",
    DutyStatus.TITLE_32: "Guard members under Title 32",
    DutyStatus.FEDERAL: "federal staff",
}


@dataclass(frozen=True, slots=True)
class OtherSide:
    """One organization on the other side and the offices that speak for it."""

    organization: Organization
    offices: tuple[Office, ...]


@dataclass(frozen=True, slots=True)
class OtherAct:
    """Another act that the agreement asks for besides the one being signed."""

    name: str
    supplier: str
    citation: str


@dataclass(frozen=True, slots=True)
class SigningTerms:
    """Everything to know before signing. `until` is None for what holds until withdrawal.

    `ends_by` are clauses, each with its citation. `others` is empty when there are more than
    `MOST_NAMED`; `other_count` is right always.
    """

    version: AgreementVersion
    opens: str
    scope_citation: str
    cost: str
    cost_citation: str
    control: str
    control_citation: str
    until: datetime | None
    ends_by: tuple[tuple[str, str], ...]
    also_needed: tuple[OtherAct, ...]
    others: tuple[OtherSide, ...]
    other_count: int


def signing_terms(
    agreement: Agreement, organization: Organization, kind: ActKind, *, at: datetime
) -> SigningTerms:
    """The terms of one act for one organization. Five queries.

    Raises Conflict when there is no version to sign, and NoMeaning for one that has no meaning.
    """
    version = latest_or_refuse(agreement)
    draft, terms = draft_of(version), terms_of(version)
    others = _other_parties(agreement, organization, kind, at=at)
    endings = (draft.clause(Kind.RENEWAL), draft.clause(Kind.WITHDRAWAL))
    return SigningTerms(
        version=version,
        opens=_opens(terms.scope, organization, kind),
        scope_citation=terms.scope.citation,
        cost=str(terms.cost_rule),
        cost_citation=terms.cost_rule.citation,
        control=str(terms.control_rule),
        control_citation=terms.control_rule.citation,
        until=None if kind is ActKind.ACCESSION else at + SIGNED_ACT_LIFE,
        ends_by=tuple(
            (one.text, cited(draft, one.kind, agreement.citation)) for one in endings if one
        ),
        also_needed=tuple(
            OtherAct(
                " or ".join(ACT_NAMES[one] for one in act.kinds).capitalize(),
                act.supplier,
                act.citation,
            )
            for act in terms.required_acts
            if kind not in act.kinds
        ),
        others=_with_offices(others, at=at) if len(others) <= MOST_NAMED else (),
        other_count=len(others),
    )


def act_in_words(kind: ActKind) -> str:
    """What is signed, with its article."""
    return {
        ActKind.ACCESSION: "the accession",
        ActKind.CLIENT_CONTRACT: "the client contract",
        ActKind.EMPLOYER_CONSENT: "the employer's consent",
    }.get(kind, f"the {ACT_NAMES[kind]}")


def _opens(scope: Scope, organization: Organization, kind: ActKind) -> str:
    who = _listed(sorted(STATUS_WORDS[status] for status in scope.duty_statuses))
    aid = _listed(sorted(AID_KIND_NAMES[one].lower() for one in scope.aid_kinds))
    if kind is ActKind.ACCESSION:
        return (
            f"{organization} can ask the other parties for {aid} by {who}, and can be asked to "
            "send its own people. It may say no each time."
        )
    return f"{organization} can be sent {who} for {aid}."


def _listed(words: list[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _other_parties(
    agreement: Agreement, organization: Organization, kind: ActKind, *, at: datetime
) -> list[Organization]:
    """Whom the signature binds it to: for a contract, those who assist under the agreement."""
    parties = agreement.parties.filter(during__contains=at).exclude(organization=organization)
    if kind is not ActKind.ACCESSION:
        parties = parties.filter(may_assist=True, may_request=False)
    found: dict[UUID, Organization] = {
        party.organization_id: party.organization
        for party in parties.select_related("organization").order_by("organization__name")
    }
    return list(found.values())


def _with_offices(organizations: list[Organization], *, at: datetime) -> tuple[OtherSide, ...]:
    speaking = (
        Office.objects.filter(
            organization__in=organizations, duties__contains=[Duty.REPRESENT.value]
        )
        .filter(tenures__during__contains=at, tenures__person__is_active=True)
        .distinct()
        .order_by("title")
    )
    by_organization: dict[UUID, list[Office]] = {}
    for office in speaking:
        by_organization.setdefault(office.organization_id, []).append(office)
    return tuple(
        OtherSide(organization, tuple(by_organization.get(organization.pk, ())))
        for organization in organizations
    )
