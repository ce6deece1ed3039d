"""Equipment on loan: adding a stock and changing how many there are."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from muster.audit.recording import record, use_case
from muster.authz.actors import Actor
from muster.authz.decisions import require
from muster.directory.models import Organization
from muster.domain.failures import Conflict, Invalid
from muster.domain.positions import BY_CODE
from muster.responders.actions import Action
from muster.responders.models import Kit
from muster.responders.policies import may_manage_roster
from muster.responders.queries import committed_units

MOST_UNITS = 100_000


@use_case
def add_kit(*, actor: Actor, organization: Organization, position: str, units: int) -> Kit:
    """A stock of one kind of equipment. Raises Conflict when there is one already."""
    require(may_manage_roster(actor, organization))
    known = BY_CODE.get(position)
    wrong = _units_faults(units, least=1)
    if known is None or not known.is_kit:
        wrong["position"] = "Choose from the list."
    if wrong or known is None:
        raise Invalid("Some answers need another look.", fields=wrong)
    try:
        with transaction.atomic():
            stock = Kit.objects.create(organization=organization, position=position, units=units)
    except IntegrityError as error:
        raise Conflict(
            f"{organization} has a stock of {known.plural} already.",
            "Change how many there are instead.",
        ) from error
    _note(actor, Action.KIT_ADDED, stock, {"position": position, "units": units})
    return stock


@use_case
def change_kit_units(*, actor: Actor, kit: Kit, units: int) -> Kit:
    """How many there are now; never fewer than are committed at any one time to come."""
    require(may_manage_roster(actor, kit.organization))
    # The lock keeps a commitment that is being made from slipping in between.
    locked = Kit.objects.select_for_update(no_key=True, of=("self",)).get(pk=kit.pk)
    taken = committed_units([locked], at=actor.at).get(locked.pk, 0)
    wrong = _units_faults(units, least=0)
    if not wrong and units < taken:
        wrong["units"] = f"{taken} are committed, so it cannot be fewer than {taken}."
    if wrong:
        raise Invalid("Check how many there are.", fields=wrong)
    before, locked.units = locked.units, units
    locked.save(update_fields=["units"])
    facts: dict[str, int | str] = {"position": locked.position, "before": before, "units": units}
    _note(actor, Action.KIT_UNITS_CHANGED, locked, facts)
    return locked


def _units_faults(units: int, *, least: int) -> dict[str, str]:
    if least <= units <= MOST_UNITS:
        return {}
    return {"units": f"Between {least} and {MOST_UNITS:,}."}


def _note(actor: Actor, action: Action, stock: Kit, facts: dict[str, int | str]) -> None:
    record(
        actor=actor,
        action=action,
        subject=stock,
        facts=facts,
        organization_id=stock.organization_id,
    )
