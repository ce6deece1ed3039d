"""Putting a declaration on record, ending one, and signing an act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from muster.agreements.models import Declaration
from muster.agreements.queries import declarable, exercise_here
from muster.authz.actors import Authority
from muster.directory.models import Organization
from muster.domain.reasons import LONGEST_REASON
from muster.web.widgets import LocalDateTimeInput

MOMENTS = ("effective", "expires")
YEARS = range(2000, 2200)
"""Years an address may fill in. At the ends of the calendar a time has no other zone to go to."""


class DeclarationForm(forms.Form):
    """What stands on a declaration. On a demo hub it is an exercise without asking."""

    level = forms.ChoiceField(
        label="Level",
        choices=Declaration.Level.choices,
        initial=Declaration.Level.STATE,
        help_text="A state declaration reaches every county and town of the state. A local one "
        "reaches the government you choose and nobody else.",
    )
    jurisdiction = forms.ChoiceField(
        label="For", error_messages={"invalid_choice": "Choose from the list."}
    )
    issued_by = forms.CharField(
        label="Issued by", max_length=200, help_text="For example: Governor of Texas"
    )
    reference = forms.CharField(
        label="Number or title", max_length=200, help_text="So that others can find it."
    )
    effective = forms.DateTimeField(label="In effect from", widget=LocalDateTimeInput)
    expires = forms.DateTimeField(label="Expires", widget=LocalDateTimeInput)
    document = forms.FileField(
        label="The declaration itself, as a scan or PDF",
        required=False,
        help_text="A PDF, PNG or JPEG of at most 20 MB and 40 pages. It can be added later.",
        error_messages={"empty": "The file is empty. Choose the scan of the declaration."},
    )
    exercise = forms.BooleanField(
        label="This is for an exercise; it counts for exercise requests only", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["jurisdiction"]
        if isinstance(choices, forms.ChoiceField):
            choices.choices = declarable()
        if settings.DEMO:
            del self.fields["exercise"]

    @property
    def exercise_said(self) -> bool:
        """Whether it is an exercise. For a valid form."""
        return exercise_here(self.cleaned_data.get("exercise"))


def typed_before(query: Mapping[str, str]) -> dict[str, Any]:
    """A declaration's fields from an address: whoever linked here filled them in."""
    names = set(DeclarationForm.base_fields) - {*MOMENTS, "exercise", "document"}
    filled: dict[str, Any] = {name: query[name] for name in names if query.get(name)}
    for name in MOMENTS:
        moment = _moment(query.get(name, ""))
        if moment:
            filled[name] = moment
    if query.get("exercise"):
        filled["exercise"] = True
    return filled


def _moment(text: str) -> Any:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    if moment is None or not timezone.is_aware(moment) or moment.year not in YEARS:
        return None
    return moment


class DocumentForm(forms.Form):
    """A declaration as it was issued."""

    file = forms.FileField(
        label="The declaration itself, as a scan or PDF",
        help_text="A PDF, PNG or JPEG of at most 20 MB and 40 pages.",
        error_messages={"empty": "The file is empty. Choose the scan of the declaration."},
    )


class WithdrawForm(forms.Form):
    """Why it should not have been recorded."""

    reason = forms.CharField(
        label="What was wrong?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why, in a few words."},
    )


class EndForm(WithdrawForm):
    """When the authority ended it, and why."""

    ended_at = forms.DateTimeField(label="It ended, or will end, at", widget=LocalDateTimeInput)
    field_order = ("ended_at", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why, and under which order?"


class SignForm(forms.Form):
    """The signature. Which act, for whom, stands in the address of the page."""

    organization = forms.CharField(widget=forms.HiddenInput)
    act = forms.CharField(widget=forms.HiddenInput)
    exercise = forms.BooleanField(
        label="This is for an exercise; it counts for exercise requests only", required=False
    )
    confirm = forms.BooleanField()

    def __init__(self, *args: Any, organization: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirm"].label = f"I may bind {organization} and have read these terms"
        if settings.DEMO:
            del self.fields["exercise"]

    @property
    def exercise_said(self) -> bool:
        """Whether it is an exercise. For a valid form."""
        return exercise_here(self.cleaned_data.get("exercise"))


class RecordActForm(forms.Form):
    """What was ordered or asked. Which act, for whom, stands in the address of the page."""

    organization = forms.CharField(widget=forms.HiddenInput)
    act = forms.CharField(widget=forms.HiddenInput)
    issued_by = forms.CharField(
        label="Who ordered it, or who took the call",
        max_length=200,
        help_text="The office, and the person if it was a call.",
    )
    reference = forms.CharField(
        label="Its number, or what it is called",
        max_length=200,
        help_text="So that others find it.",
    )
    effective = forms.DateTimeField(label="In effect from", widget=LocalDateTimeInput)
    expires = forms.DateTimeField(label="Until", widget=LocalDateTimeInput)
    exercise = forms.BooleanField(
        label="This is for an exercise; it counts for exercise requests only", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if settings.DEMO:
            del self.fields["exercise"]

    @property
    def exercise_said(self) -> bool:
        """Whether it is an exercise. For a valid form."""
        return exercise_here(self.cleaned_data.get("exercise"))


class OnPaperForm(forms.Form):
    """A signature made by hand. For which organization stands in the address of the page."""

    organization = forms.CharField(widget=forms.HiddenInput)
    office = forms.ChoiceField(
        label="Which office signed",
        error_messages={"invalid_choice": "Choose from the list."},
        help_text="The paper binds through the office; whoever held it that day is the signer.",
    )
    signed_at = forms.DateTimeField(label="Signed on, as the paper says", widget=LocalDateTimeInput)
    file = forms.FileField(
        label="Scan or photograph of the signed pages",
        help_text="A PDF, PNG or JPEG of at most 20 MB and 40 pages.",
        error_messages={"empty": "The file is empty. Choose the scan of the signed paper."},
    )
    exercise = forms.BooleanField(
        label="This is for an exercise; it counts for exercise requests only", required=False
    )

    def __init__(self, *args: Any, asked: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = self.fields["office"]
        if isinstance(office, forms.ChoiceField):
            binding = asked.offices.filter(authorities__contains=[Authority.SIGN.value])
            office.choices = [(str(one.pk), one.title) for one in binding.order_by("title")]
        if settings.DEMO:
            del self.fields["exercise"]

    @property
    def exercise_said(self) -> bool:
        """Whether it is an exercise. For a valid form."""
        return exercise_here(self.cleaned_data.get("exercise"))


class SealForm(forms.Form):
    """A file to look at."""

    file = forms.FileField(
        label="The PDF",
        help_text="It is looked at and forgotten.",
        error_messages={"empty": "The file is empty. Choose the PDF you were given."},
    )

    def __init__(self, *args: Any, largest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._largest = largest

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > self._largest:
            raise forms.ValidationError(
                f"The file has {file.size / 1_000_000:.0f} MB; our papers have far less than "
                f"{self._largest // 1_000_000} MB. Hand in the file you were given."
            )
        return file


class ProposeForm(forms.Form):
    """From when on a text can bind. `seen` is the revision that was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    effective = forms.DateTimeField(
        label="It can bind from",
        widget=LocalDateTimeInput,
        required=False,
        help_text="Empty means from now. For the next term, the day on which this one ends.",
    )
    confirm = forms.BooleanField(
        label="I have read it. It does not change any more once it stands before the parties"
    )


class ConfirmForm(forms.Form):
    """A signature by whoever may bind an organization."""

    confirm = forms.BooleanField()

    def __init__(self, *args: Any, organization: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirm"].label = f"I may bind {organization} and have read this version"
