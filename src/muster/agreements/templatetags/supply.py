"""`{% supply_link kind organization_id instrument_id exercise as link %}`: to a missing act."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import template
from django.template import Context

from muster.agreements.supply import Supply, supply_of
from muster.authz.requests import acting

register = template.Library()


@register.simple_tag(takes_context=True)
def supply_link(
    context: Context,
    kind: str,
    organization_id: UUID | str,
    instrument_id: UUID | str = "",
    exercise: Any = False,
) -> Supply | None:
    """A link with `url` and `label` for whoever reads the page; None if they cannot supply it."""
    return supply_of(
        kind,
        organization_id=organization_id,
        actor=acting(context["request"]),
        instrument_id=instrument_id,
        exercise=bool(exercise),
    )
