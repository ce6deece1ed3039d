"""Times, distances, amounts and labels in the words a reader uses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from muster.domain.geo import KM_PER_MILE
from muster.domain.money import Cents
from muster.domain.tlp import LABEL_MEANINGS, Label

NOT_SET = "not set"


def time_element(moment: datetime | None) -> SafeString | str:
    """A `<time>` in the reader's zone, with UTC in its title. Raises ValueError without a zone."""
    if moment is None:
        return NOT_SET
    if moment.tzinfo is None:
        raise ValueError("Give the time with a timezone; nobody can tell which clock it is from.")
    utc = moment.astimezone(UTC)
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        utc.strftime("%Y-%m-%dT%H:%M:%SZ"),
        f"{_clock(utc)} UTC",
        in_words(moment),
    )


def in_words(moment: datetime) -> str:
    """A moment on the reader's clock, 24 hours, with the zone named: `Nov 3, 2026, 02:30 CST`."""
    local = timezone.localtime(moment)
    return f"{_clock(local)} {local.tzname()}"


def duration_in_words(span: timedelta | float | None) -> str:
    """A span in its two largest units; a bare number is minutes. Rounds to whole minutes."""
    if span is None:
        return NOT_SET
    exact = span if isinstance(span, timedelta) else timedelta(minutes=span)
    minutes = round(abs(exact.total_seconds()) / 60)
    if minutes == 0:
        return "less than a minute" if exact else "0 min"
    days, hours, left = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = [(days, "day" if days == 1 else "days"), (hours, "h"), (left, "min")]
    largest = next(index for index, (count, _) in enumerate(parts) if count)
    shown = " ".join(f"{n} {unit}" for n, unit in parts[largest : largest + 2] if n)
    return f"-{shown}" if exact < timedelta() else shown


def miles_and_km(kilometres: float | None) -> str:
    """A distance given in kilometres, miles first: `38 mi (61 km)`."""
    if kilometres is None:
        return NOT_SET
    miles = kilometres / KM_PER_MILE
    if 0 < miles < 10:
        return f"{miles:.1f} mi ({kilometres:.1f} km)"
    return f"{miles:,.0f} mi ({kilometres:,.0f} km)"


def dollars(amount: Cents | int | None) -> str:
    """An amount; a bare whole number is US cents."""
    if amount is None:
        return NOT_SET
    return str(amount if isinstance(amount, Cents) else Cents(amount))


def tlp_badge(label: Label | str) -> SafeString:
    """A label in the colors of TLP 2.0. Raises ValueError for a word that is no label."""
    known = Label(label)
    return format_html(
        '<span class="m-tlp m-tlp--{}" title="{}">TLP:{}</span>',
        known.value.replace("+", "-"),
        LABEL_MEANINGS[known],
        known.value.upper(),
    )


def _clock(moment: datetime) -> str:
    return f"{moment:%b} {moment.day}, {moment:%Y, %H:%M}"
