"""Tokens for an organization's own software: issued, revoked, used."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from muster.audit.recording import record, use_case
from muster.authz.actors import Actor, Duty
from muster.authz.decisions import YES, Decision, no, require
from muster.authz.scopes import Scope
from muster.authz.secrets import digest, new_checked_secret
from muster.directory.models import ApiToken, Office, Tenure
from muster.domain.failures import Conflict, Invalid

TOKEN_PREFIX = "muster_"  # noqa: S105 (it tells what the secret opens and is none itself)
LONGEST_TOKEN_LIFE = timedelta(days=365)
LONGEST_PURPOSE = 120
OVERLAP = timedelta(hours=24)
"""How long the secret before works after a rotation."""


def may_issue_token(actor: Actor, office: Office) -> Decision:
    """Only for an office one holds: nobody hands on authority that is another's."""
    held = {standing.office_id for standing in actor.standings}
    if office.pk in held and actor.holding(Duty.REPRESENT, office.organization_id):
        return YES
    return no(
        f"Only whoever holds the office {office.title} and represents {office.organization} "
        "can issue a token for it."
    )


def may_revoke_token(actor: Actor, token: ApiToken) -> Decision:
    if actor.holding(Duty.REPRESENT, token.office.organization_id):
        return YES
    return no(f"Only an authorized representative of {token.office.organization} can revoke it.")


@use_case
def issue_token(
    *,
    actor: Actor,
    office: Office,
    purpose: str,
    life: timedelta,
    scopes: Collection[Scope] = tuple(Scope),
) -> tuple[ApiToken, str]:
    """A token and its secret, which is shown this once."""
    require(may_issue_token(actor, office))
    purpose = purpose.strip()
    wrong: dict[str, str] = {}
    if not purpose:
        wrong["purpose"] = "Say what it is for."
    elif len(purpose) > LONGEST_PURPOSE:
        wrong["purpose"] = f"Keep this within {LONGEST_PURPOSE} characters."
    if not timedelta(0) < life <= LONGEST_TOKEN_LIFE:
        wrong["days"] = f"Give a number of days between 1 and {LONGEST_TOKEN_LIFE.days}."
    if not scopes:
        wrong["scopes"] = "Choose at least one thing it may do."
    if wrong:
        raise Invalid("The token was not made.", fields=wrong)
    secret = new_checked_secret(TOKEN_PREFIX)
    token = ApiToken.objects.create(
        office=office,
        issued_under=Tenure.objects.get(
            office=office, person=actor.person_id, during__contains=actor.at
        ),
        purpose=purpose,
        digest=digest(secret),
        scopes=_in_order(scopes),
        created_at=actor.at,
        expires_at=actor.at + life,
    )
    record(
        actor=actor,
        action="directory:api_token:issued",
        subject=token,
        facts={"purpose": token.purpose, "office": office.title, "scopes": token.scopes},
        organization_id=office.organization_id,
    )
    return token, secret


@use_case
def rotate_token(*, actor: Actor, token: ApiToken) -> tuple[ApiToken, str]:
    """A new secret for the same purpose. The one before works for a day more, not longer."""
    require(may_issue_token(actor, token.office))
    locked = ApiToken.objects.select_for_update(no_key=True).get(pk=token.pk)
    if locked.revoked_at or locked.expires_at <= actor.at:
        raise Conflict("This token no longer works.", "Make a new one.")
    secret = new_checked_secret(TOKEN_PREFIX)
    locked.previous_digest, locked.digest = locked.digest, digest(secret)
    locked.previous_until = actor.at + OVERLAP
    locked.save(update_fields=["previous_digest", "previous_until", "digest"])
    record(
        actor=actor,
        action="directory:api_token:rotated",
        subject=locked,
        organization_id=token.office.organization_id,
    )
    return locked, secret


@use_case
def revoke_token(*, actor: Actor, token: ApiToken) -> ApiToken:
    require(may_revoke_token(actor, token))
    locked = ApiToken.objects.select_for_update(no_key=True).get(pk=token.pk)
    if locked.revoked_at:
        raise Conflict("This token is revoked already.", "There is nothing left to do.")
    locked.revoked_at = actor.at
    locked.save(update_fields=["revoked_at"])
    record(
        actor=actor,
        action="directory:api_token:revoked",
        subject=locked,
        organization_id=token.office.organization_id,
    )
    return locked


def note_token_use(token: ApiToken, *, at: datetime, origin: str) -> None:
    """Remember the last use, to the minute, so that reading the API stays almost write-free."""
    stale = token.last_used_at is None or at - token.last_used_at > timedelta(minutes=1)
    if stale or token.last_used_from != origin:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at, last_used_from=origin)


def _in_order(scopes: Collection[Scope]) -> list[str]:
    return [scope.value for scope in Scope if scope in scopes]
