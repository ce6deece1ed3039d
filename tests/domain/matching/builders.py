"""Small synthetic problems for the matcher's tests. No person or place in them is real."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from muster.domain.acts import ActKind, DutyStatus, Side
from muster.domain.costs import CostBasis, CostRule
from muster.domain.coverage import Deployment, LegalPath, PathStanding
from muster.domain.geo import Place
from muster.domain.instruments import MissingAct
from muster.domain.matching import Helper, HelperKind, Mode, Need, Priority, Problem
from muster.domain.positions import AidKind
from muster.domain.windows import Window

NOW = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
TOWN = Place(40.0, -90.0)
NEAR = Place(40.0, -89.5)
FAR = Place(40.0, -86.0)


def span(first: float, last: float) -> Window:
    """A window from and to so many hours after NOW."""
    return Window(NOW + timedelta(hours=first), NOW + timedelta(hours=last))


ALWAYS = (span(-24, 1000),)
RULE = CostRule(CostBasis.ALL_COSTS, "synthetic clause")
COMPLETE = LegalPath("s", "Synthetic compact", "s 1", PathStanding.COMPLETE, RULE)


def missing(kind: ActKind = ActKind.LOCAL_DECLARATION) -> MissingAct:
    return MissingAct(kind, Side.REQUESTING, "town", "the mayor", "s 2")


def not_yet(*acts: MissingAct) -> LegalPath:
    return LegalPath("s", "Synthetic compact", "s 1", PathStanding.NOT_YET, RULE, missing=acts)


def covered(_deployment: Deployment) -> LegalPath | None:
    return COMPLETE


def need(name: str = "n1", **changes: Any) -> Need:
    figures: dict[str, Any] = {
        "request_id": "q",
        "organization_id": "town",
        "position": "network-engineer",
        "aid_kind": AidKind.SPECIALIST,
        "minimum_level": 3,
        "count": 1,
        "window": span(4, 28),
        "place": TOWN,
        "mode": Mode.ON_SITE,
        "priority": Priority.ESSENTIAL,
    }
    return Need(id=name, **(figures | changes))


def helper(name: str, **changes: Any) -> Helper:
    figures: dict[str, Any] = {
        "kind": HelperKind.RESPONDER,
        "organization_id": "north",
        "duty_status": DutyStatus.EMPLOYEE,
        "levels": (("network-engineer", 2),),
        "place": NEAR,
        "available": ALWAYS,
        "hourly_cents": 5000,
    }
    return Helper(id=name, **(figures | changes))


def team(name: str, *member_ids: str, **changes: Any) -> Helper:
    return helper(name, kind=HelperKind.TEAM, member_ids=member_ids, **changes)


def kit(name: str, units: int, **changes: Any) -> Helper:
    figures: dict[str, Any] = {"kind": HelperKind.KIT, "units": units, "levels": (("laptop", 1),)}
    return helper(name, **(figures | changes))


def problem(
    needs: tuple[Need, ...] = (), helpers: tuple[Helper, ...] = (), **changes: Any
) -> Problem:
    figures: dict[str, Any] = {"now": NOW, "best_path": covered}
    return Problem(needs=needs, helpers=helpers, **(figures | changes))
