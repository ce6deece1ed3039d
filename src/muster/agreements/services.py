"""Putting legal acts on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from muster.agreements.models import Agreement, Declaration, Party, SignedAct
from muster.agreements.policies import may_accede, may_record_declaration, may_sign_act
from muster.agreements.queries import required_acts_of
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Duty
from muster.authz.decisions import require
from muster.directory.models import Jurisdiction, Organization
from muster.domain.coverage import ACT_NAMES, ActKind
from muster.domain.failures import Conflict, Invalid

SIGNED_BY_THE_TOWN = frozenset({ActKind.CLIENT_CONTRACT, ActKind.EMPLOYER_CONSENT})
SIGNED_ACT_LIFE = timedelta(days=365)
LONGEST_DECLARATION = timedelta(days=365)
FARTHEST_DECLARATION = timedelta(days=5 * 365)
"""How far from today a declaration may take effect; anything else is a slip of the year."""

LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class DeclarationFacts:
    """What stands on the declaration: who issued it, its number, from when to when."""

    level: str
    issued_by: str
    reference: str
    effective: datetime
    expires: datetime
    exercise: bool


@use_case
def record_declaration(
    *, actor: Actor, jurisdiction: Jurisdiction, facts: DeclarationFacts
) -> Declaration:
    """Put an issued declaration on record; from then on paths that needed it are complete."""
    require(may_record_declaration(actor))
    wrong = _declaration_faults(facts, jurisdiction, now=actor.at)
    if wrong:
        raise Invalid("Some answers need another look.", fields=wrong)
    standing = actor.holding(Duty.COORDINATE)
    try:
        with transaction.atomic():
            declaration = Declaration.objects.create(
                level=facts.level,
                jurisdiction=jurisdiction,
                issued_by=facts.issued_by.strip(),
                reference=facts.reference.strip(),
                during=DateTimeTZRange(facts.effective, facts.expires),
                exercise=facts.exercise,
                recorded_by_id=standing.office_id if standing else None,
            )
    except IntegrityError as error:
        raise Conflict(
            "A declaration with this reference is on record already.",
            "Check the list of declarations in effect.",
        ) from error
    record(
        actor=actor,
        action="agreements:declaration:recorded",
        subject=declaration,
        facts={"reference": declaration.reference, "issued_by": declaration.issued_by},
    )
    return declaration


@use_case
def sign_act(
    *, actor: Actor, agreement: Agreement, organization: Organization, kind: ActKind
) -> SignedAct:
    """Sign a paper the agreement asks for, such as a corps' client contract, for one year."""
    require(may_sign_act(actor, agreement, organization))
    if kind not in SIGNED_BY_THE_TOWN:
        raise Invalid(
            f"A {ACT_NAMES[kind]} is not signed here.", "Ask the hub coordinator who supplies it."
        )
    _require_in_force(agreement, actor)
    # One signer at a time: the second of two finds the first one's signature.
    Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    if not required_acts_of(agreement, kind):
        raise Conflict(
            f"{agreement.name} does not ask for a {ACT_NAMES[kind]}.", "There is nothing to sign."
        )
    if not agreement.parties.filter(organization=organization, during__contains=actor.at).exists():
        raise Conflict(
            f"{organization} is not a party of {agreement.name}.", "It has to be a party first."
        )
    current = SignedAct.objects.filter(
        agreement=agreement, organization=organization, kind=kind, during__contains=actor.at
    )
    if current.exists():
        raise Conflict(f"{organization} has signed this already.", "There is nothing left to sign.")
    standing = actor.holding(Duty.REPRESENT, organization.pk)
    signed = SignedAct.objects.create(
        kind=kind,
        agreement=agreement,
        organization=organization,
        during=DateTimeTZRange(actor.at, actor.at + SIGNED_ACT_LIFE),
        reference=f"signed {actor.at:%Y-%m-%d %H:%M} UTC by {actor.name}",
        signed_by_id=standing.office_id if standing else None,
    )
    record(
        actor=actor,
        action="agreements:act:signed",
        subject=signed,
        facts={"act": ACT_NAMES[kind], "agreement": agreement.name},
        organization_id=organization.pk,
    )
    return signed


@use_case
def accede(*, actor: Actor, agreement: Agreement, organization: Organization) -> Party:
    """Join an agreement for an organization, until withdrawal."""
    require(may_accede(actor, agreement, organization))
    _require_in_force(agreement, actor)
    standing = actor.holding(Duty.REPRESENT, organization.pk)
    try:
        with transaction.atomic():
            party = Party.objects.create(
                agreement=agreement,
                organization=organization,
                during=DateTimeTZRange(actor.at, None),
                signed_by_id=standing.office_id if standing else None,
                reference=f"acceded {actor.at:%Y-%m-%d}",
            )
    except IntegrityError as error:
        raise Conflict(f"{organization} is a party already.", "Nothing to do.") from error
    record(
        actor=actor,
        action="agreements:party:acceded",
        subject=party,
        facts={"agreement": agreement.name},
        organization_id=organization.pk,
    )
    return party


def _declaration_faults(
    facts: DeclarationFacts, jurisdiction: Jurisdiction, *, now: datetime
) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if facts.level not in Declaration.Level.values:
        wrong["level"] = "Choose local or state."
    if facts.level == Declaration.Level.STATE and jurisdiction.kind != "state":
        wrong["jurisdiction"] = "A state declaration is issued for a state."
    if not facts.issued_by.strip():
        wrong["issued_by"] = "Say who issued it, for example the Governor of Texas."
    if not facts.reference.strip():
        wrong["reference"] = "Give its number or title, so that others can find it."
    if len(facts.issued_by.strip()) > LONGEST_TEXT:
        wrong["issued_by"] = f"Keep this within {LONGEST_TEXT} characters."
    if len(facts.reference.strip()) > LONGEST_TEXT:
        wrong["reference"] = f"Keep this within {LONGEST_TEXT} characters."
    if abs(facts.effective - now) > FARTHEST_DECLARATION:
        wrong["effective"] = "This is more than five years from today. Check the year."
    if facts.expires <= facts.effective:
        wrong["expires"] = "It has to expire after it takes effect."
    elif facts.expires - facts.effective > LONGEST_DECLARATION:
        wrong["expires"] = "Give an end within a year; it can be prolonged by a new one."
    return wrong


def _require_in_force(agreement: Agreement, actor: Actor) -> None:
    if not Agreement.objects.filter(pk=agreement.pk, in_force__contains=actor.at).exists():
        raise Conflict(f"{agreement.name} is not in force.", "Nothing can be signed under it.")
