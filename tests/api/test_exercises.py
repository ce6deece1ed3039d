"""A demo hub sends nobody: what is put into it is an exercise, or refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings
from tests.support.cast import Cast
from tests.support.refusals import row_counts
from tests.support.software import GOOD_ORDER, software_of

from muster.agreements.models import Declaration
from muster.aid.models import Incident


def declaration(cast: Cast) -> dict[str, Any]:
    return {
        "level": "state",
        "jurisdiction": cast.texas.ocd_id,
        "issued_by": "Governor of Texas (synthetic)",
        "reference": "Proclamation 41",
        "effective": cast.now.isoformat(),
        "expires": (cast.now + timedelta(days=30)).isoformat(),
    }


@pytest.mark.parametrize("demo", [True, False])
def test_what_is_not_said_follows_the_hub(cast: Cast, settings: Settings, *, demo: bool) -> None:
    settings.DEMO = demo

    asked = software_of(cast.keene_representative).post("/requests", GOOD_ORDER)
    declared = software_of(cast.coordinator).post("/declarations", declaration(cast))

    assert (asked.json()["exercise"], declared.json()["exercise"]) == (demo, demo)
    assert Incident.objects.get().exercise is demo
    assert Declaration.objects.get().exercise is demo


def test_nothing_real_gets_into_a_demo_hub(cast: Cast) -> None:
    town, desk = software_of(cast.keene_representative), software_of(cast.coordinator)
    before = row_counts()

    for answer in (
        town.post("/requests", {**GOOD_ORDER, "exercise": False}),
        desk.post("/declarations", {**declaration(cast), "exercise": False}),
    ):
        assert answer.status_code == 422
        [error] = answer.json()["errors"]
        assert error["field"] == "exercise"
        assert error["sentence"].startswith("This is a demo hub and sends nobody")
    assert row_counts() == before


@pytest.mark.parametrize("exercise", [True, False])
def test_a_real_hub_takes_both(cast: Cast, settings: Settings, *, exercise: bool) -> None:
    settings.DEMO = False

    asked = software_of(cast.keene_representative).post(
        "/requests", {**GOOD_ORDER, "exercise": exercise}
    )

    assert asked.json()["exercise"] is exercise
