"""Clauses out of what counsel typed, in plain language, and side by side."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.drafting.drafting import draft, drafts, values_of

from muster.domain.drafting.differences import Change, differences, marked_words
from muster.domain.drafting.drafts import Draft, read_draft, stored
from muster.domain.drafting.kinds import Kind
from muster.domain.drafting.library import LIBRARY
from muster.domain.drafting.parameters import ParameterError, listed

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


def test_every_kind_of_clause_is_in_the_library_with_its_own_parameters() -> None:
    assert set(LIBRARY) == set(Kind)
    for one in LIBRARY.values():
        names = [parameter.name for parameter in one.parameters]
        assert len(names) == len(set(names))
        for parameter in one.parameters:
            assert parameter.read(parameter.start) == parameter.start


@given(st.sampled_from(list(Kind)), st.data())
def test_every_allowed_value_is_read_back_and_has_words(kind: Kind, data: st.DataObject) -> None:
    values = {one.name: data.draw(values_of(one)) for one in LIBRARY[kind].parameters}
    for parameter in LIBRARY[kind].parameters:
        assert parameter.read(values[parameter.name]) == values[parameter.name]
        assert parameter.said(values[parameter.name])
    text = LIBRARY[kind].text(values)
    assert text.endswith(".")
    assert "{" not in text
    assert "  " not in text


@given(st.sampled_from(list(Kind)), ANYTHING)
def test_whatever_is_typed_is_read_or_refused_with_a_sentence(kind: Kind, raw: Any) -> None:
    for parameter in LIBRARY[kind].parameters:
        try:
            value = parameter.read(raw)
        except ParameterError as why:
            assert str(why).endswith(".")
        else:
            assert parameter.read(value) == value


@given(st.lists(st.dictionaries(st.sampled_from(["kind", "values", "citation"]), ANYTHING)))
def test_any_rows_give_a_draft_and_sentences(rows: list[dict[str, Any]]) -> None:
    found, wrong = read_draft(rows)
    assert all(one.sentence.endswith((".", '".')) for one in wrong)
    assert read_draft(stored(found)) == (found, [])


@given(drafts())
def test_a_draft_is_plain_json_and_comes_back_the_same(one: Draft) -> None:
    assert read_draft(json.loads(json.dumps(stored(one)))) == (one, [])


@given(drafts(), drafts())
def test_every_clause_of_either_version_stands_side_by_side(old: Draft, new: Draft) -> None:
    found = differences(old, new)
    both = {clause.kind for clause in (*old.clauses, *new.clauses)}
    assert [one.kind for one in found] == [kind for kind in Kind if kind in both]
    assert all(one.change is Change.SAME for one in differences(new, new))


def test_a_changed_value_is_said_before_and_after() -> None:
    found = {one.kind: one for one in differences(draft(), draft(free_period={"hours": 8}))}
    free = found[Kind.FREE_PERIOD]
    assert free.change is Change.CHANGED
    [hours] = free.values
    assert (hours.label, hours.before, hours.after) == ("Free hours", "12 hours", "8 hours")
    assert "12 hours" in free.before
    assert found[Kind.SCOPE].change is Change.SAME


def test_a_clause_that_came_or_went_is_shown_whole() -> None:
    found = {one.kind: one for one in differences(draft(property=None), draft(duration=None))}
    assert (found[Kind.PROPERTY].change, found[Kind.PROPERTY].before) == (Change.ADDED, "")
    assert found[Kind.DURATION].change is Change.REMOVED
    assert found[Kind.DURATION].before


def test_counsels_own_wording_is_shown_and_the_values_still_compute() -> None:
    row = {"kind": "free_period", "values": {"hours": 8}, "wording": "The first eight hours."}
    found, _ = read_draft([row])
    assert found.clauses[0].text == "The first eight hours."
    assert found.value(Kind.FREE_PERIOD, "hours") == 8


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"kind": "free_period", "values": {"hours": 169}}, "from 0 to 168"),
        ({"kind": "free_period", "values": {"hours": "many"}}, "whole number of hours"),
        ({"kind": "free_period", "values": {"minutes": 3}}, "no such parameter"),
        ({"kind": "scope", "values": {"statuses": []}}, "at least one of"),
        ({"kind": "scope", "values": {"aid": ["gold"]}}, "at least one of"),
        ({"kind": "charges", "values": {"basis": "barter"}}, "Choose one of"),
        ({"kind": "wish", "values": {}}, 'has no clause "wish"'),
        ({"kind": "scope", "values": 3}, "named, one by one"),
        ({"kind": "scope", "values": {}, "citation": "x" * 301}, "within 300"),
    ],
)
def test_an_unknown_or_impossible_parameter_is_refused(row: dict[str, Any], said: str) -> None:
    _, wrong = read_draft([row])
    assert said in wrong[0].sentence


def test_the_same_clause_twice_is_refused() -> None:
    _, wrong = read_draft([{"kind": "refusal"}, {"kind": "refusal"}])
    assert "stands twice" in wrong[0].sentence


def test_words_are_listed_as_people_do() -> None:
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b and c"
    assert listed(["a", "b"], "or") == "a or b"


@given(st.text(alphabet="ab \n"), st.text(alphabet="ab \n"))
def test_marked_words_give_both_texts_back(old: str, new: str) -> None:
    left, right = marked_words(old, new)
    assert " ".join(piece.text for piece in left) == " ".join(old.split())
    assert " ".join(piece.text for piece in right) == " ".join(new.split())
    kept = [
        [word for p in side if not p.marked for word in p.text.split()] for side in (left, right)
    ]
    assert kept[0] == kept[1]


def test_only_the_words_that_differ_are_marked() -> None:
    left, right = marked_words("free for 8 hours", "free for 12 hours")
    assert [piece.text for piece in left if piece.marked] == ["8"]
    assert [piece.text for piece in right if piece.marked] == ["12"]
