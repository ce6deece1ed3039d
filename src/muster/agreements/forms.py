"""Putting a declaration on record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings

from muster.agreements.models import Declaration
from muster.agreements.queries import declarable
from muster.web.widgets import LocalDateTimeInput


class DeclarationForm(forms.Form):
    """What stands on a declaration."""

    level = forms.ChoiceField(
        label="Level", choices=Declaration.Level.choices, initial=Declaration.Level.STATE
    )
    jurisdiction = forms.ChoiceField(label="For")
    issued_by = forms.CharField(
        label="Issued by", max_length=200, help_text="For example: Governor of Texas"
    )
    reference = forms.CharField(
        label="Number or title", max_length=200, help_text="So that others can find it."
    )
    effective = forms.DateTimeField(label="In effect from", widget=LocalDateTimeInput)
    expires = forms.DateTimeField(label="Expires", widget=LocalDateTimeInput)
    exercise = forms.BooleanField(
        label="This is for an exercise; it counts for exercise requests only", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["jurisdiction"]
        if isinstance(choices, forms.ChoiceField):
            choices.choices = declarable()
        self.fields["exercise"].initial = settings.DEMO
