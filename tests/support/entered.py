"""Partners and bodies as somebody enters them."""

from __future__ import annotations

from datetime import date
from typing import Any

from muster.directory.models import OrganizationKind
from muster.directory.services.organization_facts import OrganizationFacts

READ_ON = date(2026, 1, 31)
TYPED = {
    "name": "Prairie Synthetic University",
    "kind": "university",
    "also_known_as": "PSU",
    "state": "TX",
    "town": "Denton County",
    "website": "www.prairie.example",
    "source": "https://www.prairie.example/about",
    "as_of": "2026-01-31",
}
CENTER = {
    "name": "Johnson County 911",
    "kind": "emergency_center",
    "source": "County directory 2026",
    "as_of": "2026-01-31",
}


def university(**changes: Any) -> OrganizationFacts:
    return OrganizationFacts(**{**TYPED, "as_of": READ_ON, **changes})


def center(**changes: Any) -> OrganizationFacts:
    given = {**CENTER, "kind": OrganizationKind.EMERGENCY_CENTER.value, "as_of": READ_ON, **changes}
    return OrganizationFacts(**given)
