"""The forms of signing in by mail and by a printed code."""

from __future__ import annotations

from django import forms


class MailLinkForm(forms.Form):
    email = forms.EmailField(
        label="Your work e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Enter an address such as name@city.gov."},
    )


class PrintedCodeForm(forms.Form):
    code = forms.CharField(
        label="Code from your sheet",
        max_length=60,
        help_text="Four groups of four. Capitals, spaces and dashes do not matter.",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
        error_messages={"required": "Type the next unused code of your sheet."},
    )
