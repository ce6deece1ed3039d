"""Inputs that need more than their Django defaults to work in a browser."""

from __future__ import annotations

from typing import Any

from django import forms


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
