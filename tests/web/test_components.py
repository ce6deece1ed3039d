"""The shared components say in words what they show in colour."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.test import RequestFactory
from pytest_django import Settings

import muster.web
from muster.web.style_guide import style_guide

Show = Callable[..., str]
Elements = Callable[[str], list[dict[str, str]]]

CSS = Path(muster.web.__file__).parent / "static" / "web"


@pytest.mark.parametrize(("tone", "role"), [("info", "status"), ("error", "alert")])
def test_only_errors_interrupt_the_reader(
    tone: str, role: str, show: Show, elements: Elements
) -> None:
    html = show("{% alert tone 'Title' %}<p>Text</p>{% endalert %}", tone=tone)
    assert elements(html)[0]["role"] == role
    assert "<p>Text</p>" in html


def test_a_message_is_escaped_and_keeps_its_tone(show: Show) -> None:
    message = Message(constants.WARNING, "<b>late</b>")
    html = show("{% message_alert m %}", m=message)
    assert "&lt;b&gt;late&lt;/b&gt;" in html
    assert "usa-alert--warning" in html


def test_a_status_is_readable_without_colour(show: Show) -> None:
    assert ">Withdrawn<" in show("{% status 'Withdrawn' 'bad' %}")


@pytest.mark.parametrize("tone", ["info", "good", "caution", "bad", "stale"])
def test_each_tone_of_a_status_has_its_own_mark(tone: str) -> None:
    css = (CSS / "components.css").read_text(encoding="utf-8")
    marks = dict(re.findall(r"\.m-status--(\w+)::before \{\s+content: (\S+) /", css))
    assert tone in marks
    assert list(marks.values()).count(marks[tone]) == 1


def test_the_last_breadcrumb_is_this_page(show: Show, elements: Elements) -> None:
    html = show("{% breadcrumbs crumbs %}", crumbs=[("Requests", "/requests/"), ("R-1", None)])
    assert [e["href"] for e in elements(html) if e["tag"] == "a"] == ["/requests/"]
    assert [e["tag"] for e in elements(html) if "aria-current" in e] == ["li"]


def test_the_step_indicator_says_where_one_is(show: Show) -> None:
    html = show("{% step_indicator steps 2 %}", steps=["One", "Two", "Three"])
    assert "Step 2 of 3: <strong>Two</strong>" in html
    assert html.count('aria-current="step"') == 1


def test_an_empty_list_says_what_to_do(show: Show) -> None:
    html = show("{% empty_state 'None yet' 'Nobody has asked.' '/new/' 'Ask for help' %}")
    assert '<a class="usa-button" href="/new/">Ask for help</a>' in html


def test_a_stale_fact_says_so_in_words(show: Show) -> None:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    assert "Out of date" in show("{% freshness at 'the county' stale=True %}", at=at)
    assert "Out of date" not in show("{% freshness at 'the county' %}", at=at)


def test_values_in_a_definition_list_are_escaped(show: Show) -> None:
    assert "&lt;i&gt;" in show("{% definition_list pairs %}", pairs=[("Name", "<i>")])


def test_the_style_guide_is_closed_on_a_hub_with_real_data(settings: Settings) -> None:
    from django.http import Http404

    settings.DEBUG = settings.DEMO = False
    with pytest.raises(Http404):
        style_guide(RequestFactory().get("/style-guide/"))


def test_the_style_guide_needs_no_inline_style_or_script(
    settings: Settings, elements: Elements
) -> None:
    settings.DEMO = True
    response = style_guide(RequestFactory().get("/style-guide/"))
    found = elements(response.content.decode())
    assert not [e for e in found if "style" in e or e["tag"] == "style"]
    assert all("src" in e for e in found if e["tag"] == "script")
    assert not [name for e in found for name in e if re.match(r"on[a-z]+$", name)]


def test_no_id_appears_twice_on_the_style_guide(settings: Settings, elements: Elements) -> None:
    settings.DEMO = True
    html = style_guide(RequestFactory().get("/style-guide/")).content.decode()
    ids = [e["id"] for e in elements(html) if "id" in e]
    assert len(ids) == len(set(ids))
