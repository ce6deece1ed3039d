"""What the tests of the shell share: reading HTML, rendering snippets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser

import pytest
from django.template import Context, Template

from muster.web import navigation

Element = dict[str, str]
"""The attributes of one element, with its name under `tag`."""


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append({"tag": tag} | {name: value or "" for name, value in attrs})


@pytest.fixture
def elements() -> Callable[[str], list[Element]]:
    def read(html: str) -> list[Element]:
        collector = _Collector()
        collector.feed(html)
        return collector.found

    return read


@pytest.fixture
def show() -> Callable[..., str]:
    def render(snippet: str, **context: object) -> str:
        return Template("{% load muster %}" + snippet).render(Context(context))

    return render


@pytest.fixture
def empty_menu() -> Iterator[None]:
    before = dict(navigation._entries)
    navigation._entries.clear()
    yield
    navigation._entries.clear()
    navigation._entries.update(before)
