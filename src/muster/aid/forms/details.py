"""What a request says besides its lines: asked once when sending, and again when amending."""

from __future__ import annotations

from django import forms

from muster.domain.tlp import LABEL_MEANINGS, Label

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

DECLARATIONS = (("yes", "Yes"), ("no", "No"), ("unknown", "Not yet, or I do not know"))
DECLARED = {"yes": True, "no": False}


class DetailsForm(forms.Form):
    """The fields that sending and amending share. `LAST` come after the lines when asking."""

    LAST = ("where_to_report", "call_back_name", "call_back_number", "declared", "tlp")

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
    where_to_report = forms.CharField(
        label="Where do helpers report?",
        required=False,
        max_length=300,
        help_text="Street, door, who to ask for. Needed as soon as somebody comes on site.",
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
        help_text="Most neighbors can come without. The National Guard cannot.",
    )
    tlp = forms.ChoiceField(
        label="Who may read this request?",
        choices=[(label.value, LABEL_MEANINGS[label]) for label in Label],
        initial=Label.AMBER.value,
    )
