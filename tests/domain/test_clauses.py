"""Clauses as counsel types them become rules, or are refused with their citation."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.domain.acts import ActKind, DutyStatus, Side
from muster.domain.clauses import ClauseError, cost_rule, required_act, scope
from muster.domain.costs import CostBasis
from muster.domain.positions import AidKind

CITED = "§ 7"


def test_a_scope_names_people_and_aid() -> None:
    read = scope({"duty_statuses": ["employee"], "aid_kinds": ["rebuild", "kit"]}, CITED)
    assert read.duty_statuses == {DutyStatus.EMPLOYEE}
    assert read.aid_kinds == {AidKind.REBUILD, AidKind.KIT}
    assert read.citation == CITED


def test_a_required_act_names_who_supplies_it() -> None:
    read = required_act(
        {"act": "state_declaration", "side": "requesting", "supplier": "Governor"}, CITED
    )
    assert (read.kind, read.side) == (ActKind.STATE_DECLARATION, Side.REQUESTING)
    assert read.supplier == "Governor"


def test_a_cost_clause_without_free_hours_has_none() -> None:
    assert cost_rule({"basis": "all_costs"}, CITED).free_hours == 0
    assert cost_rule({"basis": "none", "free_hours": 12}, CITED).basis is CostBasis.NONE


@pytest.mark.parametrize(
    ("read", "terms"),
    [
        (scope, {}),
        (scope, {"duty_statuses": ["astronaut"], "aid_kinds": []}),
        (scope, {"duty_statuses": 3, "aid_kinds": []}),
        (required_act, {"act": "wish", "side": "requesting", "supplier": "x"}),
        (required_act, {"act": "accession", "side": "above", "supplier": "x"}),
        (cost_rule, {"basis": "barter"}),
        (cost_rule, {"basis": "none", "free_hours": -1}),
        (cost_rule, {"basis": "none", "free_hours": "twelve"}),
    ],
)
def test_terms_that_cannot_be_read_name_the_clause(read: Any, terms: dict[str, Any]) -> None:
    with pytest.raises(ClauseError, match=CITED):
        read(terms, CITED)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


@given(
    st.sampled_from([scope, required_act, cost_rule]),
    st.dictionaries(
        st.sampled_from(["duty_statuses", "aid_kinds", "act", "side", "basis", "free_hours"]),
        json_values,
    ),
)
def test_whatever_stands_there_is_read_or_refused(read: Any, terms: dict[str, Any]) -> None:
    try:
        read(terms, CITED)
    except ClauseError as refusal:
        assert CITED in str(refusal)
