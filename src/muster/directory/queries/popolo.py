"""The directory as one Popolo document, for whoever may see it on the pages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from muster.directory.models import Jurisdiction, Office, OfficialDomain, Organization, Tenure
from muster.formats.popolo import Area, Body, Holding, Post, popolo

DIVISION = "https://github.com/opencivicdata/ocd-division-ids"
DOMAIN = "https://get.gov"


def directory_as_popolo(*, at: datetime, everybody: bool, state: str = "") -> dict[str, Any]:
    """Members and partners, or everybody official lists name; with `state`, those of one state.

    Who holds an office now stands on the organization's page for every member; telephone numbers
    and addresses do not, and are left out. Five queries.
    """
    organizations = _organizations(everybody=everybody, state=state)
    territories = Jurisdiction.objects.filter(organizations__in=organizations).select_related(
        "parent"
    )
    domains: dict[Any, list[str]] = {}
    for owner, domain in (
        OfficialDomain.objects.filter(organization__in=organizations, gone_on=None)
        .order_by("domain")
        .values_list("organization", "domain")
    ):
        domains.setdefault(owner, []).append(domain)
    return popolo(
        areas=[_area(one) for one in territories.distinct().order_by("ocd_id")],
        bodies=[_body(one, domains.get(one.pk, [])) for one in organizations],
        posts=[
            _post(one)
            for one in Office.objects.filter(organization__in=organizations).order_by("pk")
        ],
        holdings=[
            _holding(one)
            for one in Tenure.objects.filter(
                office__organization__in=organizations, during__contains=at
            )
            .select_related("office", "person")
            .order_by("pk")
        ],
    )


def _organizations(*, everybody: bool, state: str) -> QuerySet[Organization]:
    found = Organization.objects.filter(closed_on=None)
    found = found.select_related("jurisdiction").order_by("name", "pk")
    if not everybody:
        found = found.exclude(member_since=None)
    if state:
        where = Q(jurisdiction__state=state.upper()) | Q(seat__state=state.upper())
        found = found.filter(where)
    return found


def _area(one: Jurisdiction) -> Area:
    return Area(one.ocd_id, one.name, one.kind, one.parent.ocd_id if one.parent else None)


def _body(one: Organization, domains: list[str]) -> Body:
    division = one.jurisdiction.ocd_id if one.jurisdiction else None
    return Body(
        id=str(one.pk),
        name=one.name,
        classification=one.kind,
        parent_id=str(one.parent_id) if one.parent_id else None,
        area_id=division,
        identifiers=(
            *([(DIVISION, division)] if division else []),
            *((DOMAIN, domain) for domain in domains),
        ),
        source=one.source,
    )


def _post(one: Office) -> Post:
    return Post(str(one.pk), one.title, ", ".join(one.duty_names), str(one.organization_id))


def _holding(one: Tenure) -> Holding:
    ends = one.during.upper
    return Holding(
        id=str(one.pk),
        person_id=str(one.person_id),
        person_name=one.person.name,
        post_id=str(one.office_id),
        organization_id=str(one.office.organization_id),
        start=timezone.localdate(one.during.lower),
        end=timezone.localdate(ends) if ends else None,
        acting=one.acting,
    )
