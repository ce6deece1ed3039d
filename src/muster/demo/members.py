"""Organizations of the demo hub, their offices and the synthetic people in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone
from django.utils.text import slugify

from muster.accounts.models import Person
from muster.authz.actors import Duty, usual_authorities
from muster.demo.territories import DEPOT_TOWNS, Territories, division_of
from muster.demo.texas_2019.governments import TEXAS, Government
from muster.demo.texas_2019.lenders import LENDERS
from muster.demo.texas_2019.partners import CORPS, GUARD, KIT_STOCK, Partner
from muster.demo.texas_2019.victims import VICTIMS
from muster.directory.models import Office, Organization, OrganizationKind, Tenure

MAIL_DOMAIN = "muster.synthetic.example"
HUB_KEY = "hub-stand-in"
AUDITOR_KEY = "auditor-stand-in"
AFFIRMED_AFTER = timedelta(days=600)
"""So long after they joined the offices were affirmed; the hub is two years old."""

# Telephone numbers 555-0100 to 555-0199 are set aside for fiction and ring nowhere.


@dataclass(frozen=True, slots=True)
class Post:
    """One organization with the one office that acts for it. `key` is the scenario's id."""

    key: str
    slug: str
    name: str
    kind: OrganizationKind
    division: str
    title: str
    duty: Duty

    @property
    def short_name(self) -> str:
        """The name without 'City of', as it stands in a person's name."""
        return (
            self.name.partition(" of ")[2] if self.name.startswith(("City", "Town")) else self.name
        )

    @property
    def email(self) -> str:
        """The address of whoever holds the office."""
        return f"{slugify(self.title)}@{self.slug}.synthetic.example"


@dataclass(frozen=True, slots=True)
class Members:
    """Who is in the directory: organizations and office holders by the scenario's key."""

    organizations: dict[str, Organization]
    holders: dict[str, Person]


def depot_key(town: str) -> str:
    """The key of the kit depot in that town."""
    return f"{KIT_STOCK.key}-{slugify(town)}"


def load_members(territories: Territories, *, since: datetime) -> Members:
    """Write every organization with one office, one holder and an open-ended tenure."""
    posts = list(all_posts())
    organizations = {
        post.key: Organization(
            slug=post.slug,
            name=post.name,
            kind=post.kind,
            jurisdiction=territories[post.division],
            synthetic_staff=True,
            member_since=timezone.localdate(since),
        )
        for post in posts
    }
    people = {post.key: _holder(post, since) for post in posts}
    offices = {
        post.key: Office(
            organization=organizations[post.key],
            title=post.title,
            duties=[post.duty.value],
            authorities=usual_authorities([post.duty.value]),
            affirmed_at=since + AFFIRMED_AFTER,
            mail=f"{slugify(post.title)}.{post.slug}@{MAIL_DOMAIN}",
            phone=f"+1 512 555 {100 + index % 100:04}",
        )
        for index, post in enumerate(posts)
    }
    Organization.objects.bulk_create(organizations.values())
    Person.objects.bulk_create(people.values())
    Office.objects.bulk_create(offices.values())
    Tenure.objects.bulk_create(
        Tenure(office=offices[key], person=people[key], during=DateTimeTZRange(since, None))
        for key in organizations
    )
    return Members(organizations, people)


def all_posts() -> Iterable[Post]:
    """Governments first, then partners, the hub and the auditor."""
    yield from (_government(one) for one in (*VICTIMS, *LENDERS))
    yield _partner(GUARD, OrganizationKind.NATIONAL_GUARD, "Cyber Operations Officer")
    yield _partner(CORPS, OrganizationKind.VOLUNTEER_CORPS, "Program Director")
    for town, _, _ in DEPOT_TOWNS:
        yield Post(
            key=(key := depot_key(town)),
            slug=key,
            name=f"{KIT_STOCK.name.removesuffix(' (stand-in)')}, {town} depot (stand-in)",
            kind=OrganizationKind.ASSOCIATION,
            division=division_of(town),
            title="Stock Keeper",
            duty=Duty.REPRESENT,
        )
    yield Post(
        HUB_KEY,
        HUB_KEY,
        "Texas mutual aid hub (stand-in)",
        OrganizationKind.HUB,
        TEXAS,
        "Coordinator on Duty",
        Duty.COORDINATE,
    )
    yield Post(
        AUDITOR_KEY,
        AUDITOR_KEY,
        "Office of the auditor (stand-in)",
        OrganizationKind.STATE_AGENCY,
        TEXAS,
        "Auditor",
        Duty.AUDIT,
    )


def synthetic_person(email: str, name: str, *, since: datetime) -> Person:
    """Somebody made up, not saved yet, who signs in by mail link or demo click only."""
    return Person(
        email=email, name=name, synthetic=True, joined_at=since, password=make_password(None)
    )


def _holder(post: Post, since: datetime) -> Person:
    return synthetic_person(post.email, f"Synthetic {post.title} ({post.short_name})", since=since)


def _government(government: Government) -> Post:
    county = government.kind == "county"
    return Post(
        key=government.ocd_id,
        slug=government.slug,
        name=government.name,
        kind=OrganizationKind.COUNTY if county else OrganizationKind.CITY,
        division=government.ocd_id,
        title="CIO" if county else "IT Director",
        duty=Duty.REPRESENT,
    )


def _partner(partner: Partner, kind: OrganizationKind, title: str) -> Post:
    return Post(partner.key, partner.slug, partner.name, kind, TEXAS, title, Duty.REPRESENT)
