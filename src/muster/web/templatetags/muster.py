"""The shared components: `{% load muster %}`. The style guide page shows each one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal

from django import template
from django.contrib.messages.storage.base import Message
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from muster.web import fields, presentation

register = template.Library()

AlertTone = Literal["info", "success", "warning", "error", "emergency"]
StatusTone = Literal["neutral", "info", "good", "caution", "bad", "stale"]

_URGENT = {"error", "emergency"}

register.filter("localtime", presentation.time_element)
register.filter("duration", presentation.duration_in_words)
register.filter("km_miles", presentation.miles_and_km)
register.filter("money", presentation.dollars)
register.filter("tlp", presentation.tlp_badge)


@register.simple_block_tag(end_name="endalert")
def alert(content: SafeString, tone: AlertTone = "info", title: str = "") -> SafeString:
    """`{% alert "warning" "Title" %}…{% endalert %}`: a notice. Errors interrupt the reader."""
    return render_to_string("web/alert.html", _alert(tone, title, content))


@register.inclusion_tag("web/alert.html")
def message_alert(message: Message) -> dict[str, Any]:
    """One of Django's messages as an alert."""
    tone = message.level_tag if message.level_tag in {"success", "warning", "error"} else "info"
    return _alert(tone, "", message.message)


@register.inclusion_tag("web/empty_state.html")
def empty_state(
    title: str, sentence: str, action_url: str = "", action_label: str = ""
) -> dict[str, str]:
    """What a list says when it is empty: why, and the one thing to do about it."""
    return {
        "title": title,
        "sentence": sentence,
        "action_url": action_url,
        "action_label": action_label,
    }


@register.inclusion_tag("web/status.html")
def status(text: str, tone: StatusTone = "neutral") -> dict[str, str]:
    """A state in words with a mark of its own shape, so that it reads without color."""
    return {"text": text, "tone": tone}


@register.inclusion_tag("web/definition_list.html")
def definition_list(items: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Pairs of (label, value) as a description list."""
    return {"items": items}


@register.inclusion_tag("web/breadcrumbs.html")
def breadcrumbs(items: Sequence[tuple[str, str | None]]) -> dict[str, Any]:
    """The way here: pairs of (label, url); the last one is this page."""
    return {"ancestors": items[:-1], "here": items[-1]}


@register.inclusion_tag("web/step_indicator.html")
def step_indicator(steps: Sequence[str], current: int) -> dict[str, Any]:
    """Where one is in a form of several pages; `current` counts from 1."""
    marked = [
        (label, "complete" if number < current else "current" if number == current else "")
        for number, label in enumerate(steps, start=1)
    ]
    label = steps[current - 1]
    return {"steps": marked, "current": current, "total": len(steps), "label": label}


@register.inclusion_tag("web/freshness.html")
def freshness(as_of: datetime, source: str, *, stale: bool = False) -> dict[str, Any]:
    """Since when an outside fact is known, and from whom."""
    return {"as_of": as_of, "source": source, "stale": stale}


@register.inclusion_tag("web/field.html")
def field(bound: BoundField, label: str = "", hint: str = "") -> dict[str, Any]:
    """A form field with label, hint and errors tied to its input.

    `label` and `hint` replace the form's own, for forms that come with a package.
    """
    bound.label = label or bound.label
    bound.help_text = hint or bound.help_text
    return {"field": fields.presented(bound)}


@register.inclusion_tag("web/form_errors.html")
def form_errors(*forms: Any) -> dict[str, Any]:
    """The summary above a form, linking to each input; nothing when there are no errors."""
    return {"errors": fields.listed_errors(forms), "kept": not fields.forgets_input(forms)}


@register.inclusion_tag("web/submit_row.html")
def submit_row(
    label: str, cancel_url: str = "", *, note: str = "", sticky: bool = False
) -> dict[str, Any]:
    """The one primary button, with a way out. `sticky` keeps it in reach on phones."""
    return {"label": label, "cancel_url": cancel_url, "note": note, "sticky": sticky}


def _alert(tone: str, title: str, body: str) -> dict[str, Any]:
    role = "alert" if tone in _URGENT else "status"
    return {"tone": tone, "title": title, "body": body, "role": role}
