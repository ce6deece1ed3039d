"""One page that shows every component, to look at and to test. Demo and debug hubs only."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from muster.domain.money import Cents
from muster.domain.tlp import Label
from muster.web.context import is_demo
from muster.web.widgets import LocalDateTimeInput

SAMPLE_MOMENT = datetime(2026, 11, 3, 8, 30, tzinfo=UTC)

POSITIONS = [
    ("", "Choose a position"),
    ("ir", "Incident responder"),
    ("net", "Network administrator"),
    ("dba", "Database administrator"),
]
PHASES = [
    ("now", "It is happening now"),
    ("over", "It is over and we are recovering"),
    ("unsure", "We are not sure"),
]
SYSTEMS = [
    ("911", "911 and dispatch"),
    ("water", "Water and sewer"),
    ("pay", "Payroll and finance"),
]


class SampleForm(forms.Form):
    """One input of each kind. Synthetic."""

    title = forms.CharField(
        label="Name of the incident",
        help_text="A short name people will recognize. Leave out names of victims and vendors.",
    )
    people = forms.IntegerField(
        label="How many people do you need?",
        min_value=1,
        max_value=50,
        error_messages={"min_value": "Enter 1 or more."},
    )
    phone = forms.CharField(
        label="Phone that still works",
        required=False,
        help_text="A mobile number outside your own phone system.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    position = forms.ChoiceField(label="Position", choices=POSITIONS)
    starts = forms.DateTimeField(label="Needed from", widget=LocalDateTimeInput)
    phase = forms.ChoiceField(
        label="What is the state of it?", choices=PHASES, widget=forms.RadioSelect
    )
    systems = forms.MultipleChoiceField(
        label="Which systems are hit?",
        choices=SYSTEMS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Tick all that apply.",
    )
    story = forms.CharField(
        label="What happened?",
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        help_text="What you saw, since when, and what you have tried.",
    )
    reachable = forms.BooleanField(label="I can be reached for the next four hours")


def style_guide(request: HttpRequest) -> HttpResponse:
    """GET: the components. 404 on a hub with real data."""
    if not (settings.DEBUG or is_demo()):
        raise Http404
    wrong = {"title": "", "people": "0", "phase": "now", "story": "Servers stopped answering."}
    context = _samples() | {
        "fresh_form": SampleForm(prefix="fresh"),
        "wrong_form": SampleForm({f"wrong-{k}": v for k, v in wrong.items()}, prefix="wrong"),
        "exercise": "Synthetic fall exercise",
    }
    return render(request, "web/style_guide.html", context)


def _samples() -> dict[str, Any]:
    return {
        "moment": SAMPLE_MOMENT,
        "span": timedelta(days=1, hours=6),
        "drive_minutes": 47,
        "distance_km": 61.0,
        "amount": Cents(1_284_350),
        "labels": list(Label),
        "crumbs": [("Requests", "/"), ("R-2026-0042", "/"), ("Compare helpers", None)],
        "steps": ["What happened", "What you need", "Check and send"],
        "facts": [
            ("Requested by", "Town of Juniper Flat (synthetic)"),
            ("Number", "R-2026-0042"),
            ("Needed", "2 incident responders, 1 network administrator"),
        ],
        "rows": [
            ("Incident responder", 2, 2, "Filled", "good"),
            ("Network administrator", 1, 0, "Open", "caution"),
            ("Imaging kit", 1, 0, "No match", "bad"),
        ],
    }
