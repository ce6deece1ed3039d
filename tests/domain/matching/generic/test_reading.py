"""Any text is either instances or a sentence that says what to mend."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.matching.generic.small import by_the_recipe, text_of

from muster.domain.failures import Invalid
from muster.domain.matching.generic import Instance, Sense, instance_of, instances_of, solve
from muster.domain.matching.generic.json_file import EXAMPLE
from muster.domain.matching.generic.text_file import looks_like_numbers

GOOD: dict[str, Any] = {
    "agents": [{"id": "north", "capacity": 10}, {"capacity": 7}],
    "jobs": ["mail", {"id": "files", "penalty": 12.5}, {}],
    "cost": [[4, 6, 1.25], [3, None, 2]],
    "resource": [[5, 6, 1], [7, None, 2]],
    "sense": "max",
}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
TWO_PROBLEMS = """ 2
 2 3
 4 7 2   1 3 6
 5 5 4   5 5 5
 10 5
 1 1
 3
 1
 1
"""


def test_every_name_of_the_format_is_read() -> None:
    found = instance_of(text_of(GOOD))
    assert (found.agent_ids, found.job_ids) == (("north", "2"), ("mail", "files", "3"))
    assert (found.decimals, found.sense) == (2, Sense.MAX)
    assert found.cost.tolist() == [[400, 600, 125], [300, 0, 200]]
    assert found.allowed.tolist() == [[True] * 3, [True, False, True]]
    assert found.penalty == (None, 1250, None)
    assert found.resource.tolist() == [[5, 6, 1], [7, 0, 2]]
    assert found.capacity.tolist() == [10, 7]


def test_capacity_and_resource_are_1_when_left_out() -> None:
    found = instance_of('{"agents": [{}], "jobs": ["a", "b"], "cost": [[1, 2]]}')
    assert (found.capacity.tolist(), found.resource.tolist()) == ([1], [[1, 1]])


def test_the_example_in_the_sentences_can_be_solved() -> None:
    assert solve(instance_of(EXAMPLE)).objective == 3


@pytest.mark.parametrize("value", ["5.0", "5", "0.5e1", "5.000000000000000000000000000000"])
def test_trailing_zeros_are_no_decimals(value: str) -> None:
    found = instance_of(f'{{"agents": [{{}}], "jobs": ["a"], "cost": [[{value}]]}}')
    assert (found.cost.tolist(), found.decimals) == ([[5]], 0)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"agents": []}, "agents"),
        ({"agents": {}}, "agents"),
        ({"agents": [{"capacity": -1}, {}]}, "agents.0.capacity"),
        ({"agents": [{"capacity": 1.5}, {}]}, "agents.0.capacity"),
        ({"agents": [{"capacity": True}, {}]}, "agents.0.capacity"),
        ({"agents": [{"capacity": "9"}, {}]}, "agents.0.capacity"),
        ({"agents": [{"capacity": 10**16}, {}]}, "agents.0.capacity"),
        ({"agents": [{"size": 1}, {}]}, "agents.0.size"),
        ({"agents": [3, {}]}, "agents.0"),
        ({"agents": [{"id": "2"}, {}]}, "agents.1.id"),
        ({"agents": [{"id": ""}, {}]}, "agents.0.id"),
        ({"agents": [{"id": "a\nb"}, {}]}, "agents.0.id"),
        ({"jobs": []}, "jobs"),
        ({"jobs": ["a", "a", "b"]}, "jobs.1.id"),
        ({"jobs": ["a", 4, "b"]}, "jobs.1"),
        ({"jobs": ["a", {"penalty": -1}, "b"]}, "jobs.1.penalty"),
        ({"jobs": ["a", {"penalty": "much"}, "b"]}, "jobs.1.penalty"),
        ({"cost": [[1, 2, 3]]}, "cost"),
        ({"cost": [[1, 2, 3], [1, 2]]}, "cost.1"),
        ({"cost": [[1, 2, 3], [1, 2, "x"]]}, "cost.1.2"),
        ({"cost": [[1, 2, 3], [1, 2, False]]}, "cost.1.2"),
        ({"cost": [[1, 2, 3], [1, 2, 10**15 + 1]]}, "cost.1.2"),
        ({"cost": [[1, 2, 3], [1, 2, 10**40]]}, "cost.1.2"),
        ({"cost": [[1, 2, 3], [1, 2, 1e300]]}, "cost.1.2"),
        ({"cost": [[1, 2, 3], [1, 2, 1e-300]]}, "cost.1.2"),
        ({"cost": [[1, 2, 3], [1, 2, 0.1234567891]]}, "cost.1.2"),
        ({"cost": [[9 * 10**14] * 3] * 2}, "cost"),
        ({"cost": [[10**14, 0, 0], [0, 0, 0.001]]}, "cost"),
        ({"resource": [[1, 2, 3]]}, "resource"),
        ({"resource": [[1, 2, 3], [1, 2, -3]]}, "resource.1.2"),
        ({"resource": [[1, None, 3], [1, 2, 3]]}, "resource.0.1"),
        ({"resource": [[1, 2, 3], [1, 2, 0.5]]}, "resource.1.2"),
        ({"resource": [[1, 2, 3], [1, 2, 10**9 + 1]]}, "resource.1.2"),
        ({"sense": "most"}, "sense"),
        ({"sense": ["min"]}, "sense"),
        ({"costs": []}, "costs"),
        ({"agents": [{}] * 10_001, "jobs": [{}] * 1_000}, "cost"),
    ],
)
def test_what_cannot_be_used_is_named(change: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        instance_of(text_of({**GOOD, **change}))
    assert list(caught.value.fields) == [field]
    assert caught.value.fields[field].endswith((".", "}"))


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(word: str) -> None:
    with pytest.raises(Invalid) as caught:
        instance_of(f'{{"agents": [{{}}], "jobs": ["a"], "cost": [[{word}]]}}')
    assert word in caught.value.fields["the file"]


@pytest.mark.parametrize("name", ["agents", "jobs", "cost"])
def test_a_missing_name_is_said_with_an_example(name: str) -> None:
    with pytest.raises(Invalid) as caught:
        instance_of(text_of({key: value for key, value in GOOD.items() if key != name}))
    assert "missing" in caught.value.fields[name]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "[" * 100_000, '{"cost": ' + "9" * 5_000 + "}", '{"a":1e9', "é"]
)
def test_no_text_is_more_than_a_sentence(text: str) -> None:
    with pytest.raises(Invalid):
        instance_of(text)


@given(name=st.sampled_from([*GOOD, "unknown"]), value=ANYTHING)
@settings(max_examples=300, deadline=None)
def test_no_value_anywhere_is_more_than_a_sentence(name: str, value: Any) -> None:
    try:
        found: Instance | None = instance_of(json.dumps({**GOOD, name: value}))
    except Invalid as failure:
        assert failure.fields
    else:
        assert found


@given(at=st.tuples(st.integers(0, 1), st.integers(0, 2)), value=ANYTHING)
@settings(max_examples=300, deadline=None)
def test_no_entry_of_a_matrix_is_more_than_a_sentence(at: tuple[int, int], value: Any) -> None:
    for name in ("cost", "resource"):
        rows = [list(row) for row in GOOD[name]]
        rows[at[0]][at[1]] = value
        try:
            found = instance_of(json.dumps({**GOOD, name: rows}))
        except Invalid as failure:
            assert failure.fields
        else:
            assert found.cost.shape == (2, 3)


def test_text_holds_several_problems() -> None:
    assert looks_like_numbers(TWO_PROBLEMS)
    first, second = instances_of(TWO_PROBLEMS, Sense.MIN)
    assert first.cost.tolist() == [[4, 7, 2], [1, 3, 6]]
    assert first.resource.tolist() == [[5, 5, 4], [5, 5, 5]]
    assert first.capacity.tolist() == [10, 5]
    assert (first.agent_ids, first.job_ids) == (("1", "2"), ("1", "2", "3"))
    assert [solve(one).objective for one in (first, second)] == [9, 3]


def test_text_of_one_problem_may_leave_the_first_number_out() -> None:
    [found] = instances_of("2 3  4 7 2 1 3 6  5 5 4 5 5 5  10 5", Sense.MIN)
    assert solve(found).objective == 9


def test_the_sense_of_text_is_given_with_it() -> None:
    [found] = instances_of("1  2 1  4 7  1 1  1 1", Sense.MAX)
    assert solve(found).objective == 7


def test_text_and_json_are_the_same_instance() -> None:
    plain = by_the_recipe(3, 9, seed=2)
    rows = [*plain["cost"], *plain["resource"], [one["capacity"] for one in plain["agents"]]]
    text = "1\n3 9\n" + "\n".join(" ".join(map(str, row)) for row in rows)

    [from_text], from_json = instances_of(text, Sense.MIN), instance_of(text_of(plain))

    assert solve(from_text).agent_of == solve(from_json).agent_of
    assert from_text.job_ids == from_json.job_ids


@pytest.mark.parametrize(
    "text",
    [
        "1",
        "0",
        "1 2 3",
        "2 1 1 3 1 1",
        "1 1 1 3 1 1 9",
        "1 0 0",
        "1 1 0 0",
        "99999999999 1 1",
        "1 1 1 nan 1 1",
        "1 1 1 1_0 1 1",
        "1 1 1 3 -1 1",
        "1 1 1 3 0.5 1",
        "1 1 1 3 1 1e99",
        "1 1 1 " + "9" * 50 + " 1 1",
        "1 999999999 999999999 1",
    ],
)
def test_text_that_does_not_come_out_even_is_a_sentence(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        instances_of(text, Sense.MIN)
    assert caught.value.what_to_do


@given(st.lists(st.sampled_from(["0", "1", "2", "3", "5", "-1", "0.5", "x", "1e3"]), max_size=20))
@settings(max_examples=500, deadline=None)
def test_no_list_of_numbers_is_more_than_a_sentence(words: list[str]) -> None:
    try:
        assert instances_of(" ".join(words), Sense.MIN)
    except Invalid as failure:
        assert failure.what_to_do
