"""Correcting the details of a request that is already sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms

from muster.aid.forms.details import DECLARED, SYSTEMS, DetailsForm
from muster.domain.amendments import RequestDetails
from muster.domain.orders import LONGEST_DAYS
from muster.domain.tlp import Label
from muster.web.widgets import LocalDateTimeInput

_ANSWERS = {True: "yes", False: "no", None: "unknown"}
_KNOWN = frozenset(code for code, _ in SYSTEMS)


class AmendForm(DetailsForm):
    """The details as they stand, to be corrected. Lines have a page of their own."""

    starts_at = forms.DateTimeField(
        label="From when?",
        widget=LocalDateTimeInput,
        error_messages={"invalid": "Give a date and time."},
    )
    ends_at = forms.DateTimeField(
        label="Until when?",
        help_text=f"At most {LONGEST_DAYS} days after the start. Later than now prolongs it.",
        widget=LocalDateTimeInput,
        error_messages={"invalid": "Give a date and time."},
    )
    field_order = (
        "call_back_name",
        "call_back_number",
        "where_to_report",
        "starts_at",
        "ends_at",
        "what_happened",
        "systems_down",
        "declared",
        "tlp",
    )

    def __init__(self, data: Any = None, *, before: RequestDetails) -> None:
        shown = {
            "what_happened": before.what_happened,
            "systems_down": [code for code in before.systems_down if code in _KNOWN],
            "where_to_report": before.where_to_report,
            "call_back_name": before.call_back_name,
            "call_back_number": before.call_back_number,
            "declared": _ANSWERS[before.local_declaration],
            "tlp": before.tlp.value,
            "starts_at": before.starts_at,
            "ends_at": before.ends_at,
        }
        super().__init__(data, initial=shown)
        self._before = before

    def details(self) -> RequestDetails:
        """The corrected details. Call after `is_valid()`."""
        data = self.cleaned_data
        # The page offers well-known systems only; what software named otherwise stays.
        others = [code for code in self._before.systems_down if code not in _KNOWN]
        chosen = (*data["systems_down"], *others)
        same = set(chosen) == set(self._before.systems_down)
        return RequestDetails(
            what_happened=data["what_happened"].replace("\r\n", "\n"),
            systems_down=self._before.systems_down if same else chosen,
            where_to_report=data["where_to_report"],
            call_back_name=data["call_back_name"],
            call_back_number=data["call_back_number"],
            local_declaration=DECLARED.get(data["declared"]),
            tlp=Label(data["tlp"]),
            starts_at=_unless_same_minute(data["starts_at"], self._before.starts_at),
            ends_at=_unless_same_minute(data["ends_at"], self._before.ends_at),
        )

    def show_faults(self, faults: Mapping[str, str]) -> None:
        for name, sentence in faults.items():
            field = "declared" if name == "local_declaration" else name
            self.add_error(field if field in self.fields else None, sentence)


class CountForm(forms.Form):
    """How many of one line are wanted; the rules are the service's."""

    count = forms.IntegerField(
        label="How many do you need?",
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "Give a whole number."},
    )


def _unless_same_minute(typed: datetime, before: datetime) -> datetime:
    """The input shows whole minutes: what looks unchanged is unchanged to the second."""
    return before if typed == before.replace(second=0, microsecond=0) else typed
