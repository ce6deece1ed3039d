"""A rota as an iCalendar file."""

from __future__ import annotations

from datetime import datetime, timedelta

from muster.directory.models import OnCallShift, Organization
from muster.directory.queries.rota import shifts_between
from muster.formats.ical import Written, write_calendar

EXPORTED_WEEKS = 53


def rota_calendar(organization: Organization, *, at: datetime, order: int | None = None) -> bytes:
    """The shifts from `at` on, of one order of calling or of all. One query.

    The numbers stand in it: for those who may see the rota only.
    """
    shifts = shifts_between(organization, at, at + timedelta(weeks=EXPORTED_WEEKS))
    if order is not None:
        shifts = shifts.filter(call_order=order)
    return write_calendar(f"On call: {organization}", map(_event, shifts), stamp=at)


def _event(shift: OnCallShift) -> Written:
    who = shift.person_name or shift.office.title
    return Written(
        uid=f"{shift.pk}@rota.muster",
        start=shift.during.lower,
        end=shift.during.upper,
        summary=f"On call: {who}",
        description=f"{shift.call}\n{shift.office.title}\ntel:{shift.number}",
    )
