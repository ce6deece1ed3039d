"""The one form of signing in by mail."""

from __future__ import annotations

from django import forms


class MailLinkForm(forms.Form):
    email = forms.EmailField(
        label="Your work e-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": "Enter an address such as name@city.gov."},
    )
