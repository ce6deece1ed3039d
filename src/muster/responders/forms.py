"""Saying when one cannot come, who is on the roster, and what is in stock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField

from muster.domain.acts import DutyStatus
from muster.domain.positions import CREDENTIAL_LEVEL_NAMES, POSITIONS
from muster.responders.models import Responder
from muster.responders.services.roster import LONGEST_EMAIL, ResponderFacts
from muster.web.widgets import LocalDateTimeInput

DUTY_STATUS_NAMES = {
    DutyStatus.EMPLOYEE: "Employee",
    DutyStatus.VOLUNTEER: "Volunteer",
    DutyStatus.STUDENT: "Student",
    DutyStatus.STATE_ACTIVE_DUTY: "National Guard on state active duty",
    DutyStatus.TITLE_32: "National Guard under Title 32",
    DutyStatus.FEDERAL: "Federal",
}
JOBS = [position for position in POSITIONS if not position.is_kit]
KIT = [(position.code, position.title) for position in POSITIONS if position.is_kit]
LEVELS = [
    ("", "Not this"),
    *((str(level.value), name) for level, name in CREDENTIAL_LEVEL_NAMES.items()),
]

Owners = Sequence[tuple[UUID, str]]
"""Organizations the reader represents: id and name."""


class AbsenceForm(forms.Form):
    """When a responder cannot be asked."""

    start = forms.DateTimeField(label="From", widget=LocalDateTimeInput)
    end = forms.DateTimeField(label="Until", widget=LocalDateTimeInput)


class ChangeResponderForm(forms.Form):
    """What the roster says of a person. Each position has its own level."""

    name = forms.CharField(label="Name", max_length=200)
    duty_status = forms.ChoiceField(
        label="Sent as",
        choices=[(status.value, name) for status, name in DUTY_STATUS_NAMES.items()],
        help_text="It decides which agreements can carry them.",
    )
    remote_capable = forms.BooleanField(label="Can work remotely", required=False)
    hourly = forms.DecimalField(
        label="Pay per hour in dollars",
        required=False,
        min_value=0,
        max_value=1000,
        decimal_places=2,
        help_text="Only for estimates of what their overtime would cost a town.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for position in JOBS:
            self.fields[_level_name(position.code)] = forms.ChoiceField(
                label=position.title, choices=LEVELS, required=False, help_text=position.does
            )

    @property
    def person_fields(self) -> list[BoundField]:
        return [bound for bound in self if not bound.name.startswith("level_")]

    @property
    def level_fields(self) -> list[BoundField]:
        return [bound for bound in self if bound.name.startswith("level_")]

    @property
    def facts(self) -> ResponderFacts:
        """For a valid form."""
        data = self.cleaned_data
        levels = {job.code: data.get(_level_name(job.code)) for job in JOBS}
        return ResponderFacts(
            name=data["name"],
            duty_status=data["duty_status"],
            levels={code: int(level) for code, level in levels.items() if level},
            remote_capable=data["remote_capable"],
            hourly_cents=round((data["hourly"] or 0) * 100),
        )

    def show(self, failures: dict[str, str]) -> None:
        """Put the sentences of a refusal beside the fields they are about."""
        for name, sentence in failures.items():
            self.add_error(name if name in self.fields else None, sentence)


class AddResponderForm(ChangeResponderForm):
    """A new person: also for which organization and under which address they sign in."""

    organization = forms.ChoiceField(label="For")
    email = forms.EmailField(
        label="E-mail",
        max_length=LONGEST_EMAIL,
        error_messages={
            "max_length": f"Keep the address within {LONGEST_EMAIL} characters.",
            "invalid": "Give a whole address, such as name@county.example.",
        },
        help_text="They sign in with it, by mail link.",
    )
    field_order = ("organization", "name", "email", "duty_status", "remote_capable", "hourly")

    def __init__(self, *args: Any, owners: Owners, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, owners)


class AddKitForm(forms.Form):
    """A stock of one kind of equipment."""

    organization = forms.ChoiceField(label="For")
    position = forms.ChoiceField(label="What", choices=KIT)
    units = forms.IntegerField(label="How many", min_value=1, max_value=100_000)

    def __init__(self, *args: Any, owners: Owners, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, owners)


class UnitsForm(forms.Form):
    """How many there are now."""

    units = forms.IntegerField(label="How many are there?", min_value=0, max_value=100_000)


def as_typed(responder: Responder) -> dict[str, Any]:
    """The entry as the initial values of its form."""
    levels = {_level_name(one.position): str(one.level) for one in responder.qualifications.all()}
    return {
        "name": responder.name,
        "duty_status": responder.duty_status,
        "remote_capable": responder.remote_capable,
        "hourly": f"{responder.hourly_cents / 100:.2f}" if responder.hourly_cents else "",
        **levels,
    }


def _level_name(code: str) -> str:
    return f"level_{code}"


def _offer(form: forms.Form, owners: Iterable[tuple[UUID, str]]) -> None:
    """One organization needs no question."""
    choices = [(str(pk), name) for pk, name in owners]
    field = form.fields["organization"]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
    if len(choices) == 1:
        field.widget = forms.HiddenInput()
        form.initial.setdefault("organization", choices[0][0])
