"""Turns a bound form field into what its template needs, with errors wired to the input.

Ids follow Django's own scheme: `<auto_id>_helptext` and `<auto_id>_error`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from django import forms
from django.forms.boundfield import BoundField
from django.forms.widgets import Input
from django.utils import timezone
from django.utils.safestring import SafeString

Kind = Literal["hidden", "single", "checkbox", "choices", "group"]

_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxInput, "usa-checkbox__input"),
    (forms.Textarea, "usa-textarea"),
    (forms.Select, "usa-select"),
    (forms.FileInput, "m-file"),
    (Input, "usa-input"),
)


@dataclass(frozen=True, slots=True)
class Option:
    """One radio button or check box of a list."""

    html: SafeString
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class PresentedField:
    """A form field ready for `web/field.html`."""

    bound: BoundField
    kind: Kind
    html: SafeString
    """The input itself; empty for a list of choices."""
    errors: list[str]
    described_by: str
    hint_id: str
    error_id: str
    zone_id: str
    zone: str
    """Name of the reader's time zone for a date and time, else empty."""
    optional: bool
    choice_class: str = ""
    group_role: str = ""
    options: list[Option] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ListedError:
    """One line of the error summary. `target` is an element id, or empty."""

    label: str
    message: str
    target: str

    @property
    def text(self) -> str:
        """Label and message as one sentence; a label that is a question needs no colon."""
        if not self.label:
            return self.message
        mark = "" if self.label.endswith(("?", ":", ".")) else ":"
        return f"{self.label}{mark} {self.message}"


def presented(bound: BoundField) -> PresentedField:
    """The field with ids, described-by links, classes and choices worked out."""
    kind = _kind(bound)
    base = bound.auto_id or bound.html_name
    zone = _zone_of(bound)
    ids = {
        "hint_id": f"{base}_helptext" if bound.help_text else "",
        "zone_id": f"{base}_zone" if zone else "",
        "error_id": f"{base}_error" if bound.errors else "",
    }
    described_by = " ".join(filter(None, ids.values()))
    radio = _is_radio(bound)
    return PresentedField(
        bound=bound,
        kind=kind,
        html=_input(bound, kind, described_by),
        errors=_sentences(bound),
        described_by=described_by,
        zone=zone,
        optional=not bound.field.required and kind not in {"checkbox", "hidden"},
        choice_class="usa-radio" if radio else "usa-checkbox",
        group_role="radiogroup" if radio else "",
        options=list(_options(bound)) if kind == "choices" else [],
        **ids,
    )


def listed_errors(forms_or_sets: tuple[Any, ...]) -> list[ListedError]:
    """Every error of some forms and formsets, in reading order, each with the input to go to."""
    found: list[ListedError] = []
    for item in forms_or_sets:
        if isinstance(item, forms.BaseFormSet):
            found.extend(ListedError("", str(e), "") for e in item.non_form_errors())
            found.extend(listed_errors(tuple(item.forms)))
        elif isinstance(item, forms.BaseForm):
            found.extend(ListedError("", str(e), "") for e in item.non_field_errors())
            found.extend(
                ListedError(str(bound.label), sentence, _target(bound))
                for bound in item
                for sentence in _sentences(bound)
            )
    return found


def forgets_input(forms_or_sets: tuple[Any, ...]) -> bool:
    """Whether a browser will show some input empty again: passwords and chosen files."""
    plain = [item for item in forms_or_sets if isinstance(item, forms.BaseForm)]
    sets = [item for item in forms_or_sets if isinstance(item, forms.BaseFormSet)]
    widgets = (field.widget for form in plain for field in form.fields.values())
    return any(isinstance(w, forms.PasswordInput | forms.FileInput) for w in widgets) or any(
        forgets_input(tuple(one.forms)) for one in sets
    )


def _sentences(bound: BoundField) -> list[str]:
    """The field's errors. Django's own "This field is required." says what to do instead."""
    standard = forms.Field.default_error_messages["required"]
    if isinstance(bound.field, forms.ChoiceField):
        missing = "Choose one."
    else:
        missing = "Tick this to go on." if _kind(bound) == "checkbox" else "Fill this in."
    return [missing if error == standard else str(error) for error in bound.errors]


def _kind(bound: BoundField) -> Kind:
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect):
        return "choices"
    return "group" if widget.use_fieldset else "single"


def _is_radio(bound: BoundField) -> bool:
    # Django derives its list of check boxes from RadioSelect, so the class alone cannot tell.
    return getattr(bound.field.widget, "input_type", "") == "radio"


def _target(bound: BoundField) -> str:
    kind = _kind(bound)
    if kind == "hidden" or not bound.auto_id:
        return ""
    # A set of inputs has no one id of its own; its first input is where typing starts.
    return f"{bound.auto_id}_0" if kind in {"choices", "group"} else bound.id_for_label


def _input(bound: BoundField, kind: Kind, described_by: str) -> SafeString:
    if kind == "choices":
        return SafeString("")
    if kind == "hidden":
        return bound.as_widget()
    # Placeholders vanish while people type and fail contrast; the hint says it instead.
    attrs: dict[str, Any] = {"class": _class_of(bound), "placeholder": False}
    if described_by and kind != "group":
        attrs["aria-describedby"] = described_by
    return bound.as_widget(attrs=attrs)


def _class_of(bound: BoundField) -> str:
    widget = bound.field.widget
    own = widget.attrs.get("class", "")
    known = next((name for kind, name in _CLASSES if isinstance(widget, kind)), "usa-input")
    error = f"{known}--error" if bound.errors and known.startswith("usa-") else ""
    return " ".join(filter(None, (known, error, own)))


def _options(bound: BoundField) -> Iterator[Option]:
    radio = _is_radio(bound)
    for part in bound.subwidgets:
        attrs = part.data["attrs"]
        attrs["class"] = "usa-radio__input" if radio else "usa-checkbox__input"
        # The group carries the state; the attribute is not allowed on a single radio button.
        attrs.pop("aria-invalid", None)
        yield Option(part.tag(), part.id_for_label or "", str(part.choice_label))


def _zone_of(bound: BoundField) -> str:
    if not isinstance(bound.field, forms.DateTimeField) or bound.is_hidden:
        return ""
    return timezone.get_current_timezone_name()
