"""Small makers of rows. Places are real Texas places; people and papers are synthetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from tests.support import texts

from muster.accounts.models import Person
from muster.agreements.models import Agreement, InstrumentKind
from muster.authz.actors import Duty, usual_authorities
from muster.directory.models import Jurisdiction, Office, Organization, OrganizationKind, Tenure
from muster.domain.acts import ActKind, DutyStatus
from muster.domain.costs import CostBasis
from muster.domain.matching.problem import Priority
from muster.domain.orders import Order, OrderLine
from muster.domain.positions import AidKind
from muster.domain.tlp import Label
from muster.responders.models import Kit, Qualification, Responder

TEXAS = "ocd-division/country:us/state:tx"
AUSTIN = (30.2747, -97.7404)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)

DIRECTORY = "directory-recovery"
REBUILD = "rebuild-technician"
LAPTOP = "laptop"


def jurisdiction(
    division: str, name: str, place: tuple[float, float], *, county: tuple[str, str] = ("", "")
) -> Jurisdiction:
    """`division` is what follows the state in the id, such as `place:keene`; `county` is its
    FIPS code and name."""
    return Jurisdiction.objects.create(
        ocd_id=f"{TEXAS}/{division}" if division else TEXAS,
        name=name,
        kind=division.partition(":")[0] or "state",
        state="TX",
        latitude=place[0],
        longitude=place[1],
        county_fips=county[0],
        county_name=county[1],
    )


def organization(
    name: str, kind: OrganizationKind, territory: Jurisdiction | None = None
) -> Organization:
    slug = name.lower().replace(" ", "-")
    return Organization.objects.create(
        slug=slug,
        name=name,
        kind=kind,
        jurisdiction=territory,
        synthetic_staff=True,
        member_since=LONG_AGO.date(),
    )


def office(of: Organization, title: str, *duties: Duty) -> Office:
    return Office.objects.create(
        organization=of,
        title=title,
        duties=[duty.value for duty in duties],
        authorities=usual_authorities(duties),
        affirmed_at=datetime.now(UTC),
    )


def person(name: str) -> Person:
    mail = f"{name.lower().replace(' ', '.')}@people.synthetic.example"
    return Person.objects.create_user(mail, name=name, synthetic=True)


def tenure(
    held: Office, by: Person, *, since: datetime = LONG_AGO, until: datetime | None = None
) -> Tenure:
    return Tenure.objects.create(office=held, person=by, during=DateTimeTZRange(since, until))


def official(of: Organization, name: str, title: str, *duties: Duty) -> Person:
    """A new person in a new office."""
    made = person(name)
    tenure(office(of, title, *duties), made)
    return made


def responder(
    of: Organization,
    name: str,
    levels: Mapping[str, int],
    *,
    status: DutyStatus = DutyStatus.EMPLOYEE,
    **changes: Any,
) -> Responder:
    """A member of the roster at the place its organization serves."""
    home = of.jurisdiction.place if of.jurisdiction else None
    made = Responder.objects.create(
        organization=of,
        name=name,
        synthetic=True,
        duty_status=status,
        latitude=home.latitude if home else AUSTIN[0],
        longitude=home.longitude if home else AUSTIN[1],
        **{"hourly_cents": 4_500, "remote_capable": True, **changes},
    )
    Qualification.objects.bulk_create(
        Qualification(responder=made, position=position, level=level)
        for position, level in levels.items()
    )
    return made


def kit(of: Organization, position: str, units: int) -> Kit:
    return Kit.objects.create(organization=of, position=position, units=units)


def agreement(
    name: str,
    kind: InstrumentKind,
    *,
    statuses: Iterable[DutyStatus],
    aid: Iterable[AidKind] = tuple(AidKind),
    cost: CostBasis = CostBasis.NONE,
    acts: Iterable[ActKind] = (),
    requesting: Iterable[Organization] = (),
    assisting: Iterable[Organization] = (),
) -> Agreement:
    """An instrument with its clauses and parties, in force since long ago."""
    made = Agreement.objects.create(
        slug=name.lower().replace(" ", "-"),
        name=name,
        kind=kind,
        citation=f"{name} § 1 (demonstration text)",
        demonstration=True,
        in_force=DateTimeTZRange(LONG_AGO, None),
    )
    open_to_all = kind == InstrumentKind.STATEWIDE
    text = texts.version(made, texts.rows_for(statuses, aid, cost, acts, open_to_all=open_to_all))
    asks, helps = set(requesting), set(assisting)
    for member in asks | helps:
        texts.party(made, member, text, may_request=member in asks, may_assist=member in helps)
    return made


def line(position: str, count: int = 1, **changes: Any) -> OrderLine:
    return OrderLine(position=position, count=count, **changes)


def order(*lines: OrderLine, **changes: Any) -> Order:
    """A good order for help; without lines, for three engineers and two technicians."""
    values: dict[str, Any] = {
        "kind": "ransomware",
        "what_happened": "Every server shows a ransom note (synthetic).",
        "systems_down": ("email",),
        "lines": lines or (line(DIRECTORY, 3, priority=Priority.LIFE_SAFETY), line(REBUILD, 2)),
        "starts_at": None,
        "hours": 72,
        "where_to_report": "100 North Mockingbird Lane, back door",
        "call_back_name": "Keene Representative",
        "call_back_number": "+1 817 555 0100",
        "local_declaration": False,
        "tlp": Label.AMBER,
    }
    return Order(**{**values, **changes})


def hours(number: float) -> timedelta:
    return timedelta(hours=number)
