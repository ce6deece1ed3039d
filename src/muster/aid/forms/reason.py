"""A reason in a few words, asked for wherever something is undone."""

from __future__ import annotations

from django import forms


class ReasonForm(forms.Form):
    """A reason in a few words."""

    reason = forms.CharField(
        label="Why?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why, in a few words."},
    )
