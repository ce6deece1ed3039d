"""Inputs that need more than their Django defaults to work in a browser."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone


class LocalDateTimeInput(forms.DateTimeInput):
    """The browser's own date and time input, read in the reader's zone; steps of one minute."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class LocalDateInput(forms.DateInput):
    """The browser's own date input."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class LocalDateTimeField(forms.DateTimeField):
    """A time on the reader's clock, also on the nights when the clocks change.

    An hour that comes twice means the first of the two; one that is skipped, an hour later.
    """

    widget = LocalDateTimeInput

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            for written in ("%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"):
                try:
                    naive = datetime.strptime(str(value).strip(), written)  # noqa: DTZ007
                except ValueError:
                    continue
                return naive.replace(tzinfo=timezone.get_current_timezone())
            raise
