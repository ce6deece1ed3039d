"""Forms about offices, tenures and delegations."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms

from muster.authz.actors import AUTHORITY_NAMES, DUTY_NAMES, Authority, Duty
from muster.directory.models import Office
from muster.directory.services.offices import (
    GIVEN_BY_ORGANIZATIONS,
    LONGEST_TITLE,
    OfficeFacts,
)
from muster.web.widgets import LocalDateTimeInput


class OfficeForm(forms.Form):
    """What an office is called, does and may bind to, and how it is reached."""

    title = forms.CharField(
        label="Title", max_length=LONGEST_TITLE, help_text="For example: Chief Information Officer"
    )
    duties = forms.MultipleChoiceField(
        label="What it does",
        widget=forms.CheckboxSelectMultiple,
        choices=[(one.value, DUTY_NAMES[one]) for one in Duty if one in GIVEN_BY_ORGANIZATIONS],
        error_messages={"required": "Say what the office does."},
    )
    authorities = forms.MultipleChoiceField(
        label="What it may do",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(one.value, AUTHORITY_NAMES[one]) for one in Authority],
        help_text="Only a representative's office binds its organization.",
    )
    mail = forms.EmailField(
        label="The office's own mail", required=False, help_text="Empty: mail goes to its holder."
    )
    phone = forms.CharField(label="The office's own telephone", max_length=40, required=False)

    def __init__(self, *args: Any, office: Office | None, **kwargs: Any) -> None:
        if office is not None:
            kwargs["initial"] = {
                "title": office.title,
                "duties": office.duties,
                "authorities": office.authorities,
                "mail": office.mail,
                "phone": office.phone,
            }
        super().__init__(*args, **kwargs)
        # Duties the hub gave stay, whatever is ticked here.
        self._kept = frozenset(
            Duty(one) for one in (office.duties if office else ()) if one not in _OFFERED
        )
        if self._kept:
            self.fields["duties"].required = False

    def facts(self) -> OfficeFacts:
        """For a valid form."""
        data = self.cleaned_data
        return OfficeFacts(
            title=data["title"],
            duties=frozenset(Duty(one) for one in data["duties"]) | self._kept,
            authorities=frozenset(Authority(one) for one in data["authorities"]),
            mail=data["mail"],
            phone=data["phone"],
        )


_OFFERED = frozenset(one.value for one in GIVEN_BY_ORGANIZATIONS)


class SeatForm(forms.Form):
    """Who takes an office, and when."""

    mail = forms.EmailField(label="Mail address the person signs in with")
    name = forms.CharField(
        label="Name, if the hub does not know the address yet", max_length=150, required=False
    )
    begins = forms.DateTimeField(
        label="From", widget=LocalDateTimeInput, required=False, help_text="Empty: from now."
    )
    ends = forms.DateTimeField(
        label="Until", widget=LocalDateTimeInput, required=False, help_text="Empty: open."
    )
    acting = forms.BooleanField(label="Acting, until somebody takes it fully", required=False)


class LeaveForm(forms.Form):
    """Who takes over; empty leaves the office vacant."""

    mail = forms.EmailField(
        label="Successor's mail address",
        required=False,
        help_text="Empty: the office is vacant, and its other offices and the hub are told.",
    )
    name = forms.CharField(
        label="Successor's name, if the hub does not know the address yet",
        max_length=150,
        required=False,
    )
    acting = forms.BooleanField(label="The successor is acting", required=False)


class CorrectForm(forms.Form):
    """Other times."""

    begins = forms.DateTimeField(label="From", widget=LocalDateTimeInput)
    ends = forms.DateTimeField(label="Until", widget=LocalDateTimeInput, required=False)


class DelegateForm(forms.Form):
    """To which office, for what, how long, and why."""

    receiver = forms.ChoiceField(label="To which office")
    authorities = forms.MultipleChoiceField(
        label="It may then, in this office's place,",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one act."},
    )
    begins = forms.DateTimeField(
        label="From", widget=LocalDateTimeInput, required=False, help_text="Empty: from now."
    )
    ends = forms.DateTimeField(
        label="Until", widget=LocalDateTimeInput, help_text="At most 90 days later."
    )
    reason = forms.CharField(label="Why", max_length=300, help_text="For example: leave in August")

    def __init__(self, *args: Any, giver: Office, now: datetime, **kwargs: Any) -> None:
        kwargs["initial"] = {"ends": now + timedelta(days=14)}
        super().__init__(*args, **kwargs)
        self._giver, self._now = giver, now
        others = giver.organization.offices.filter(retired_at=None).exclude(pk=giver.pk)
        receiver, authorities = self.fields["receiver"], self.fields["authorities"]
        if isinstance(receiver, forms.ChoiceField):
            receiver.choices = [(str(one.pk), one.title) for one in others.order_by("title")]
        if isinstance(authorities, forms.MultipleChoiceField):
            authorities.choices = [
                (one.value, AUTHORITY_NAMES[one])
                for one in Authority
                if one in giver.authorities and one is not Authority.RECEIVE_AT_NIGHT
            ]

    def said(self) -> dict[str, Any]:
        """For a valid form: what the service takes."""
        data = self.cleaned_data
        return {
            "receiver": self._giver.organization.offices.get(pk=data["receiver"]),
            "authorities": frozenset(Authority(one) for one in data["authorities"]),
            "begins": data["begins"] or self._now,
            "ends": data["ends"],
            "reason": data["reason"],
        }
