"""Forms of the on-call rota. Times are read on the organization's clock, which the view sets."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile

from muster.directory.models import Organization
from muster.directory.services.rota import ShiftFacts
from muster.directory.services.rota_import import (
    DEFAULT_WEEKS,
    LONGEST_CALENDAR,
    ImportFacts,
)
from muster.domain.reasons import LONGEST_REASON
from muster.domain.rota import (
    CALLS,
    LONGEST_NAME,
    LONGEST_PHONE,
    MOST_DAYS_LATER,
    MOST_WEEKS,
    WeeklyPattern,
)
from muster.domain.time_zones import CHOICES
from muster.formats.ical import MOST_CHARACTERS
from muster.web.widgets import LocalDateInput, LocalDateTimeField

DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
LATER = [(0, "The same day"), (1, "The next day")] + [
    (days, f"{days} days later") for days in range(2, MOST_DAYS_LATER + 1)
]
WHOLE_NUMBER = f"Give a number of weeks between 1 and {MOST_WEEKS}."


def replaced(data: Any, name: str, value: str) -> Any:
    """What was sent, with another value in one field."""
    copy = data.copy()
    copy[name] = value
    return copy


class RotaForm(forms.Form):
    """A form about one organization's rota. `foreign` is for somebody who is not of it."""

    reason = forms.CharField(
        label="Why?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why, in a few words."},
    )

    def __init__(
        self, *args: Any, organization: Organization, foreign: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organization = organization
        if foreign:
            self.fields["reason"].help_text = f"{organization} reads it in the history of its rota."
            self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])
        else:
            del self.fields["reason"]
        office = self.fields.get("office")
        if isinstance(office, forms.ChoiceField):
            office.choices = [
                (str(one.pk), f"{one.title}, {one.phone}" if one.phone else one.title)
                for one in organization.offices.order_by("title")
            ]

    @property
    def reason_said(self) -> str:
        return str(self.cleaned_data.get("reason", ""))

    def show(self, failures: dict[str, str]) -> None:
        """Put the sentences of a refusal beside the fields they are about."""
        for name, sentence in failures.items():
            self.add_error(name if name in self.fields else None, sentence)


class WhoForm(RotaForm):
    """Who is called."""

    office = forms.ChoiceField(label="Office that answers", help_text="Others see its title.")
    person_name = forms.CharField(
        label="Who is called",
        required=False,
        max_length=LONGEST_NAME,
        help_text="Leave it empty when the office itself answers.",
    )
    phone = forms.CharField(
        label="Their number",
        required=False,
        max_length=LONGEST_PHONE,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text="With area code. Leave it empty to use the office's number.",
    )
    call_order = forms.TypedChoiceField(
        label="Which call", coerce=int, choices=list(CALLS.items()), initial=1
    )

    def facts(self, start: datetime, end: datetime) -> ShiftFacts:
        """For a valid form."""
        data = self.cleaned_data
        return ShiftFacts(
            office_id=UUID(data["office"]),
            person_name=data["person_name"],
            phone=data["phone"],
            start=start,
            end=end,
            call_order=data["call_order"],
        )


class ShiftForm(WhoForm):
    """One shift."""

    start = LocalDateTimeField(label="From")
    end = LocalDateTimeField(label="Until")

    @property
    def shift_facts(self) -> ShiftFacts:
        """For a valid form."""
        return self.facts(self.cleaned_data["start"], self.cleaned_data["end"])


