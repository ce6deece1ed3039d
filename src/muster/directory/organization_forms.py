"""What is typed about partners and bodies: new ones, corrections, where they belong, their end."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms

from muster.directory.models import BODIES, PARTNERS, Organization, OrganizationKind
from muster.directory.queries.finding import Found
from muster.directory.queries.whereabouts import states
from muster.directory.services.organization_facts import LONGEST, OrganizationFacts, facts_of
from muster.directory.services.organizations import allowed_kinds
from muster.domain.affiliation import LONGEST_DOMAIN
from muster.domain.reasons import LONGEST_REASON
from muster.web.widgets import LocalDateInput

NOBODY = ""
_DEGREES = "Give degrees as a number, such as {}. West and south are negative."
_DAY = {"invalid": "Give a day such as 2026-05-31."}


def _text(label: str, name: str, *, needed: str = "", **more: Any) -> forms.CharField:
    errors = {"max_length": f"Keep this within {LONGEST[name]} characters."}
    if needed:
        errors["required"] = needed
    return forms.CharField(
        label=label, max_length=LONGEST[name], required=bool(needed), error_messages=errors, **more
    )


def _degrees(label: str, example: str, hint: str) -> forms.FloatField:
    return forms.FloatField(
        label=label,
        required=False,
        help_text=hint,
        widget=forms.TextInput(attrs={"inputmode": "text"}),
        error_messages={"invalid": _DEGREES.format(example)},
    )


class FactsForm(forms.Form):
    """What is common to all that people enter."""

    name = _text("Name", "name", needed="Give its name as its own website spells it.")
    kind = forms.ChoiceField(
        label="What is it?",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose what it is."),
    )
    also_known_as = _text(
        "Also known as", "also_known_as", help_text="Other names and short forms; all are found."
    )
    website = _text("Website", "website", help_text="For example: www.example.org")
    state = forms.ChoiceField(
        label="State",
        required=False,
        error_messages={"invalid_choice": "Choose a state from the list, or none."},
    )
    town = _text(
        "Town or county",
        "town",
        help_text="Where its door is. If two are called so, add the county: Fern, Elm County.",
    )
    latitude = _degrees("Latitude", "32.3968", "Its own, if the town is not near enough: 32.3968")
    longitude = _degrees("Longitude", "-97.3239", "West is negative: -97.3239")
    source = _text(
        "Where is this published?",
        "source",
        needed="Say where this is published, so that others can check it.",
        help_text="A web address, or a directory with its year.",
    )
    as_of = forms.DateField(
        label="On which day did you read it there?",
        widget=LocalDateInput,
        error_messages={"required": "Give the day on which you read it there.", **_DAY},
    )

    kinds: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.without:
            del self.fields[name]
        self._choose("kind", [("", "Choose"), *(_kind(one) for one in self.kinds)])
        if "state" in self.fields:
            self._choose("state", [("", "None: it works in several"), *states()])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    @property
    def facts(self) -> OrganizationFacts:
        """What was typed. For a valid form."""
        names = set(self.cleaned_data) & set(OrganizationFacts.__dataclass_fields__)
        given = {name: self.cleaned_data[name] for name in names}
        return OrganizationFacts(**{"name": "", "kind": "", "source": "", "as_of": None, **given})


class NewForm(FactsForm):
    """Something new; `another` is asked only when names like it are on record."""

    another = forms.BooleanField(label="None of these: it is another one", required=False)


class PartnerForm(NewForm):
    """A partner without territory."""

    domain = forms.CharField(
        label="Official mail domain",
        max_length=LONGEST_DOMAIN,
        required=False,
        help_text="Mail at it proves who somebody is, so it must be its own and nobody else's.",
        error_messages={"max_length": f"Keep this within {LONGEST_DOMAIN} characters."},
    )
    kinds = PARTNERS
    field_order = ("name", "kind", "also_known_as", "state", "town", "latitude", "longitude",
                   "website", "domain", "source", "as_of", "another")  # fmt: skip


class BodyForm(NewForm):
    """A body under a government; its territory is that one's."""

    kinds = BODIES
    without = ("state", "town")


class CorrectForm(FactsForm):
    """What is on record, to be corrected. Of one on an official list, the rest stays as listed."""

    def __init__(
        self, *args: Any, organization: Organization, renames: bool, **kwargs: Any
    ) -> None:
        self.organization = organization
        self.kinds = allowed_kinds(organization)
        if organization.is_listed:
            kept = ("also_known_as", "website")
            self.without = tuple(name for name in self.base_fields if name not in kept)
        elif organization.jurisdiction_id or organization.parent_id:
            self.without = ("state", "town")
        if not renames:
            self.without = tuple(dict.fromkeys((*self.without, "name", "kind")))
        super().__init__(*args, initial=asdict(facts_of(organization)), **kwargs)

    @property
    def facts(self) -> OrganizationFacts:
        """What is on record with what was typed. For a valid form."""
        return facts_of(self.organization, **self.cleaned_data)


class MoveForm(forms.Form):
    """Under whom it is put."""

    parent = forms.ChoiceField(
        label="Under which one?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Look for it above, then choose it."},
    )

    def __init__(self, *args: Any, found: list[Found], alone: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        none = [(NOBODY, "None: it stands by itself")] if alone else []
        choices = self.fields["parent"]
        if isinstance(choices, forms.ChoiceField):
            choices.choices = [*none, *named(found)]


class CloseForm(forms.Form):
    """When it ceased, why, and who took over."""

    closed_on = forms.DateField(
        label="On which day did it cease?",
        widget=LocalDateInput,
        error_messages={"required": "Give the day on which it ceased.", **_DAY},
    )
    successor = forms.ChoiceField(
        label="Who took over from it?",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Look for it above, then choose it."},
    )
    reason = forms.CharField(
        label="What happened, and where is that published?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say what happened, in a few words."},
    )

    def __init__(self, *args: Any, found: list[Found], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = self.fields["successor"]
        if isinstance(choices, forms.ChoiceField):
            choices.choices = [(NOBODY, "Nobody, or it is not on record"), *named(found)]


def named(found: list[Found]) -> list[tuple[str, str]]:
    """Organizations to choose from, told apart by where they are."""
    return [
        (
            one.slug,
            f"{one.name} ({one.kind.label}{f', {one.whereabouts}' if one.whereabouts else ''})",
        )
        for one in found
    ]


def _kind(kind: str) -> tuple[str, str]:
    return kind, str(OrganizationKind(kind).label)
