"""A sound draft to change one thing in, and any draft the library allows."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from muster.domain.drafting.drafts import Draft, read_draft, stored
from muster.domain.drafting.kinds import Kind
from muster.domain.drafting.library import LIBRARY
from muster.domain.drafting.parameters import Flag, Number, OneOf, Parameter, SomeOf, Value

SOUND: dict[str, dict[str, Any]] = {
    "membership": {"joining": "accession", "eligible": ["city", "county"], "sides": "both"},
    "scope": {"statuses": ["employee"], "aid": ["specialist", "rebuild", "kit"]},
    "activation": {"acts": []},
    "refusal": {},
    "confirmation": {"verbal": True, "continue_before_hour": 12, "late_within_days": 90},
    "free_period": {"hours": 12},
    "charges": {"basis": "all_costs", "cap": "fema_rates"},
    "duration": {"most_days": 14},
    "control": {},
    "liability": {},
    "property": {"lent": True},
    "renewal": {"how": "evergreen", "years": 1},
    "withdrawal": {"notice_days": 60},
}


def draft(**changes: dict[str, Any] | None) -> Draft:
    """The sound draft with values replaced; None takes a clause out."""
    rows = {kind: dict(values) for kind, values in SOUND.items()}
    for kind, values in changes.items():
        if values is None:
            rows.pop(kind, None)
        else:
            rows[kind] = rows.get(kind, {}) | values
    found, wrong = read_draft({"kind": kind, "values": values} for kind, values in rows.items())
    assert wrong == []
    return found


def values_of(parameter: Parameter) -> st.SearchStrategy[Value]:
    """Every value the parameter allows."""
    match parameter:
        case Number():
            return st.integers(parameter.low, parameter.high)
        case OneOf():
            return st.sampled_from(list(parameter.options))
        case SomeOf():
            options = list(parameter.options)
            return st.lists(st.sampled_from(options), min_size=parameter.fewest, unique=True).map(
                lambda found: tuple(one for one in options if one in found)
            )
        case Flag():
            return st.booleans()
        case _:
            return st.text(st.characters(categories=["L", "Nd"]), max_size=20)


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Any clauses with any allowed values, sensible together or not."""
    kinds = draw(st.lists(st.sampled_from(list(Kind)), unique=True))
    rows = [
        {
            "kind": kind.value,
            "values": {one.name: draw(values_of(one)) for one in LIBRARY[kind].parameters},
        }
        for kind in kinds
    ]
    found, wrong = read_draft(rows)
    assert wrong == []
    assert read_draft(stored(found)) == (found, [])
    return found
