"""Any file is either an order or a sentence that says how to mend it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from muster.cli.order_files import EXAMPLE, read_order
from muster.domain.failures import Invalid
from muster.domain.matching.problem import Mode, Priority
from muster.domain.orders import Order
from muster.domain.tlp import Label

GOOD = json.loads(EXAMPLE)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
NAMES = st.sampled_from([*Order.__dataclass_fields__, "organization", "unknown"])


def _read(folder: Path, content: Any) -> tuple[Order, str]:
    file = folder / "order.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content))
    return read_order(file, exercise=True)


def test_the_example_in_the_help_is_a_good_order(tmp_path: Path) -> None:
    order, organization = _read(tmp_path, EXAMPLE)
    assert (order.hours, order.tlp, order.exercise, organization) == (72, Label.AMBER, True, "")
    assert order.lines[0].mode is Mode.ON_SITE


def test_a_file_that_says_it_is_real_is_real(tmp_path: Path) -> None:
    assert _read(tmp_path, {**GOOD, "exercise": False})[0].exercise is False


def test_priorities_and_times_are_read(tmp_path: Path) -> None:
    line = {"position": "laptop", "count": 2, "priority": "recovery", "mode": "either"}
    order, _ = _read(tmp_path, {**GOOD, "lines": [line], "starts_at": "2026-03-01T02:30-06:00"})
    assert order.lines[0].priority is Priority.RECOVERY
    assert order.starts_at
    assert order.starts_at.utcoffset()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": 3}, "kind"),
        ({"hours": "72"}, "hours"),
        ({"hours": True}, "hours"),
        ({"lines": {}}, "lines"),
        ({"lines": [3]}, "lines.0"),
        ({"lines": [{"position": "laptop", "amount": 3}]}, "lines.0.amount"),
        ({"lines": [{"position": "laptop", "priority": 1}]}, "lines.0.priority"),
        ({"starts_at": "2026-03-01T02:30"}, "starts_at"),
        ({"starts_at": 5}, "starts_at"),
        ({"exercise": "no"}, "exercise"),
        ({"systems_down": "email"}, "systems_down"),
        ({"tlp": "pink"}, "tlp"),
        ({"victim": "us"}, "victim"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, change: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        _read(tmp_path, {**GOOD, **change})
    assert list(caught.value.fields) == [field]


def test_a_file_that_is_missing_or_no_json_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="cannot be read"):
        read_order(tmp_path / "missing.json", exercise=True)
    with pytest.raises(Invalid, match="not JSON"):
        _read(tmp_path, "{")
    with pytest.raises(Invalid, match="one JSON object"):
        _read(tmp_path, "[]")


@given(name=NAMES, value=ANYTHING)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_value_anywhere_is_more_than_a_sentence(tmp_path: Path, name: str, value: Any) -> None:
    named: object = None
    try:
        named, _ = _read(tmp_path, {**GOOD, name: value})
    except Invalid as failure:
        named = failure.fields
    assert isinstance(named, Order) or named
