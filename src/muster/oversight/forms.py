"""What the audit record can be searched by."""

from __future__ import annotations

from datetime import date
from typing import Any, cast
from uuid import UUID

from django import forms

from muster.oversight.queries import Filter, concerned_organizations, known_actions
from muster.oversight.words import title_of
from muster.web.widgets import LocalDateInput

LATEST_DAY = date(9999, 12, 30)


class FilterForm(forms.Form):
    """All fields may stay empty. `wanted` is what a valid form asks for."""

    action = forms.CharField(
        label="What was done", required=False, max_length=80, widget=forms.Select()
    )
    organization = forms.TypedChoiceField(
        label="Organization",
        required=False,
        coerce=UUID,
        empty_value=None,
        help_text="What was done in its offices, and what others did that concerns it.",
        error_messages={"invalid_choice": "Choose one from the list."},
    )
    since = forms.DateField(label="From", required=False, widget=LocalDateInput())
    until = forms.DateField(label="Until and including", required=False, widget=LocalDateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("since", "until"):
            self.fields[name].error_messages["invalid"] = "Give a day such as 2026-10-31."
        cast("forms.ChoiceField", self.fields["organization"]).choices = [
            ("", "Any organization"),
            *((str(found.pk), found.name) for found in concerned_organizations()),
        ]
        asked = str(self.data.get("action", ""))[:80]
        # Beginnings of codes work too, so what was asked stays on the list.
        listed = sorted({*known_actions(), *filter(None, [asked])}, key=title_of)
        cast("forms.Select", self.fields["action"].widget).choices = [
            ("", "Anything"),
            *((code, f"{title_of(code)} ({code})") for code in listed),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "This day is before the first one. Swap them.")
        if until and until > LATEST_DAY:
            self.add_error("until", "Give an earlier day.")
        return cleaned

    @property
    def wanted(self) -> Filter:
        return Filter(
            action=self.cleaned_data.get("action") or "",
            organization=self.cleaned_data.get("organization"),
            since=self.cleaned_data.get("since"),
            until=self.cleaned_data.get("until"),
        )
