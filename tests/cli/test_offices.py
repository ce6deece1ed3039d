"""`muster office`: listed, left, vacant, seated."""

from __future__ import annotations

import pytest
from tests.cli.test_legal_ground import refusal, rows
from tests.support.cast import Cast

Capture = pytest.CaptureFixture[str]

pytestmark = pytest.mark.django_db


def test_from_one_holder_to_the_next(cast: Cast, capsys: Capture) -> None:
    who, title = cast.keene_representative, "Chief Information Officer"
    listed = rows(capsys, "office", "list", who=who)
    assert {row["held_by"] for row in listed} == {"Keene Representative", "Keene Contact"}
    [left] = rows(capsys, "office", "leave", title, who=who)
    assert (left["left"], left["successor"]) == ("Keene Representative", "vacant")
    [empty] = rows(capsys, "office", "vacant", who=cast.coordinator)
    assert (empty["organization"], empty["office"]) == ("keene", title)


def test_a_successor_takes_over_and_a_wrong_title_is_named(cast: Cast, capsys: Capture) -> None:
    who, title = cast.keene_representative, "Chief Information Officer"
    assert "no office called Boss" in refusal(
        capsys, "office", "seat", "Boss", "next@keene.example", who=who
    )
    assert "Only the hub coordinator" in refusal(capsys, "office", "vacant", who=who)
    next_one = ["--successor", "next@keene.example", "--name", "Synthetic Next"]
    [left] = rows(capsys, "office", "leave", title, *next_one, who=who)
    assert left["successor"] == "Synthetic Next"
    assert rows(capsys, "office", "vacant", who=cast.coordinator) == []
