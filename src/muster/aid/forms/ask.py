"""The form a tired person fills in on a phone: one page, few must-haves, everything kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

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
from muster.domain.tlp import LABEL_MEANINGS, Label
from muster.web.widgets import LocalDateTimeInput

SYSTEMS = (
    ("email", "E-mail"),
    ("phones", "Telephones"),
    ("logins", "Logins and accounts"),
    ("files", "Shared files"),
    ("finance", "Finance and payroll"),
    ("billing", "Utility billing"),
    ("dispatch", "911 and dispatch"),
    ("police", "Police records"),
    ("court", "Court records"),
    ("water", "Water or wastewater control"),
    ("elections", "Election systems"),
    ("website", "Website"),
    ("backups", "Backups"),
)

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

DECLARATIONS = (("yes", "Yes"), ("no", "No"), ("unknown", "Not yet, or I do not know"))
_DECLARED = {"yes": True, "no": False}

DEFAULT_DAYS = 5


class AskForm(forms.Form):
    """A request as typed. Field names of positions are `count_<code>` and so on."""

    kind = forms.ChoiceField(
        label="What happened?",
        choices=IncidentKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what happened. If nothing fits, choose the closest."},
    )
    what_happened = forms.CharField(
        label="In a sentence or two",
        required=False,
        help_text="Leave out names of people, passwords and ransom details.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    systems_down = forms.MultipleChoiceField(
        label="What is down?",
        choices=SYSTEMS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
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
    starts_at = forms.DateTimeField(
        label="From when?",
        required=False,
        help_text="Leave empty for as soon as possible.",
        widget=LocalDateTimeInput,
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
    where_to_report = forms.CharField(
        label="Where do helpers report?",
        required=False,
        max_length=300,
        help_text="Street, door, who to ask for. Only needed when somebody comes on site.",
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    call_back_name = forms.CharField(
        label="Who answers the telephone?",
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    call_back_number = forms.CharField(
        label="A number that works outside your network",
        max_length=40,
        help_text="A mobile phone. Your own lines and mail may be watched or down.",
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
        error_messages={
            "required": "Give a telephone number that works outside your own network.",
        },
    )
    declared = forms.ChoiceField(
        label="Has an emergency been declared?",
        choices=DECLARATIONS,
        initial="unknown",
        widget=forms.RadioSelect,
        help_text="Most neighbours can come without. The National Guard cannot.",
    )
    tlp = forms.ChoiceField(
        label="Who may read this request?",
        choices=[(label.value, LABEL_MEANINGS[label]) for label in Label],
        initial=Label.AMBER.value,
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

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for position in POSITIONS:
            self._add_line(position)

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
        """The typed answers as an order. Call after `is_valid()`."""
        data = self.cleaned_data
        return Order(
            kind=data["kind"],
            what_happened=data["what_happened"],
            systems_down=tuple(data["systems_down"]),
            lines=tuple(self._lines(data)),
            starts_at=data["starts_at"],
            hours=data["days"] * 24,
            where_to_report=data["where_to_report"],
            call_back_name=data["call_back_name"],
            call_back_number=data["call_back_number"],
            local_declaration=_DECLARED.get(data["declared"]),
            tlp=Label(data["tlp"]),
            exercise=exercise,
        )

    def show_faults(self, faults: Mapping[str, str], order: Order) -> None:
        """Put the domain's sentences at the inputs they speak of."""
        for name, sentence in faults.items():
            self.add_error(self._input_for(name, order), sentence)

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
                "invalid": f"{position.title}: give a whole number.",
                "min_value": f"{position.title}: give 0 or more.",
                "max_value": f"{position.title}: ask for at most {LARGEST_COUNT}. For more, "
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
            mode = data.get(f"mode_{position.code}") or data["mode"]
            yield OrderLine(
                position=position.code,
                count=count,
                minimum_level=data.get(f"level_{position.code}") or CredentialLevel.QUALIFIED.value,
                mode=Mode.ON_SITE if position.is_kit else Mode(mode),
                priority=Priority(data["priority"]),
            )

    def _input_for(self, name: str, order: Order) -> str | None:
        if name == "hours":
            return "days"
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
