"""What the demo hub has besides the night itself: who is on call, who is about to join, partners.

Territories are real places; the university, the 911 center, every person, number and mail domain
are made up and say so.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from muster.authz.actors import Actor, Duty, Source
from muster.authz.secrets import digest, new_secret
from muster.demo.acting import holder_acting
from muster.demo.members import HUB_KEY
from muster.demo.texas_2019.governments import TEXAS
from muster.directory.models import (
    AddressLink,
    JoiningRequest,
    Jurisdiction,
    Office,
    OnCallShift,
    Organization,
    OrganizationKind,
    RotaChange,
)
from muster.directory.services.domain_claims import record_domain
from muster.directory.services.joining.addresses import LINK_LIFE, use_link
from muster.directory.services.joining.asking import Applicant, ask_to_join
from muster.directory.services.organization_facts import OrganizationFacts
from muster.directory.services.organizations import add_body, add_partner

ON_CALL: Final = ("johnson", "denton", "tarrant", "collin", "parker", "ellis", "bexar", "travis")
"""Counties with a rota, by the last part of their division id."""

WEEKS: Final = 5
TURN: Final = timedelta(days=7)
WITHOUT_NEXT_TURN: Final = "parker"
"""Its first call has a gap next week, so that a rota with one is seen."""

PUBLISHED: Final = "Made up for the demonstration"
NEIGHBOR: Final = "hood"
NEIGHBOR_DOMAIN: Final = "hood-county.synthetic.example"
APPLYING: Final = "hill"
UNIVERSITY_DOMAIN: Final = "university-stand-in.synthetic.example"
CENTER_UNDER: Final = "johnson"


def load_everyday(*, now: datetime) -> None:
    """Rotas from last week on, two governments that are no members yet, a partner, a body."""
    coordinator = holder_acting(
        Organization.objects.get(slug=HUB_KEY), Duty.COORDINATE, at=now - timedelta(days=1)
    )
    _load_rotas(now=now)
    neighbor, applying = (_known(name) for name in (NEIGHBOR, APPLYING))
    record_domain(
        actor=coordinator,
        organization=neighbor,
        domain=NEIGHBOR_DOMAIN,
        published_in=PUBLISHED,
    )
    _load_entered(coordinator, read_on=timezone.localdate(coordinator.at))
    Organization.objects.exclude(entered_at=None).update(synthetic_staff=True)
    _load_applicant(applying, at=now - timedelta(hours=2))


def _load_rotas(*, now: datetime) -> None:
    keys = {f"{TEXAS}/county:{name}": name for name in ON_CALL}
    offices = (
        Office.objects.filter(organization__jurisdiction__ocd_id__in=keys)
        .select_related("organization__jurisdiction")
        .order_by("organization__slug")
    )
    begins = now.replace(hour=14, minute=0, second=0, microsecond=0) - timedelta(days=3)
    changes: list[RotaChange] = []
    shifts: list[OnCallShift] = []
    for place, office in enumerate(offices):
        territory = office.organization.jurisdiction
        gap = territory is not None and keys[territory.ocd_id] == WITHOUT_NEXT_TURN
        change = RotaChange(
            organization=office.organization,
            kind=RotaChange.Kind.WEEKLY,
            at=begins - TURN,
            by_name=f"Synthetic {office.title}",
            by_office=office,
        )
        changes.append(change)
        shifts += _turns(office, change, begins, place=place, gap=gap)
    RotaChange.objects.bulk_create(changes)
    OnCallShift.objects.bulk_create(shifts)


def _turns(
    office: Office, change: RotaChange, begins: datetime, *, place: int, gap: bool
) -> list[OnCallShift]:
    """Two people take the first and second call in turns of a week."""
    short = office.organization.name
    people = [
        (f"Synthetic Night Duty {letter} ({short})", f"+1 512 555 {100 + 2 * place + at:04}")
        for at, letter in enumerate("AB")
    ]
    return [
        OnCallShift(
            organization=office.organization,
            office=office,
            person_name=people[(week + order) % 2][0],
            phone=people[(week + order) % 2][1],
            during=DateTimeTZRange(begins + week * TURN, begins + (week + 1) * TURN),
            call_order=order,
            added_in=change,
        )
        for week in range(WEEKS)
        for order in (1, 2)
        if not (gap and week == 1 and order == 1)
    ]


def _known(county: str) -> Organization:
    """A government that lists name and that has not joined."""
    territory = Jurisdiction.objects.get(ocd_id=f"{TEXAS}/county:{county}")
    return Organization.objects.create(
        slug=f"{county}-county",
        name=territory.name,
        kind=OrganizationKind.COUNTY,
        jurisdiction=territory,
        synthetic_staff=True,
        source=territory.source,
        as_of=territory.as_of,
    )


def _load_entered(coordinator: Actor, *, read_on: date) -> None:
    add_partner(
        actor=coordinator,
        facts=OrganizationFacts(
            name="Prairie State University (stand-in)",
            kind=OrganizationKind.UNIVERSITY.value,
            also_known_as="PSU",
            state="TX",
            town="Denton, Denton County",
            source=PUBLISHED,
            as_of=read_on,
        ),
        domain=UNIVERSITY_DOMAIN,
        another=True,
    )
    add_body(
        actor=coordinator,
        parent=Organization.objects.select_related("jurisdiction", "seat").get(
            jurisdiction__ocd_id=f"{TEXAS}/county:{CENTER_UNDER}", kind=OrganizationKind.COUNTY
        ),
        facts=OrganizationFacts(
            name="Johnson County 911 center (stand-in)",
            kind=OrganizationKind.EMERGENCY_CENTER.value,
            source=PUBLISHED,
            as_of=read_on,
        ),
        another=True,
    )


def _load_applicant(organization: Organization, *, at: datetime) -> JoiningRequest:
    """Somebody whose address is confirmed and who waits for a code."""
    visitor = Actor(at=at, source=Source.CLI, name="a visitor")
    request = ask_to_join(
        actor=visitor,
        organization=organization,
        facts=Applicant(
            name=f"Synthetic IT Manager ({organization.name})",
            mail=f"it-manager@{organization.slug}.synthetic.example",
            phone="+1 512 555 0190",
            office_title="IT Manager",
            duties=("represent",),
        ),
    )
    # Not by `make_link`, which loads every address of the hub only to write this one out.
    secret = new_secret()
    AddressLink.objects.create(
        request=request, digest=digest(secret), created_at=at, expires_at=at + LINK_LIFE
    )
    use_link(secret=secret, visitor=visitor)
    request.refresh_from_db()
    return request
