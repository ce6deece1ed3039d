"""What is typed into the directory's pages: lists, joining, domains and API tokens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict

from muster.authz.scopes import SCOPE_WORDS, Scope
from muster.directory.models import JOINING_DUTIES, JoiningCode, Office
from muster.directory.services.joining.asking import LONGEST, Applicant
from muster.directory.services.joining.codes import LONGEST_PLACE
from muster.directory.services.tokens import LONGEST_PURPOSE, LONGEST_TOKEN_LIFE
from muster.domain.affiliation import LONGEST_DOMAIN
from muster.domain.reasons import LONGEST_REASON

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

    scopes = forms.MultipleChoiceField(
        label="What may it do?",
        choices=[(scope.value, words) for scope, words in SCOPE_WORDS.items()],
        initial=[Scope.READ.value],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one thing it may do."},
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


_DUTIES = {
    "represent": "It can bind the organization: sign agreements, ask for help, send people",
    "contact": "It can discuss and prepare, but not sign",
}


def _too_long(most: int) -> dict[str, str]:
    return {"max_length": f"Keep this within {most} characters."}


class JoiningForm(forms.Form):
    """Who asks, and for which office."""

    name = forms.CharField(
        label="Your name",
        max_length=LONGEST["name"],
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": "Give your name.", **_too_long(LONGEST["name"])},
    )
    mail = forms.CharField(
        label="Your work e-mail address",
        max_length=LONGEST["mail"],
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": "Give your work address.", **_too_long(LONGEST["mail"])},
    )
    phone = forms.CharField(
        label="Telephone",
        max_length=LONGEST["phone"],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        error_messages={
            "required": "Give a telephone number with its area code.",
            **_too_long(LONGEST["phone"]),
        },
    )
    office_title = forms.CharField(
        label="The office you hold",
        max_length=LONGEST["office_title"],
        help_text="For example: IT Director",
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages={
            "required": "Give the office you hold.",
            **_too_long(LONGEST["office_title"]),
        },
    )
    duties = forms.MultipleChoiceField(
        label="What may this office do?",
        choices=[(duty.value, _DUTIES[duty.value]) for duty in JOINING_DUTIES],
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "Choose what the office may do."
        ),
    )

    def __init__(self, *args: Any, domains: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if domains:
            named = " or ".join(domains[:3])
            self.fields[
                "mail"
            ].help_text = (
                f"With an address at {named} the mail alone proves it, and you are in at once."
            )

    @property
    def facts(self) -> Applicant:
        """What was typed. For a valid form."""
        data = self.cleaned_data
        return Applicant(
            data["name"],
            data["mail"],
            data["phone"],
            data["office_title"],
            tuple(data["duties"]),
        )


class CodeForm(forms.Form):
    """The code that was read out or came by letter."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        help_text="Eight letters and digits, such as ABCD-EFGH. Capitals and dashes do not matter.",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
        error_messages={"required": "Type the code, such as ABCD-EFGH.", **_too_long(40)},
    )


class IssueCodeForm(forms.Form):
    """How the coordinator reaches the organization, and where that is published."""

    kind = forms.ChoiceField(
        label="How do you reach them?",
        choices=[
            (JoiningCode.Kind.PHONE, "I call now and read the code aloud; it works for an hour"),
            (JoiningCode.Kind.LETTER, "I mail a letter; it works for 14 days"),
        ],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose telephone or letter."),
    )
    reached_at = forms.CharField(
        label="Published number, or postal address",
        max_length=LONGEST_PLACE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="As it is published, not as the applicant gave it.",
        error_messages={
            "required": "Give the published number or address.",
            **_too_long(LONGEST_PLACE),
        },
    )
    published_in = forms.CharField(
        label="Where is it published?",
        max_length=LONGEST_PLACE,
        help_text="A web address or a directory with its date, so that others can check it.",
        error_messages={
            "required": "Say where it is published.",
            **_too_long(LONGEST_PLACE),
        },
    )


class WhyForm(forms.Form):
    """A reason that somebody else will read."""

    reason = forms.CharField(
        label="Why?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why, in a few words.", **_too_long(LONGEST_REASON)},
    )


class DomainForm(forms.Form):
    """A domain that is not on CISA's list."""

    domain = forms.CharField(
        label="Domain",
        max_length=LONGEST_DOMAIN,
        help_text="For example: ci.keene.tx.us",
        error_messages={"required": "Give the domain.", **_too_long(LONGEST_DOMAIN)},
    )
    published_in = forms.CharField(
        label="Where is it published as theirs?",
        max_length=LONGEST_PLACE,
        help_text="A web address or a directory with its date.",
        error_messages={
            "required": "Say where it is published.",
            **_too_long(LONGEST_PLACE),
        },
    )
