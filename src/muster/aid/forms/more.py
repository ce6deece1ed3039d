"""Asking for more of one position under an open request."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms

from muster.aid.forms.ask import MODES, PRIORITIES
from muster.domain.matching.problem import Mode, Priority
from muster.domain.orders import LARGEST_COUNT, OrderLine
from muster.domain.positions import CREDENTIAL_LEVEL_NAMES, POSITIONS, CredentialLevel
from muster.web.widgets import LocalDateTimeField


class MoreForm(forms.Form):
    position = forms.ChoiceField(
        label="Who or what?", choices=[(p.code, p.title) for p in POSITIONS]
    )
    count = forms.IntegerField(
        label="How many?",
        min_value=1,
        max_value=LARGEST_COUNT,
        initial=1,
        error_messages={
            "min_value": "Ask for at least one.",
            "max_value": f"Ask for at most {LARGEST_COUNT}; for more, talk to the coordinator.",
            "invalid": "Give a whole number.",
        },
    )
    minimum_level = forms.TypedChoiceField(
        label="At least",
        coerce=int,
        initial=CredentialLevel.QUALIFIED.value,
        choices=[(level.value, name) for level, name in CREDENTIAL_LEVEL_NAMES.items()],
    )
    mode = forms.ChoiceField(label="Where?", choices=MODES, initial=Mode.ON_SITE.value)
    priority = forms.TypedChoiceField(
        label="How urgent?", coerce=int, choices=PRIORITIES, initial=Priority.ESSENTIAL.value
    )

    starts_at = LocalDateTimeField(
        label="From when?",
        required=False,
        help_text="Leave empty for as soon as possible.",
        error_messages={"invalid": "Give a date and time, or leave it empty for at once."},
    )

    def lines(self) -> tuple[OrderLine, ...]:
        """The one line asked for. Call after `is_valid()`."""
        data = self.cleaned_data
        return (
            OrderLine(
                position=data["position"],
                count=data["count"],
                minimum_level=data["minimum_level"],
                mode=Mode(data["mode"]),
                priority=Priority(data["priority"]),
            ),
        )

    def show_faults(self, faults: Mapping[str, str]) -> None:
        for name, sentence in faults.items():
            field = name.rpartition(".")[2]
            self.add_error(field if field in self.fields else None, sentence)
