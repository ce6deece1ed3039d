"""Who there is, as Popolo documents say it."""

from __future__ import annotations

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from muster.formats.popolo import Area, Body, Holding, Post, popolo

TEXT = st.text(min_size=1, max_size=10)


def test_what_is_known_is_said_and_what_is_not_is_left_out() -> None:
    found = popolo(
        areas=[Area("ocd/x", "Keene", "municipality", "ocd")],
        bodies=[Body("o1", "City of Keene", "city", None, "ocd/x", (("s", "keene.gov"),), "list")],
        posts=[Post("p1", "CIO", "authorized representative", "o1")],
        holdings=[
            Holding("h1", "n1", "A. Person", "p1", "o1", date(2026, 1, 1)),
            Holding("h2", "n2", "B. Person", "p1", "o1", date(2026, 1, 1), date(2026, 2, 1), True),
        ],
    )
    [body] = found["organizations"]
    assert body == {
        "id": "o1",
        "name": "City of Keene",
        "classification": "city",
        "area_id": "ocd/x",
        "identifiers": [{"scheme": "s", "identifier": "keene.gov"}],
        "sources": [{"note": "list"}],
    }
    first, acting = found["memberships"]
    assert "end_date" not in first
    assert (acting["role"], acting["end_date"]) == ("acting", "2026-02-01")
    assert [one["name"] for one in found["persons"]] == ["A. Person", "B. Person"]
    assert found["areas"][0]["parent_id"] == "ocd"
    assert found["posts"][0]["organization_id"] == "o1"


@given(
    st.lists(
        st.builds(
            Holding,
            id=TEXT,
            person_id=TEXT,
            person_name=TEXT,
            post_id=TEXT,
            organization_id=TEXT,
            start=st.dates(),
            end=st.none() | st.dates(),
            acting=st.booleans(),
        )
    )
)
def test_every_membership_names_somebody_who_is_listed(holdings: list[Holding]) -> None:
    found = json.loads(json.dumps(popolo(areas=[], bodies=[], posts=[], holdings=holdings)))
    people = {one["id"] for one in found["persons"]}
    assert {one["person_id"] for one in found["memberships"]} == people
    assert len(found["persons"]) == len(people)
