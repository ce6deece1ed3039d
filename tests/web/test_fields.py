"""A form field ties its label, hint and errors to its input."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django import forms
from django.utils import timezone

from muster.web.widgets import LocalDateTimeInput

Element = dict[str, str]
Show = Callable[..., str]
Elements = Callable[[str], list[Element]]


class NeedForm(forms.Form):
    title = forms.CharField(label="Title", help_text="Short.")
    count = forms.IntegerField(label="How many?", min_value=1)
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(choices=[("", "Choose"), ("ir", "Responder")])
    phase = forms.ChoiceField(
        label="Phase", choices=[("a", "Now"), ("b", "Over")], widget=forms.RadioSelect
    )
    systems = forms.MultipleChoiceField(
        choices=[("911", "Dispatch")], widget=forms.CheckboxSelectMultiple, required=False
    )
    agreed = forms.BooleanField(label="I can be reached")
    starts = forms.DateTimeField(widget=LocalDateTimeInput)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


FIELDS = list(NeedForm.base_fields)
TYPED_INTO = ["title", "count", "note", "kind", "agreed", "starts"]


def one(found: list[Element], **wanted: str) -> Element:
    matches = [e for e in found if wanted.items() <= e.items()]
    assert len(matches) == 1, (wanted, found)
    return matches[0]


@pytest.mark.parametrize("name", TYPED_INTO)
def test_the_label_and_the_error_belong_to_the_input(
    name: str, show: Show, elements: Elements
) -> None:
    form = NeedForm({})
    form.add_error(name, "Look again.")
    found = elements(show("{% field bound %}", bound=form[name]))
    entry = one(found, name=name)
    assert one(found, tag="label")["for"] == entry["id"]
    assert entry["aria-invalid"] == "true"
    assert f"id_{name}_error" in entry["aria-describedby"].split()


@pytest.mark.parametrize("name", FIELDS)
def test_every_described_by_points_at_something_on_the_page(
    name: str, show: Show, elements: Elements
) -> None:
    found = elements(show("{% field bound %}", bound=NeedForm({})[name]))
    ids = {e["id"] for e in found if "id" in e}
    pointed_at = {i for e in found for i in e.get("aria-describedby", "").split()}
    assert pointed_at <= ids
    assert len(ids) == sum("id" in e for e in found)


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_without_errors_shows_none(name: str, show: Show) -> None:
    html = show("{% field bound %}", bound=NeedForm()[name])
    assert "usa-error-message" not in html
    assert "aria-invalid" not in html


def test_the_hint_is_read_before_the_error(show: Show, elements: Elements) -> None:
    entry = one(elements(show("{% field bound %}", bound=NeedForm({})["title"])), name="title")
    assert entry["aria-describedby"] == "id_title_helptext id_title_error"


def test_radio_buttons_form_one_named_group_that_carries_the_error(
    show: Show, elements: Elements
) -> None:
    html = show("{% field bound %}", bound=NeedForm({})["phase"])
    found = elements(html)
    group = one(found, tag="fieldset")
    assert group["role"] == "radiogroup"
    assert group["aria-invalid"] == "true"
    assert group["aria-describedby"] == "id_phase_error"
    assert "Phase" in html
    buttons = [e for e in found if e.get("type") == "radio"]
    assert [b["id"] for b in buttons] == ["id_phase_0", "id_phase_1"]
    assert not any("aria-invalid" in b for b in buttons)


def test_a_list_of_check_boxes_is_no_radio_group(show: Show, elements: Elements) -> None:
    found = elements(show("{% field bound %}", bound=NeedForm()["systems"]))
    assert "role" not in one(found, tag="fieldset")
    assert one(found, tag="input")["class"] == "usa-checkbox__input"


def test_what_was_typed_is_shown_again(show: Show, elements: Elements) -> None:
    bound = NeedForm({"count": "0", "note": "Servers <down>"})
    assert one(elements(show("{% field f %}", f=bound["count"])), name="count")["value"] == "0"
    assert "Servers &lt;down&gt;" in show("{% field f %}", f=bound["note"])


def test_only_optional_fields_are_marked(show: Show) -> None:
    assert "(optional)" in show("{% field f %}", f=NeedForm()["note"])
    assert "(optional)" not in show("{% field f %}", f=NeedForm()["title"])


def test_a_missing_answer_says_what_to_do(show: Show) -> None:
    form = NeedForm({})
    assert "Fill this in." in show("{% field f %}", f=form["title"])
    assert "Choose one." in show("{% field f %}", f=form["phase"])
    assert "Tick this to go on." in show("{% field f %}", f=form["agreed"])


def test_a_time_names_the_zone_it_is_read_in(show: Show, elements: Elements) -> None:
    with timezone.override("America/Denver"):
        html = show("{% field f %}", f=NeedForm()["starts"])
    assert "America/Denver" in html
    assert one(elements(html), name="starts")["type"] == "datetime-local"


def test_a_time_from_the_browser_is_read_in_the_zone_shown() -> None:
    with timezone.override("America/Denver"):
        moment = forms.DateTimeField(widget=LocalDateTimeInput).clean("2026-11-03T02:30")
    assert moment.isoformat() == "2026-11-03T02:30:00-07:00"


def test_a_hidden_field_shows_nothing(show: Show, elements: Elements) -> None:
    assert [e["tag"] for e in elements(show("{% field f %}", f=NeedForm()["token"]))] == ["input"]


def test_the_summary_links_to_every_input_that_needs_another_look(
    show: Show, elements: Elements
) -> None:
    form = NeedForm({})
    found = elements(show("{% form_errors f %}", f=form))
    page = elements(show("{% for b in f %}{% field b %}{% endfor %}", f=form))
    ids = {e["id"] for e in page if e["tag"] in {"input", "select", "textarea"}}
    links = {e["href"].removeprefix("#") for e in found if e["tag"] == "a"}
    assert links == {f"id_{n}" for n in ("title", "count", "kind", "agreed", "starts")} | {
        "id_phase_0"
    }
    assert links <= ids


def test_the_summary_takes_the_focus_without_a_script(show: Show, elements: Elements) -> None:
    first = elements(show("{% form_errors f %}", f=NeedForm({})))[0]
    assert {"autofocus", "tabindex"} <= first.keys()
    assert first["role"] == "alert"


def test_a_question_gets_no_colon_in_the_summary(show: Show) -> None:
    html = show("{% form_errors f %}", f=NeedForm({}))
    assert "How many? Fill this in." in html
    assert "Title: Fill this in." in html


def test_there_is_no_summary_without_errors(show: Show) -> None:
    assert show("{% form_errors f %}", f=NeedForm()).strip() == ""


def test_the_summary_covers_formsets_and_errors_of_the_whole_form(show: Show) -> None:
    form = NeedForm({})
    form.add_error(None, "The window has passed.")
    rows = forms.formset_factory(NeedForm, extra=0)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-title": ""}
    )
    html = show("{% form_errors f rows %}", f=form, rows=rows)
    assert "The window has passed." in html
    assert "#id_form-0-title" in html


def test_the_summary_does_not_promise_that_a_password_is_kept(show: Show) -> None:
    class SignIn(forms.Form):
        password = forms.CharField(widget=forms.PasswordInput)

    assert "still here" not in show("{% form_errors f %}", f=SignIn({}))
    assert "still here" in show("{% form_errors f %}", f=NeedForm({}))
