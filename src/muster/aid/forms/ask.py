"""The form a tired person fills in on a phone: one page, few must-haves, everything kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from muster.aid.forms.details import DECLARED, DetailsForm
from muster.aid.models import IncidentKind
from muster.domain.matching.problem import Mode, Priority
from muster.domain.orders import LARGEST_COUNT, LONGEST_DAYS, Order, OrderLine
from muster.domain.positions import (
    AID_KIND_NAMES,
    CREDENTIAL_LEVEL_NAMES,
    POSITIONS,
    AidKind,
    CredentialLevel,
    Position,
)
from muster.domain.tlp import Label
from muster.web.widgets import LocalDateTimeField

MODES = (
    (Mode.ON_SITE.value, "On site"),
    (Mode.REMOTE.value, "Remote"),
    (Mode.EITHER.value, "Either, whichever is sooner"),
)

PRIORITIES = (
    (Priority.LIFE_SAFETY.value, "Lives depend on it (911, water, hospital)"),
    (Priority.ESSENTIAL.value, "Essential services are down"),
    (Priority.RECOVERY.value, "Getting back to normal"),
)

DEFAULT_DAYS = 5


class AskForm(DetailsForm):
    """A request as typed. Field names of positions are `count_<code>` and so on."""

    kind = forms.ChoiceField(
        label="What happened?",
        choices=IncidentKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened. If nothing fits, choose the closest."},
    )
    priority = forms.TypedChoiceField(
        label="How urgent is it?",
        choices=PRIORITIES,
        coerce=int,
        initial=Priority.ESSENTIAL.value,
        widget=forms.RadioSelect,
    )
    mode = forms.ChoiceField(
        label="Where should they work?",
        choices=MODES,
        initial=Mode.ON_SITE.value,
        widget=forms.RadioSelect,
    )
    starts_at = LocalDateTimeField(
        label="From when?",
        required=False,
        help_text="Leave empty for as soon as possible.",
        error_messages={"invalid": "Give a date and time, or leave it empty for at once."},
    )
    days = forms.IntegerField(
        label="For how many days?",
        initial=DEFAULT_DAYS,
        min_value=1,
        max_value=LONGEST_DAYS,
        help_text=f"Up to {LONGEST_DAYS}. Ask anew if it takes longer.",
        error_messages={
            "invalid": "Give a whole number of days.",
            "min_value": "Ask for at least one day.",
            "max_value": f"Ask for at most {LONGEST_DAYS} days; ask anew if it takes longer.",
        },
    )
    computers = forms.IntegerField(
        label="Computers to wipe and rebuild",
        required=False,
        min_value=1,
        max_value=200_000,
        error_messages={"max_value": "Give at most 200,000 computers."},
    )
    rebuild_days = forms.IntegerField(
        label="To be done in how many days?",
        required=False,
        min_value=1,
        max_value=LONGEST_DAYS,
        error_messages={"max_value": f"Give at most {LONGEST_DAYS} days."},
    )

    field_order = ("kind", "what_happened", "systems_down", "priority")
    last_fields = ("mode", "starts_at", "days", *DetailsForm.LAST)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for position in POSITIONS:
            self._add_line(position)
        for name in self.last_fields:
            self.fields[name] = self.fields.pop(name)

    def groups(self) -> Iterator[LineGroup]:
        """The lines by kind of aid, for the template."""
        for aid_kind in AidKind:
            yield LineGroup(
                name=AID_KIND_NAMES[aid_kind],
                code=aid_kind.value,
                lines=tuple(
                    LineFields(position, self[f"count_{position.code}"], self._details(position))
                    for position in POSITIONS
                    if position.aid_kind is aid_kind
                ),
            )

    def order(self, *, exercise: bool) -> Order:
        """What was understood of the typed answers, as an order. Call after `is_valid()`."""
        data = self.cleaned_data
        return Order(
            kind=data.get("kind", ""),
            what_happened=data.get("what_happened", ""),
            systems_down=tuple(data.get("systems_down", ())),
            lines=tuple(self._lines(data)),
            starts_at=data.get("starts_at"),
            hours=data.get("days", DEFAULT_DAYS) * 24,
            where_to_report=data.get("where_to_report", ""),
            call_back_name=data.get("call_back_name", ""),
            call_back_number=data.get("call_back_number", ""),
            local_declaration=DECLARED.get(data.get("declared", "")),
            tlp=Label(data.get("tlp", Label.AMBER)),
            exercise=exercise,
        )

    def show_faults(self, faults: Mapping[str, str], order: Order) -> None:
        """Put the domain's sentences at the inputs they speak of."""
        for name, sentence in faults.items():
            field = self._input_for(name, order)
            unread = name == "lines" and any(known.startswith("count_") for known in self.errors)
            if field not in self.errors and not unread:
                self.add_error(field, sentence)

    def _add_line(self, position: Position) -> None:
        code = position.code
        self.fields[f"count_{code}"] = forms.IntegerField(
            label=position.title,
            required=False,
            min_value=0,
            max_value=LARGEST_COUNT,
            help_text=position.does,
            widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            error_messages={
                "invalid": "Give a whole number.",
                "min_value": "Give 0 or more.",
                "max_value": f"Ask for at most {LARGEST_COUNT}. For more, "
                "talk to the hub coordinator.",
            },
        )
        if position.is_kit:
            return
        self.fields[f"level_{code}"] = forms.TypedChoiceField(
            label=f"{position.title}: at least",
            required=False,
            coerce=int,
            initial=CredentialLevel.QUALIFIED.value,
            choices=[(level.value, name) for level, name in CREDENTIAL_LEVEL_NAMES.items()],
        )
        self.fields[f"mode_{code}"] = forms.ChoiceField(
            label=f"{position.title}: where",
            required=False,
            choices=[("", "As above"), *MODES],
        )

    def _details(self, position: Position) -> tuple[BoundField, ...]:
        if position.is_kit:
            return ()
        return self[f"level_{position.code}"], self[f"mode_{position.code}"]

    def _lines(self, data: Mapping[str, Any]) -> Iterator[OrderLine]:
        for position in POSITIONS:
            count = data.get(f"count_{position.code}")
            if not count:
                continue
            mode = data.get(f"mode_{position.code}") or data.get("mode", Mode.ON_SITE)
            yield OrderLine(
                position=position.code,
                count=count,
                minimum_level=data.get(f"level_{position.code}") or CredentialLevel.QUALIFIED.value,
                mode=Mode.ON_SITE if position.is_kit else Mode(mode),
                priority=Priority(data.get("priority", Priority.ESSENTIAL)),
            )

    def _input_for(self, name: str, order: Order) -> str | None:
        if name == "hours":
            return "days"
        if name == "lines":
            return f"count_{POSITIONS[0].code}"
        if name.startswith("lines."):
            _, index, part = name.split(".")
            return f"{part if part != 'position' else 'count'}_{order.lines[int(index)].position}"
        return name if name in self.fields else None


@dataclass(frozen=True, slots=True)
class LineFields:
    """One position in the form: how many, and the finer choices."""

    position: Position
    count: BoundField
    details: tuple[BoundField, ...]


@dataclass(frozen=True, slots=True)
class LineGroup:
    """The positions of one kind of aid."""

    name: str
    code: str
    lines: tuple[LineFields, ...]
