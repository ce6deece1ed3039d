"""An organization is put under another one, ceases, or turns out to exist after all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Q
from django.utils import timezone

from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.directory.actions import Action
from muster.directory.models import (
    BODIES,
    ClosedTenure,
    Organization,
    OrganizationKind,
    Tenure,
)
from muster.directory.policies import may_add_body, may_close, may_move
from muster.directory.services.joining.deciding import lapse_all_of
from muster.directory.services.organization_facts import OLDEST
from muster.domain.failures import Conflict, Invalid
from muster.domain.reasons import required_reason

_under_way: list[Callable[[Organization], str]] = []
"""Other contexts say in words what of an organization is still going on."""


def register_under_way(check: Callable[[Organization], str]) -> None:
    """Called once when an app is ready that has something to say; empty words mean nothing is."""
    if check not in _under_way:
        _under_way.append(check)


@use_case
def move(*, actor: Actor, organization: Organization, parent: Organization | None) -> Organization:
    """Put a body or partner under another organization, or under none.

    A body serves the territory of the one above it, and so do those under it. Raises Conflict for
    a circle and for governments, which official lists place.
    """
    require(may_move(actor, organization))
    if parent is not None:
        require(may_add_body(actor, parent))
    locked = _locked(organization)
    if locked.is_listed or locked.kind == OrganizationKind.HUB:
        raise Conflict(
            f"{locked} stands by itself, as official lists have it.", "Nothing was changed."
        )
    if parent is None and locked.kind in BODIES and locked.kind != OrganizationKind.STATE_AGENCY:
        raise Invalid(
            f"{locked} has to be under a government.",
            fields={"parent": "Choose the one it belongs to."},
        )
    if parent is not None and parent.closed_on:
        raise Conflict(f"{parent} ceased.", "Choose the one that took over from it.")
    before = locked.parent
    if (before.pk if before else None) == (parent.pk if parent else None):
        return locked
    _put(locked, parent)
    record(
        actor=actor,
        action=Action.ORGANIZATION_MOVED,
        subject=locked,
        facts={"from": before.name if before else "", "to": parent.name if parent else ""},
        organization_id=locked.pk,
    )
    return locked


@use_case
def close(
    *,
    actor: Actor,
    organization: Organization,
    closed_on: date | None,
    reason: str,
    successor: Organization | None = None,
) -> Organization:
    """Say that it ceased on that day. Its offices empty at once, so it neither asks nor lends.

    Nothing is deleted; who held which office comes back with `reopen`. Raises Conflict while
    something is under way for it or by it.
    """
    require(may_close(actor, organization))
    # Two that name each other wait in the same order.
    wanted = {one.pk: one for one in (organization, successor) if one is not None}
    rows = {pk: _locked(wanted[pk]) for pk in sorted(wanted)}
    locked = rows[organization.pk]
    successor = rows[successor.pk] if successor else None
    going_on = ", ".join(filter(None, (check(locked) for check in _under_way)))
    if going_on:
        raise Conflict(
            f"{locked} cannot be marked as ceased yet: {going_on}.", "Bring that to its end first."
        )
    wrong = _faults(locked, closed_on, successor, today=timezone.localdate(actor.at))
    if wrong:
        raise Invalid("Some answers need another look.", fields=wrong)
    why = required_reason(reason)
    locked.closed_on, locked.successor = closed_on, successor
    locked.save(update_fields=["closed_on", "successor"])
    ended = _end_tenures(locked, at=actor.at)
    lapse_all_of(actor=actor, organization=locked, reason=f"{locked} ceased.")
    record(
        actor=actor,
        action=Action.ORGANIZATION_CLOSED,
        subject=locked,
        facts={
            "closed_on": str(closed_on),
            "reason": why,
            "successor": successor.name if successor else "",
            "offices_emptied": ended,
        },
        organization_id=locked.pk,
        acting_for=locked.parent_id,
    )
    return locked


@use_case
def reopen(*, actor: Actor, organization: Organization) -> Organization:
    """It exists after all: whoever held its offices when it was closed holds them again."""
    require(may_close(actor, organization))
    locked = _locked(organization)
    if locked.closed_on is None:
        raise Conflict(f"{locked} is open.", "There is nothing left to do.")
    locked.closed_on = locked.successor = None
    locked.save(update_fields=["closed_on", "successor"])
    back = _resume_tenures(locked, at=actor.at)
    record(
        actor=actor,
        action=Action.ORGANIZATION_REOPENED,
        subject=locked,
        facts={"offices_filled": back},
        organization_id=locked.pk,
        acting_for=locked.parent_id,
    )
    return locked


def _faults(
    locked: Organization, closed_on: date | None, successor: Organization | None, *, today: date
) -> dict[str, str]:
    if locked.kind == OrganizationKind.HUB:
        raise Conflict("The hub's own body stays.", "Ask the hub's operator.")
    if locked.closed_on:
        raise Conflict(f"{locked} is marked as ceased already.", "Reload the page.")
    wrong: dict[str, str] = {}
    if closed_on is None or not OLDEST <= closed_on <= today:
        wrong["closed_on"] = "Give the day on which it ceased, up to today."
    if successor is not None and successor.pk == locked.pk:
        wrong["successor"] = "Nobody takes over from oneself."
    elif successor is not None and successor.closed_on:
        wrong["successor"] = f"{successor} ceased too. Choose one that exists."
    return wrong


def _put(locked: Organization, parent: Organization | None) -> None:
    circle = Conflict(
        f"{parent} is {locked} itself, or lies under it, so {locked} cannot be put there.",
        "Put that one somewhere else first.",
    )
    try:
        with transaction.atomic():
            locked.parent = parent
            locked.save(update_fields=["parent"])
    except IntegrityError as error:
        raise circle from error
    _serve(locked)


def _serve(body: Organization) -> None:
    """A body and all under it serve the territory of the one above."""
    above = body.parent
    if above is None or body.kind not in BODIES:
        return
    body.jurisdiction_id = above.jurisdiction_id
    body.seat_id = None if above.jurisdiction_id else above.seat_id
    body.save(update_fields=["jurisdiction", "seat"])
    for part in body.parts.select_related("parent"):
        _serve(part)


def _end_tenures(locked: Organization, *, at: datetime) -> int:
    running = list(
        Tenure.objects.select_for_update(no_key=True, of=("self",))
        .filter(office__organization=locked)
        .filter(Q(during__endswith=None) | Q(during__endswith__gt=at))
        .order_by("pk")
    )
    for tenure in running:
        ClosedTenure.objects.create(organization=locked, tenure=tenure, planned=tenure.during)
        begun = tenure.during.lower
        # What had not begun yet becomes the empty range: it never was.
        tenure.during = DateTimeTZRange(begun if begun is None else min(begun, at), at)
        tenure.save(update_fields=["during"])
    return len(running)


def _resume_tenures(locked: Organization, *, at: datetime) -> int:
    """Those whose planned end has not passed, in offices nobody else has taken since."""
    back = 0
    for ended in locked.closed_tenures.select_related("tenure__office").order_by("pk"):
        old = ended.tenure
        begins, ends = ended.planned.lower, ended.planned.upper
        if ends is None or ends > at:
            again = DateTimeTZRange(max(at, begins) if begins else at, ends)
            taken = Tenure.objects.filter(office=old.office_id, during__overlap=again)
            if old.acting or not taken.filter(acting=False).exists():
                Tenure.objects.create(
                    office=old.office, person_id=old.person_id, during=again, acting=old.acting
                )
                back += 1
    locked.closed_tenures.all().delete()
    return back


def _locked(organization: Organization) -> Organization:
    return (
        Organization.objects.select_for_update(no_key=True, of=("self",))
        .select_related("parent")
        .get(pk=organization.pk)
    )
