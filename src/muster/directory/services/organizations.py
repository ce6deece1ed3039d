"""Partners and bodies under a government, entered and corrected by people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection
from django.utils import timezone
from django.utils.text import slugify

from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.directory.actions import Action
from muster.directory.models import BODIES, PARTNERS, Organization, OrganizationKind
from muster.directory.policies import may_add_body, may_add_partner, may_correct, may_rename
from muster.directory.queries.finding import Found, alike
from muster.directory.services.domain_claims import record_domain
from muster.directory.services.organization_facts import (
    OrganizationFacts,
    Seat,
    facts_of,
    plain_facts,
    seat_of,
)
from muster.domain.failures import Conflict, Invalid

ADDING_LOCK: Final = "directory_organization.entered"
"""One addition waits for the other, so that the second sees the first and takes another address."""

LONGEST_SLUG: Final = 80
RESERVED: Final = frozenset({"new"})
_LISTED: Final[tuple[str, ...]] = ("also_known_as", "website")
_TEXTS: Final[tuple[str, ...]] = ("name", "kind", "also_known_as", "website", "source", "as_of")
_PLACED: Final = ("seat_id", "city", "latitude", "longitude")


class LooksKnown(Conflict):
    """The directory holds names like this one; `found` are they, the likeliest first."""

    def __init__(self, name: str, found: Sequence[Found]) -> None:
        known = "; ".join(
            f"{one.name}, {one.whereabouts}" if one.whereabouts else one.name for one in found
        )
        super().__init__(f"{name} may be on record already: {known}.", "Say that it is another.")
        self.found = list(found)


@use_case
def add_partner(
    *, actor: Actor, facts: OrganizationFacts, domain: str = "", another: bool = False
) -> Organization:
    """Put a partner without territory on record; with `domain`, its mail proves from now on.

    Raises LooksKnown unless `another` says that it is none of those with a name alike.
    """
    require(may_add_partner(actor))
    plain = plain_facts(facts, kinds=PARTNERS, today=timezone.localdate(actor.at))
    seat = seat_of(plain)
    _wait_for_others()
    if not another:
        _require_new(plain.name, state=plain.state)
    added = _add(actor, plain, seat, None)
    if domain.strip():
        record_domain(
            actor=actor,
            organization=added,
            domain=domain,
            published_in=f"{plain.source}, {plain.as_of:%Y-%m-%d}",
        )
    return added


@use_case
def add_body(
    *, actor: Actor, parent: Organization, facts: OrganizationFacts, another: bool = False
) -> Organization:
    """Put a body on record under a government or partner; it serves that one's territory.

    Raises LooksKnown as `add_partner` does.
    """
    require(may_add_body(actor, parent))
    above = Organization.objects.select_for_update(no_key=True, of=("self",)).get(pk=parent.pk)
    if above.closed_on:
        raise Conflict(f"{above} ceased, so nothing can be put under it.", "Choose its successor.")
    plain = plain_facts(facts, kinds=BODIES, today=timezone.localdate(actor.at))
    where = parent.jurisdiction or parent.seat
    _wait_for_others()
    if not another:
        _require_new(plain.name, state=where.state if where else "", beside=parent)
    seat = Seat(None if above.jurisdiction_id else above.seat, "", plain.latitude, plain.longitude)
    return _add(actor, plain, seat, above)


@use_case
def correct(*, actor: Actor, organization: Organization, facts: OrganizationFacts) -> Organization:
    """Change what is on record. Of one an official list names, its other names and website only.

    A body under a government keeps its territory; of one without, the place can be changed too.
    Name and kind are not changed by its own representatives.
    """
    require(may_correct(actor, organization))
    locked = _locked(organization)
    today = timezone.localdate(actor.at)
    kinds = allowed_kinds(locked)
    if locked.is_listed:
        given = OrganizationFacts(
            locked.name,
            locked.kind,
            locked.source or "An official list",
            locked.as_of or today,
            facts.also_known_as,
            facts.website,
        )
        plain = plain_facts(given, kinds=kinds, today=today)
        fields = _LISTED
        new: dict[str, Any] = {}
    else:
        plain = plain_facts(facts, kinds=kinds, today=today)
        fields = _TEXTS
        new = _placed(locked, plain)
    new |= {name: getattr(plain, name) for name in fields}
    old = {name: getattr(locked, name) for name in new}
    changed = [name for name in new if new[name] != old[name]]
    if not changed:
        return locked
    if not {"name", "kind"}.isdisjoint(changed):
        require(may_rename(actor, locked))
    for name in changed:
        setattr(locked, name, new[name])
    locked.save(update_fields=[name.removesuffix("_id") for name in changed])
    record(
        actor=actor,
        action=Action.ORGANIZATION_CORRECTED,
        subject=locked,
        facts={
            "before": {name: _told(old[name]) for name in changed},
            "after": {name: _told(new[name]) for name in changed},
        },
        organization_id=locked.pk,
    )
    return locked


def allowed_kinds(organization: Organization) -> tuple[str, ...]:
    """What it can be said to be: a body stays one, a partner too, what a list names stays."""
    if organization.is_listed or organization.kind == OrganizationKind.HUB:
        return (organization.kind,)
    others = BODIES if organization.parent_id else PARTNERS
    return tuple(dict.fromkeys((*others, OrganizationKind(organization.kind))))


def _placed(locked: Organization, plain: OrganizationFacts) -> dict[str, Any]:
    """A territory is inherited or official; only a seat is chosen."""
    if locked.jurisdiction_id or locked.parent_id:
        return {"latitude": plain.latitude, "longitude": plain.longitude}
    known = facts_of(locked)
    if (plain.state, plain.town) == (known.state, known.town):
        return {"latitude": plain.latitude, "longitude": plain.longitude}
    seat = seat_of(plain)
    values = (seat.territory.pk if seat.territory else None, seat.city)
    return dict(zip(_PLACED, (*values, seat.latitude, seat.longitude), strict=True))


def _add(
    actor: Actor, plain: OrganizationFacts, seat: Seat, above: Organization | None
) -> Organization:
    added = Organization.objects.create(
        slug=_free_slug(plain),
        name=plain.name,
        kind=plain.kind,
        parent=above,
        jurisdiction_id=above.jurisdiction_id if above else None,
        seat=seat.territory,
        city=seat.city,
        latitude=seat.latitude,
        longitude=seat.longitude,
        also_known_as=plain.also_known_as,
        website=plain.website,
        source=plain.source,
        as_of=plain.as_of,
        entered_at=actor.at,
    )
    record(
        actor=actor,
        action=Action.ORGANIZATION_ADDED,
        subject=added,
        facts={
            "name": added.name,
            "kind": added.kind,
            "under": above.name if above else "",
            "source": added.source,
        },
        organization_id=added.pk,
        acting_for=above.pk if above and actor.standing_in(above.pk) else None,
    )
    return added


def _wait_for_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [ADDING_LOCK])


def _require_new(name: str, *, state: str, beside: Organization | None = None) -> None:
    found = [one for one in alike(name, state=state) if beside is None or one.id != beside.pk]
    if found:
        raise LooksKnown(name, found)


def _free_slug(plain: OrganizationFacts) -> str:
    stem = slugify(plain.name)[: LONGEST_SLUG - 8].strip("-") or slugify(plain.kind)
    wanted = [stem, f"{stem}-{plain.state.lower()}"] if plain.state else [stem]
    taken = set(
        Organization.objects.filter(slug__startswith=stem).values_list("slug", flat=True)
    ) | set(RESERVED)
    for slug in (*wanted, *(f"{stem}-{number}" for number in range(2, 10_000))):
        if slug not in taken:
            return slug
    raise Invalid(f"There are too many called {plain.name}.", "Give a name that says which one.")


def _locked(organization: Organization) -> Organization:
    return (
        Organization.objects.select_for_update(no_key=True, of=("self",))
        .select_related("jurisdiction", "seat", "parent")
        .get(pk=organization.pk)
    )


def _told(value: object) -> object:
    return value if isinstance(value, str | int | float | None) else str(value)
