"""A state declaration of the cast's Texas, recorded and withdrawn. Synthetic."""

from __future__ import annotations

from dataclasses import replace

from tests.support import builders as make
from tests.support.cast import Cast

from muster.agreements import services
from muster.agreements.models import Declaration
from muster.agreements.services import DeclarationFacts


def declared(cast: Cast, **changes: object) -> Declaration:
    facts = DeclarationFacts(
        level="state",
        issued_by="Governor of Texas (synthetic)",
        reference="Proclamation 41",
        effective=cast.now - make.hours(1),
        expires=cast.now + make.hours(720),
        exercise=False,
    )
    return services.record_declaration(
        actor=cast.actor(cast.coordinator),
        jurisdiction=cast.texas,
        facts=replace(facts, **changes),  # type: ignore[arg-type]
    )


def withdraw(cast: Cast, declaration: Declaration, reason: str = "Wrong number") -> Declaration:
    return services.withdraw_declaration(
        actor=cast.actor(cast.coordinator), declaration=declaration, reason=reason
    )
