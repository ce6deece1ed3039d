"""Whom to call: now, and in the weeks to come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from uuid import UUID

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from muster.authz.actors import Actor, Authority, Duty
from muster.directory.models import Jurisdiction, Office, OnCallShift, Organization, RotaChange
from muster.directory.queries.organizations import organizations
from muster.domain.rota import CALLS, dialed, gaps, moment_on
from muster.domain.windows import Window

HISTORY = 50
"""Changes shown of a rota."""


class Via(StrEnum):
    """Why this number: somebody is on call, or nobody is and an office answers."""

    ON_CALL = "on_call"
    REPRESENTATIVE = "representative"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Call:
    """One number to dial. `person` is empty where the office answers; `until` is the shift's end.

    `order` counts from 1; for an office, 0.
    """

    via: Via
    order: int
    person: str
    office_title: str
    phone: str
    until: datetime | None = None

    @property
    def dialed(self) -> str:
        return dialed(self.phone)

    @property
    def words(self) -> str:
        """Which call this is, as the list says it."""
        if self.via is Via.ON_CALL:
            return CALLS[self.order]
        return "Representative's office" if self.via is Via.REPRESENTATIVE else "Office"


@dataclass(frozen=True, slots=True)
class Line:
    """A shift, or a gap with nobody on first call."""

    window: Window
    shift: OnCallShift | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday, on the organization's clock."""

    monday: date
    lines: list[Line]


def with_visible_rota(actor: Actor) -> QuerySet[Organization]:
    """Organizations whose rota the actor may read: their own, for the coordinator everybody's."""
    found = Organization.objects.select_related("jurisdiction", "seat")
    if actor.coordinates:
        return found
    return found.filter(pk__in=actor.organizations_with())


def on_call_now(organization_ids: Iterable[UUID], *, at: datetime) -> dict[UUID, list[Call]]:
    """For each organization the numbers to dial, in order; none where no number is on record.

    First those on call, then one office with a telephone: one that is to be called at night, else
    one that represents, else any.
    Two queries. Numbers are confidential: whoever asks has made sure that the reader may see them.
    """
    wanted = list(organization_ids)
    calls: dict[UUID, list[Call]] = {one: [] for one in wanted}
    for shift in current_shifts().filter(organization__in=wanted, during__contains=at):
        if shift.number:
            calls[shift.organization_id].append(_call(shift))
    offices = Office.objects.filter(organization__in=wanted, retired_at=None).exclude(phone="")
    answering: dict[UUID, Office] = {}
    for office in sorted(offices.order_by("title"), key=_answers_at_night):
        answering.setdefault(office.organization_id, office)
    for organization_id, office in answering.items():
        if all(call.phone != office.phone for call in calls[organization_id]):
            via = Via.REPRESENTATIVE if Duty.REPRESENT in office.duties else Via.OFFICE
            calls[organization_id].append(Call(via, 0, "", office.title, office.phone))
    return calls


def _answers_at_night(office: Office) -> tuple[bool, bool]:
    """Offices that are to be called at night first, then those that represent."""
    return Authority.RECEIVE_AT_NIGHT not in office.authorities, (
        Duty.REPRESENT not in office.duties
    )


def to_call(*, search: str = "", state: str = "", county: str = "") -> QuerySet[Organization]:
    """Members by name, narrowed down by where they are. One query more with a search."""
    found = organizations(search)
    for field, said in (("state__iexact", state), ("county_fips", county)):
        if said:
            own = Q(**{f"jurisdiction__{field}": said})
            found = found.filter(own | Q(jurisdiction=None, **{f"seat__{field}": said}))
    return found


def call_list(
    actor: Actor, members: Iterable[Organization] | None = None
) -> list[tuple[Organization, list[Call]]]:
    """Each member with its numbers at the moment of the actor. Three queries at most.

    Without `members`, everybody. The actor has to be allowed to see all of them.
    """
    wanted = list(to_call() if members is None else members)
    calls = on_call_now([one.pk for one in wanted], at=actor.at)
    return [(one, calls[one.pk]) for one in wanted]


def silent_among(members: QuerySet[Organization], *, at: datetime) -> int:
    """How many of them have no number at all to call at that moment. One query."""
    answering = Office.objects.filter(organization=OuterRef("pk")).exclude(phone="")
    on_call = OnCallShift.objects.filter(
        organization=OuterRef("pk"), removed_in=None, during__contains=at
    ).exclude(phone="")
    return members.exclude(Exists(answering)).exclude(Exists(on_call)).count()


def places() -> tuple[list[str], list[tuple[str, str]]]:
    """States, and counties as FIPS code and name, in which members are. One query."""
    members = Organization.objects.filter(closed_on=None).exclude(member_since=None)
    rows = (
        Jurisdiction.objects.filter(
            Exists(members.filter(jurisdiction=OuterRef("pk")))
            | Exists(members.filter(jurisdiction=None, seat=OuterRef("pk")))
        )
        .values_list("state", "county_fips", "county_name")
        .distinct()
    )
    states = {state.upper() for state, _, _ in rows if state}
    counties = {(code, f"{name}, {state.upper()}") for state, code, name in rows if code and name}
    return sorted(states), sorted(counties, key=lambda pair: pair[1])


def current_shifts() -> QuerySet[OnCallShift]:
    """Shifts that stand, with their office, by time and order of calling."""
    return (
        OnCallShift.objects.filter(removed_in=None)
        .select_related("office")
        .order_by("during", "call_order", "pk")
    )


def shifts_between(
    organization: Organization, start: datetime, end: datetime
) -> QuerySet[OnCallShift]:
    return current_shifts().filter(
        organization=organization, during__overlap=DateTimeTZRange(start, end)
    )


def agenda(organization: Organization, *, at: datetime, weeks: int) -> list[Week]:
    """The shifts of this week and the next, with the gaps in the first call between them.

    Days and weeks are those of the organization's clock. One query.
    """
    zone = organization.zone
    today = at.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    end = moment_on(monday + timedelta(weeks=weeks), time(), zone)
    shifts = list(shifts_between(organization, at, end))
    lines = [Line(_window(one), one) for one in shifts]
    first = [line.window for line in lines if line.shift and line.shift.call_order == 1]
    lines += [Line(gap) for gap in gaps(first, Window(at, end))]
    lines.sort(key=lambda line: (line.window, line.shift.call_order if line.shift else 0))

    def week_of(line: Line) -> date:
        day = max(line.window.start, at).astimezone(zone).date()
        return day - timedelta(days=day.weekday())

    by_week = {key: list(group) for key, group in groupby(sorted(lines, key=week_of), week_of)}
    return [Week(key, group) for key, group in sorted(by_week.items())]


def rota_history(organization: Organization) -> list[RotaChange]:
    """The latest changes, newest first, with how many shifts each put in and took out."""
    return list(
        RotaChange.objects.filter(organization=organization)
        .select_related("by_office", "undoes", "undone_by")
        .annotate(
            put_in=Count("added", distinct=True),
            taken_out=Count("removed", distinct=True),
        )[:HISTORY]
    )


def _window(shift: OnCallShift) -> Window:
    return Window(shift.during.lower, shift.during.upper)


def _call(shift: OnCallShift) -> Call:
    return Call(
        via=Via.ON_CALL,
        order=shift.call_order,
        person=shift.person_name,
        office_title=shift.office.title,
        phone=shift.number,
        until=shift.during.upper,
    )
