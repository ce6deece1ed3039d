"""Putting a declaration on record."""

from __future__ import annotations

from django import forms

from muster.agreements.models import Declaration
from muster.web.widgets import LocalDateTimeInput


class DeclarationForm(forms.Form):
    """What stands on a declaration."""

    level = forms.ChoiceField(
        label="Level", choices=Declaration.Level.choices, initial=Declaration.Level.STATE
    )
    issued_by = forms.CharField(label="Issued by", max_length=200)
    reference = forms.CharField(
        label="Number or title", max_length=200, help_text="So that others can find it."
    )
    effective = forms.DateTimeField(label="In effect from", widget=LocalDateTimeInput)
    expires = forms.DateTimeField(label="Expires", widget=LocalDateTimeInput)
