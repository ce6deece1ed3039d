"""Saying when one cannot come."""

from __future__ import annotations

from django import forms

from muster.web.widgets import LocalDateTimeInput


class AbsenceForm(forms.Form):
    """When a responder cannot be asked."""

    start = forms.DateTimeField(label="From", widget=LocalDateTimeInput)
    end = forms.DateTimeField(label="Until", widget=LocalDateTimeInput)
