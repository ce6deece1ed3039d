"""Shifts and calendars for tests of the rota. People and numbers are synthetic."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.support.cast import Cast

from muster.accounts.models import Person
from muster.directory.models import Office, OnCallShift, RotaChange
from muster.directory.services.rota import ShiftFacts, add_shift

NUMBER = "+1 817 555 0101"


def facts(office: Office, start: datetime, hours: float = 12, **changes: Any) -> ShiftFacts:
    said = {
        "office_id": office.pk,
        "person_name": "Keene Night",
        "phone": NUMBER,
        "start": start,
        "end": start + timedelta(hours=hours),
    }
    return ShiftFacts(**{**said, **changes})


def put_on_call(cast: Cast, person: Person, *, hours: float = 12, **changes: Any) -> RotaChange:
    """Somebody of this person's organization, from an hour ago if not said otherwise."""
    office = cast.office(person)
    start = changes.pop("start", cast.now - timedelta(hours=1))
    return add_shift(
        actor=cast.actor(person),
        organization=office.organization,
        facts=facts(office, start, hours, **changes),
    )


def standing(cast: Cast) -> list[OnCallShift]:
    return list(OnCallShift.objects.filter(removed_in=None).order_by("during", "call_order"))


def calendar(*events: str, head: str = "") -> str:
    text = (
        f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//EN\n{head}{''.join(events)}END:VCALENDAR\n"
    )
    return text.replace("\n", "\r\n")


def event(
    start: datetime,
    *,
    hours: float = 12,
    uid: str = "night",
    who: str = "Keene Night",
    more: str = "",
) -> str:
    begins, ends = (f"{one:%Y%m%dT%H%M%S}Z" for one in (start, start + timedelta(hours=hours)))
    return (
        f"BEGIN:VEVENT\nUID:{uid}\nDTSTART:{begins}\nDTEND:{ends}\nSUMMARY:On call: {who}\n"
        f"{more}END:VEVENT\n"
    )
