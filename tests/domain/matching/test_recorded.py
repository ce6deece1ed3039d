"""A problem written down and read back is the same problem, and nothing else reads."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.matching.builders import NOW, helper, need, problem, span
from tests.domain.matching.tiny_problems import tiny_problems

from muster.aid.queries.problems import fingerprint
from muster.domain.acts import ActKind
from muster.domain.matching import Problem, Solution, solve
from muster.domain.matching.problem import Shortlist
from muster.domain.matching.recorded import (
    UnknownVersionError,
    document_of,
    problem_of,
    recording,
)

Json = dict[str, Any]


def written(asked: Problem) -> tuple[Solution, Json]:
    """The answer, and the document after a trip through text."""
    watched, recorder = recording(asked)
    answer = solve(watched)
    return answer, json.loads(json.dumps(document_of(watched, recorder.paths), allow_nan=False))


@pytest.fixture
def document() -> Json:
    asked = problem(
        (need("n1"),),
        (helper("h1"), helper("h2", conflicts=frozenset({"village", "town"}))),
        declined=frozenset({("n1", "h3"), ("n1", "h2")}),
    )
    return written(asked)[1]


@settings(max_examples=150, deadline=None)
@given(tiny_problems())
def test_a_restored_problem_has_the_same_answer_and_fingerprint(asked: Problem) -> None:
    answer, document = written(asked)
    restored = problem_of(document)

    assert replace(solve(restored), seconds=0.0) == replace(answer, seconds=0.0)
    assert fingerprint(restored) == fingerprint(asked)
    assert document_of(restored, restored.best_path.paths) == document  # type: ignore[attr-defined]


@given(tiny_problems(), st.randoms(use_true_random=False))
@settings(max_examples=50, deadline=None)
def test_the_order_in_which_things_were_read_leaves_no_trace(asked: Problem, dice: Any) -> None:
    needs, helpers = list(asked.needs), list(asked.helpers)
    dice.shuffle(needs)
    dice.shuffle(helpers)
    shuffled = replace(asked, needs=tuple(needs), helpers=tuple(helpers))

    assert written(shuffled)[1] == written(asked)[1]


@given(st.integers(0, 10**15), st.floats(allow_nan=False, min_value=0))
def test_microseconds_and_the_last_digit_of_a_figure_survive(moment: int, limit: float) -> None:
    now = NOW + timedelta(microseconds=moment)
    window = span(0, 1)
    moved = replace(window, start=window.start - timedelta(microseconds=1))
    asked = problem((need(window=moved),), (helper("h", travel_limit_km=limit),), now=now)

    restored = problem_of(json.loads(json.dumps(document_of(asked, {}), allow_nan=False)))

    assert (restored.now, restored.needs[0].window) == (now, moved)
    assert repr(restored.helpers[0].travel_limit_km) == repr(limit)


def test_a_time_in_another_zone_is_the_same_moment() -> None:
    local = datetime(2026, 2, 28, 20, 30, tzinfo=ZoneInfo("America/Chicago"))
    watched, _recorder = recording(problem((need(),), (helper("h"),), now=local))

    assert watched.now == local
    assert fingerprint(problem_of(document_of(watched, {}))) == fingerprint(watched)


def test_shortlists_are_kept() -> None:
    shortlist = Shortlist(
        helper_ids=frozenset({"h"}),
        bound=(12, 3400),
        stay={"too_far": 7},
        own=2,
        blocked={ActKind.CLIENT_CONTRACT: 3},
        holders=9,
    )
    asked = problem((need(),), (helper("h"),), shortlists={"n1": shortlist})

    answer, document = written(asked)
    restored = problem_of(document)

    assert restored.shortlists == {"n1": shortlist}
    assert replace(solve(restored), seconds=0.0) == replace(answer, seconds=0.0)


def test_a_path_nobody_asked_for_then_is_no_path_of_today(document: Json) -> None:
    document["paths"] = document["answers"] = []

    with pytest.raises(ValueError, match="no legal path from north to town"):
        solve(problem_of(document))


@pytest.mark.parametrize("version", [0, 1, 2, "1", None])
def test_another_version_is_refused_with_a_sentence(document: Json, version: object) -> None:
    with pytest.raises(UnknownVersionError, match="this hub reads version 3"):
        problem_of({**document, "version": version})


@pytest.mark.parametrize("odd", [None, [], {}, "text", 7])
def test_what_is_no_record_is_refused(odd: object) -> None:
    with pytest.raises(ValueError, match="no record of a match run"):
        problem_of(odd)


def leaves(value: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every value in a document that holds no others."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    for key, one in inner:
        if isinstance(one, dict | list) and one:
            yield from leaves(one, (*way, key))
        else:
            yield (*way, key)


@pytest.mark.parametrize("odd", [None, True, "x", [1], {"a": 1}, -1.5, 99])
def test_a_value_that_does_not_belong_is_refused_or_shows(document: Json, odd: object) -> None:
    for way in leaves(document):
        changed = copy.deepcopy(document)
        inner = changed
        for key in way[:-1]:
            inner = inner[key]
        if inner[way[-1]] == odd:
            continue
        inner[way[-1]] = odd
        try:
            restored = problem_of(changed)
        except ValueError as refused:
            assert str(refused).endswith((".", "'", "]", "}")), refused
        else:
            again = document_of(restored, restored.best_path.paths)  # type: ignore[attr-defined]
            assert again == changed != document


def test_a_field_too_many_or_too_few_is_refused(document: Json) -> None:
    more = copy.deepcopy(document)
    more["problem"]["needs"][0]["favorite"] = True
    fewer = copy.deepcopy(document)
    del fewer["problem"]["helpers"][0]["place"]

    with pytest.raises(ValueError, match="other fields than are known: favorite"):
        problem_of(more)
    with pytest.raises(ValueError, match="other fields than are known: place"):
        problem_of(fewer)


def test_what_no_run_writes_is_refused(document: Json) -> None:
    with pytest.raises(ValueError, match="no run writes"):
        problem_of({**document, "note": "added later"})
