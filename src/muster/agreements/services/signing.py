"""Signing the papers an agreement asks for."""

from __future__ import annotations

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from muster.agreements.actions import Action
from muster.agreements.job_names import JobName
from muster.agreements.models import Agreement, SignedAct
from muster.agreements.policies import may_sign_act
from muster.agreements.queries import SIGNED_ACT_LIFE, required_acts_of
from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Authority
from muster.authz.decisions import require
from muster.directory.models import Organization
from muster.domain.acts import ACT_NAMES, ActKind
from muster.domain.failures import Conflict, Invalid
from muster.jobs.queue import enqueue

SIGNED_BY_THE_TOWN = frozenset({ActKind.CLIENT_CONTRACT, ActKind.EMPLOYER_CONSENT})


@use_case
def sign_act(
    *,
    actor: Actor,
    agreement: Agreement,
    organization: Organization,
    kind: ActKind,
    exercise: bool = False,
) -> SignedAct:
    """Sign a paper the agreement asks for, such as a corps' client contract, for one year.

    One signed in an exercise counts in exercises only. On a demo hub the caller says so.
    """
    require(may_sign_act(actor, agreement, organization))
    if kind not in SIGNED_BY_THE_TOWN:
        raise Invalid(
            f"A {ACT_NAMES[kind]} is not signed here.", "Ask the hub coordinator who supplies it."
        )
    require_in_force(agreement, actor)
    _require_unsigned(agreement, organization, kind, actor, drill=exercise)
    standing = actor.empowered(Authority.SIGN, organization.pk)
    signed = SignedAct.objects.create(
        kind=kind,
        agreement=agreement,
        organization=organization,
        during=DateTimeTZRange(actor.at, actor.at + SIGNED_ACT_LIFE),
        reference=f"signed {actor.at:%Y-%m-%d %H:%M} UTC by {actor.name}",
        exercise=exercise,
        signed_by_id=standing.office_id if standing else None,
        signer_name=actor.name[:200],
    )
    enqueue(JobName.SEAL_ACT, act_id=str(signed.pk))
    record(
        actor=actor,
        action=Action.ACT_SIGNED,
        subject=signed,
        facts={"act": ACT_NAMES[kind], "agreement": agreement.name, "exercise": exercise},
        organization_id=organization.pk,
    )
    return signed


def _require_unsigned(
    agreement: Agreement, organization: Organization, kind: ActKind, actor: Actor, *, drill: bool
) -> None:
    # One signer at a time: the second of two finds the first one's signature.
    Agreement.objects.select_for_update(no_key=True).get(pk=agreement.pk)
    if not required_acts_of(agreement, kind):
        raise Conflict(
            f"{agreement.name} does not ask for a {ACT_NAMES[kind]}.", "There is nothing to sign."
        )
    # A drill stands on what is real and on what is played; reality on what is real.
    world = {} if drill else {"exercise": False}
    now = {"organization": organization, "during__contains": actor.at, **world}
    if not agreement.parties.filter(**now).exists():
        raise Conflict(
            f"{organization} is not a party of {agreement.name}.", "It has to be a party first."
        )
    if agreement.signed_acts.filter(kind=kind, **now).exists():
        raise Conflict(f"{organization} has signed this already.", "There is nothing left to sign.")


def require_in_force(agreement: Agreement, actor: Actor) -> None:
    if not Agreement.objects.filter(pk=agreement.pk, in_force__contains=actor.at).exists():
        raise Conflict(f"{agreement.name} is not in force.", "Nothing can be signed under it.")
