"""The form of a draft: every clause of the library with the places it leaves open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from muster.agreements.models import InstrumentKind
from muster.agreements.models.versions import LONGEST_NOTE
from muster.domain.drafting.contradictions import Contradiction, contradictions
from muster.domain.drafting.drafts import LONGEST_CITATION, LONGEST_WORDING, Draft, read_draft
from muster.domain.drafting.kinds import REQUIRED, Kind
from muster.domain.drafting.library import LIBRARY, ClauseType
from muster.domain.drafting.parameters import Flag, Number, OneOf, Parameter, SomeOf, Words

IN = "in"
CITATION = "citation"
WORDING = "wording"
FLAGS = (("yes", "Yes"), ("no", "No"))


@dataclass(frozen=True, slots=True)
class Section:
    """One clause in the form; `included` is None for one that every agreement needs."""

    type: ClauseType
    included: BoundField | None
    parameters: list[BoundField]
    own_words: list[BoundField]

    @property
    def has_own_words(self) -> bool:
        return any(bound.value() for bound in self.own_words)


class DraftForm(forms.Form):
    """Clauses as typed. Valid only when everything can be read and nothing contradicts."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label="What is new in this version, for the parties",
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contradictions: tuple[Contradiction, ...] = ()
        for kind in Kind:
            if kind not in REQUIRED:
                self.fields[f"{kind}-{IN}"] = forms.BooleanField(
                    label="This clause is part of the agreement", required=False
                )
            for parameter in LIBRARY[kind].parameters:
                self.fields[f"{kind}-{parameter.name}"] = _field(parameter)
            self.fields[f"{kind}-{CITATION}"] = forms.CharField(
                label="Where it stands (article, section)",
                required=False,
                max_length=LONGEST_CITATION,
            )
            self.fields[f"{kind}-{WORDING}"] = forms.CharField(
                label="Counsel's own wording, in place of the plain language",
                required=False,
                max_length=LONGEST_WORDING,
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        draft, wrong = read_draft(self.rows())
        for one in wrong:
            name = f"{one.kind}-{one.parameter}"
            self.add_error(name if name in self.fields else None, one.sentence)
        self.contradictions = contradictions(draft)
        for found in self.contradictions:
            self.add_error(None, found.sentence)
        return cleaned

    def rows(self) -> list[dict[str, Any]]:
        """What was typed as rows of the clause library."""
        return [
            {
                "kind": kind.value,
                "values": {one.name: self._typed(kind, one) for one in LIBRARY[kind].parameters},
                CITATION: self._text(kind, CITATION),
                WORDING: self._text(kind, WORDING),
            }
            for kind in Kind
            if kind in REQUIRED or self.data.get(f"{kind}-{IN}")
        ]

    def sections(self) -> Iterator[Section]:
        for kind in Kind:
            yield Section(
                LIBRARY[kind],
                None if kind in REQUIRED else self[f"{kind}-{IN}"],
                [self[f"{kind}-{one.name}"] for one in LIBRARY[kind].parameters],
                [self[f"{kind}-{WORDING}"], self[f"{kind}-{CITATION}"]],
            )

    def _typed(self, kind: Kind, parameter: Parameter) -> object:
        name = f"{kind}-{parameter.name}"
        if isinstance(parameter, SomeOf):
            values = getattr(self.data, "getlist", self.data.get)(name) or []
            return list(values)
        return self.data.get(name, "")

    def _text(self, kind: Kind, name: str) -> str:
        return str(self.data.get(f"{kind}-{name}", "")).replace("\r\n", "\n").strip()


def filled(draft: Draft) -> dict[str, Any]:
    """The initial values of the form for a draft."""
    initial: dict[str, Any] = {}
    for kind in Kind:
        clause = draft.clause(kind)
        if kind not in REQUIRED:
            initial[f"{kind}-{IN}"] = clause is not None
        for parameter in LIBRARY[kind].parameters:
            value = clause.values[parameter.name] if clause else parameter.start
            if isinstance(parameter, Flag):
                value = "yes" if value else "no"
            initial[f"{kind}-{parameter.name}"] = list(value) if isinstance(value, tuple) else value
        initial[f"{kind}-{CITATION}"] = clause.citation if clause else ""
        initial[f"{kind}-{WORDING}"] = clause.wording if clause else ""
    return initial


def _field(parameter: Parameter) -> forms.Field:
    """The widget only; the parameter itself reads and refuses what is typed."""
    optional = (isinstance(parameter, SomeOf) and not parameter.fewest) or (
        isinstance(parameter, Words) and not parameter.required
    )
    common: dict[str, Any] = {
        "label": parameter.label,
        "help_text": parameter.hint,
        "required": not optional,
    }
    if isinstance(parameter, Number):
        unit = f"{parameter.unit}s, {parameter.low} to {parameter.high}"
        common["help_text"] = f"{unit}{'; 0 for none' if parameter.none_at_zero else ''}"
        attributes = {"inputmode": "numeric", "min": parameter.low, "max": parameter.high}
        return _Text(**common, widget=forms.NumberInput(attrs=attributes))
    if isinstance(parameter, OneOf):
        return _Choice(**common, choices=list(parameter.options.items()), widget=forms.Select)
    if isinstance(parameter, SomeOf):
        return _Choices(
            **common,
            choices=list(parameter.options.items()),
            widget=forms.CheckboxSelectMultiple,
        )
    if isinstance(parameter, Flag):
        return _Choice(**common, choices=FLAGS, widget=forms.RadioSelect)
    return _Text(**common)


class _Text(forms.CharField):
    def validate(self, value: Any) -> None:
        """`read_draft` says what is wrong, once."""


class _Choice(forms.ChoiceField):
    def validate(self, value: Any) -> None:
        """`read_draft` says what is wrong, once."""


class _Choices(forms.MultipleChoiceField):
    def validate(self, value: Any) -> None:
        """`read_draft` says what is wrong, once."""


class BeginForm(forms.Form):
    """What stands above the clauses of a new agreement, and who keeps its text."""

    name = forms.CharField(label="Name of the agreement", max_length=200)
    citation = forms.CharField(
        label="How it is cited",
        max_length=300,
        required=False,
        help_text="A statute, an ordinance or a contract number. Without one, its name.",
    )
    kind = forms.ChoiceField(label="What sort of agreement", choices=InstrumentKind.choices)
    state = forms.CharField(
        label="State, if only bodies of one state take part",
        max_length=2,
        required=False,
        help_text="Two letters, such as TX.",
    )
    steward = forms.ChoiceField(label="Who keeps the text")
    summary = forms.CharField(
        label="In two sentences, for whoever is asked to sign",
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, stewards: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steward = self.fields["steward"]
        if isinstance(steward, forms.ChoiceField):
            steward.choices = stewards
