"""Correcting the details of a request that is already sent."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from muster.aid.forms.details import DECLARED, SYSTEMS, DetailsForm
from muster.domain.amendments import RequestDetails
from muster.domain.orders import LONGEST_DAYS
from muster.domain.tlp import Label
from muster.web.widgets import LocalDateTimeField

_ANSWERS = {True: "yes", False: "no", None: "unknown"}
_KNOWN = frozenset(code for code, _ in SYSTEMS)


class AmendForm(DetailsForm):
    """The details as they stand, to be corrected. Lines have a page of their own."""

    starts_at = LocalDateTimeField(
        label="From when?",
        error_messages={"invalid": "Give a date and time."},
    )
    ends_at = LocalDateTimeField(
        label="Until when?",
        help_text=f"At most {LONGEST_DAYS} days after the start. Later than now prolongs it.",
        error_messages={"invalid": "Give a date and time."},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
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
        shown["seen"] = json.dumps(
            {
                **shown,
                "starts_at": _shown(before.starts_at),
                "ends_at": _shown(before.ends_at),
            }
        )
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

    def brought_up_to_date(self) -> AmendForm:
        """The same form where what was not touched shows what is there now."""
        now, sent = json.loads(str(self.initial["seen"])), self.data
        if not isinstance(sent, QueryDict):
            return self
        try:
            seen = json.loads(sent.get("seen", ""))
        except ValueError:
            seen = {}
        data = QueryDict(mutable=True)
        for name, current in now.items():
            typed = sent.getlist(name)
            untouched = isinstance(seen, dict) and typed == _as_list(seen.get(name))
            data.setlist(name, _as_list(current) if untouched else typed)
        data["seen"] = str(self.initial["seen"])
        return AmendForm(data, before=self._before)

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
    """The input shows minutes of the local clock: what looks unchanged is unchanged."""
    return before if _shown(typed) == _shown(before) else typed


def _shown(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def _as_list(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