class WeeklyForm(WhoForm):
    """The same turn in several weeks."""

    weekdays = forms.TypedMultipleChoiceField(
        label="Begins every",
        coerce=int,
        choices=list(enumerate(DAYS)),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one day."},
    )
    begins = forms.TimeField(
        label="At", initial=time(17), widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    days_later = forms.TypedChoiceField(label="Ends", coerce=int, choices=LATER, initial=1)
    ends = forms.TimeField(
        label="At this time",
        initial=time(8),
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )
    first = forms.DateField(label="From this date on", widget=LocalDateInput)
    weeks = forms.IntegerField(
        label="For how many weeks?",
        initial=8,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": WHOLE_NUMBER},
    )
    every = forms.IntegerField(
        label="Every how many weeks?",
        initial=1,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="1 is every week. Three people who take turns have 3 each.",
        error_messages={"invalid": WHOLE_NUMBER},
    )

    @property
    def pattern(self) -> WeeklyPattern:
        """For a valid form."""
        data = self.cleaned_data
        return WeeklyPattern(
            first=data["first"],
            weekdays=frozenset(data["weekdays"]),
            begins=data["begins"],
            ends=data["ends"],
            days_later=data["days_later"],
            weeks=data["weeks"],
            every=data["every"],
        )


class RemoveForm(RotaForm):
    """Only a reason, where one is needed."""


class ZoneForm(RotaForm):
    """The clock an organization lives by."""

    time_zone = forms.ChoiceField(label="Time zone", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = self.fields["time_zone"]
        if isinstance(zone, forms.ChoiceField):
            zone.choices = [("", "The usual one of its state"), *((one, one) for one in CHOICES)]


class CalendarForm(RotaForm):
    """Which calendar, and what is said about it."""

    office = forms.ChoiceField(label="Office that answers", help_text="Others see its title.")
    call_order = forms.TypedChoiceField(
        label="Which call", coerce=int, choices=list(CALLS.items()), initial=1
    )
    calendar = forms.CharField(
        label="Name of this calendar",
        required=False,
        max_length=LONGEST_CALENDAR,
        help_text="Empty takes the name in the file. Reading a calendar of the same name again "
        "replaces what it said before.",
    )
    weeks = forms.IntegerField(
        label="How many weeks ahead?",
        initial=DEFAULT_WEEKS,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": WHOLE_NUMBER},
    )

    def import_facts(self, phones: dict[str, str]) -> ImportFacts:
        """For a valid form."""
        data = self.cleaned_data
        return ImportFacts(
            text=data["text"],
            office_id=UUID(data["office"]),
            calendar=data["calendar"],
            call_order=data["call_order"],
            weeks=data["weeks"],
            phones=phones,
        )


class UploadForm(CalendarForm):
    """A file, or its text pasted."""

    file = forms.FileField(
        label="Calendar file",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text="The .ics file your calendar program exports.",
    )
    text = forms.CharField(
        label="Or paste its text",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    field_order = ("file", "text", "office", "call_order", "calendar", "weeks")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = dict(self.cleaned_data)
        file = data.get("file")
        if file:
            data["text"] = self._read(file)
            # A chosen file is forgotten by the browser; its text stays in the page.
            self.data = replaced(self.data, "text", data["text"])
        elif not data.get("text") and "text" not in self.errors:
            self.add_error("file", "Choose a file, or paste its text below.")
        return data

    def _read(self, file: UploadedFile[Any]) -> str:
        if (file.size or 0) > 4 * MOST_CHARACTERS:
            self.add_error("file", "This file is too large. Export a shorter time.")
            return ""
        try:
            return str(file.read().decode("utf-8-sig")).replace("\x00", "")
        except UnicodeDecodeError:
            self.add_error("file", "This is no UTF-8 text. Export it as iCalendar (.ics).")
            return ""


class ApplyForm(CalendarForm):
    """What was looked at, carried along unseen, and numbers for those who have none yet."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, people: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("office", "call_order", "calendar", "weeks"):
            self.fields[name].widget = forms.HiddenInput()
        for number, person in enumerate(people):
            self.fields[f"who_{number}"] = forms.CharField(
                widget=forms.HiddenInput, initial=person, required=False
            )
            self.fields[f"phone_{number}"] = forms.CharField(
                label=f"Number of {person}" if person else "Number to call",
                required=False,
                max_length=LONGEST_PHONE,
                widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
            )
        self.people = people

    @property
    def phones(self) -> dict[str, str]:
        """Once validated: what was typed, by the name the calendar uses."""
        return {
            person: self.cleaned_data.get(f"phone_{number}", "")
            for number, person in enumerate(self.people)
        }

    def show(self, failures: dict[str, str]) -> None:
        names = {f"phone of {person}": f"phone_{n}" for n, person in enumerate(self.people)}
        super().show({names.get(name, name): sentence for name, sentence in failures.items()})
