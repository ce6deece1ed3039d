"""The question the matcher answers: who is needed, who could come, and what binds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

from muster.domain.acts import ActKind, DutyStatus
from muster.domain.coverage import Deployment, LegalPath
from muster.domain.geo import Place
from muster.domain.positions import AidKind
from muster.domain.windows import Window


class Mode(StrEnum):
    """Where the work can be done."""

    ON_SITE = "on_site"
    REMOTE = "remote"
    EITHER = "either"


class Priority(IntEnum):
    """Strict classes: no number of lower needs outweighs one higher need."""

    LIFE_SAFETY = 1
    ESSENTIAL = 2
    RECOVERY = 3


@dataclass(frozen=True, slots=True)
class Need:
    """One line of a request: `count` people (or pieces of kit) for the whole window.

    `minimum_level` is the highest credential level number that will do (1 is the most proven).
    Whoever goes knows all `products`, a team between its members; everybody who goes holds all
    `clearances`.
    """

    id: str
    request_id: str
    organization_id: str
    position: str
    aid_kind: AidKind
    minimum_level: int
    count: int
    window: Window
    place: Place
    mode: Mode
    priority: Priority
    products: frozenset[str] = frozenset()
    clearances: frozenset[str] = frozenset()

    @property
    def on_site(self) -> bool:
        """Whether somebody may go there for it."""
        return self.mode is not Mode.REMOTE

    @property
    def remote(self) -> bool:
        """Whether it may be done from afar."""
        return self.mode is not Mode.ON_SITE


class HelperKind(StrEnum):
    RESPONDER = "responder"
    TEAM = "team"
    KIT = "kit"


@dataclass(frozen=True, slots=True)
class Helper:
    """A responder, a team that goes whole, or a stock of kit.

    `levels` maps position codes to credential levels. `mobilization_minutes` run from the order
    to the start of the drive. `units` is 1 for a responder and the stock for kit. A team lists
    its `member_ids`, which are helpers of their own, and fills `len(member_ids)` of a need's
    count; it needs that much room or does not go. `home_load` is how many in a hundred of the
    organization's people are out on aid when the run begins. `rest_minutes` lie between two trips
    of one person, and none of them takes longer than `longest_tour_hours` with the way. A lineup
    with `stand_ins` for members names the team it is of (`lineups`).
    """

    id: str
    kind: HelperKind
    organization_id: str
    duty_status: DutyStatus
    levels: tuple[tuple[str, int], ...]
    place: Place
    available: tuple[Window, ...]
    committed: tuple[Window, ...] = ()
    travel_limit_km: float = 500.0
    remote_capable: bool = False
    hourly_cents: int = 0
    mobilization_minutes: int = 0
    hours_given: int = 0
    units: int = 1
    member_ids: tuple[str, ...] = ()
    conflicts: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset()
    clearances: frozenset[str] = frozenset()
    home_load: int = 0
    rest_minutes: int = 0
    longest_tour_hours: float | None = None
    team_id: str = ""
    stand_ins: int = 0


@dataclass(frozen=True, slots=True)
class HomeFloor:
    """At least `keep` people of a position stay with their organization at any moment."""

    organization_id: str
    position: str
    keep: int


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The people worth judging for one need, and what is known of everybody else.

    Nobody left out who could go arrives earlier than `bound` says (minutes after the wanted
    start, cents), or at that time for less; without a bound nobody who could go is left out.
    `stay` counts the others by the value of their `Cause`, `own` the people of the organization
    that asks, `blocked` those whom one act alone keeps, and `holders` everybody elsewhere who
    holds the position at any level.
    """

    helper_ids: frozenset[str]
    bound: tuple[int, int] | None
    stay: Mapping[str, int]
    own: int
    blocked: Mapping[ActKind, int]
    holders: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything one match run decides about, as of `now`.

    `best_path` answers a deployment with the most usable legal path or None; it is called once
    per distinct deployment. `declined` pairs (need id, helper id) are not asked again. `held`
    triples (need id, helper id, units) are claims already offered or committed: they stay in the
    plan and use up what they use up. Needs with one of the `shortlists` are judged for its people
    and for all teams and kit; `helpers` then holds these and whoever counts for a floor.
    """

    now: datetime
    needs: tuple[Need, ...]
    helpers: tuple[Helper, ...]
    best_path: Callable[[Deployment], LegalPath | None]
    floors: tuple[HomeFloor, ...] = ()
    declined: frozenset[tuple[str, str]] = frozenset()
    held: tuple[tuple[str, str, int], ...] = field(default=())
    max_lent_per_organization: int | None = None
    shortlists: Mapping[str, Shortlist] = field(default_factory=dict)
