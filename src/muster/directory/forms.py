"""What a new API token is for and how long it lives, and handing in an official list."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from muster.directory.models import Office
from muster.directory.services.tokens import LONGEST_PURPOSE, LONGEST_TOKEN_LIFE

MOST_DAYS = LONGEST_TOKEN_LIFE.days
DAYS = f"Give a number of days between 1 and {MOST_DAYS}."


class TokenForm(forms.Form):
    """A token of one office; a page may show several of these."""

    purpose = forms.CharField(
        label="What for?",
        max_length=LONGEST_PURPOSE,
        error_messages={
            "required": "Say what it is for.",
            "max_length": f"Keep this within {LONGEST_PURPOSE} characters.",
        },
    )
    days = forms.IntegerField(
        label="For how many days?",
        min_value=1,
        max_value=MOST_DAYS,
        initial=90,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), DAYS),
    )

    def __init__(self, data: QueryDict | None = None, *, office: Office) -> None:
        super().__init__(data, auto_id=f"%s-{office.pk}")


class HandInForm(forms.Form):
    """A published file; which list it is stands in it."""

    file = forms.FileField(
        label="The publisher's file",
        help_text="As you downloaded it: CSV, text, JSON, a workbook, or one of these compressed.",
        max_length=200,
        error_messages={
            "required": "Choose the file first.",
            "empty": "The file is empty. Download it again.",
        },
    )
    dry_run = forms.BooleanField(label="Only say what would change", required=False, initial=True)
