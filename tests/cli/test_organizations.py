"""Partners and bodies on the command line."""

from __future__ import annotations

import pytest
from tests.cli.commanding import refusal, rows
from tests.support.cast import Cast

Capture = pytest.CaptureFixture[str]
FROM = ("--source", "Directory 2026", "--as-of", "2026-01-31")
UNIVERSITY = ("Prairie Synthetic University", "--kind", "university", "--state", "TX", *FROM)


def test_a_partner_is_added_once_listed_changed_and_ended(cast: Cast, capsys: Capture) -> None:
    desk = cast.coordinator
    (made,) = rows(capsys, "organization", "add", *UNIVERSITY, who=desk)
    assert (made["organization"], made["member"]) == ("prairie-synthetic-university", False)
    said = refusal(capsys, "organization", "add", *UNIVERSITY, who=desk)
    assert "may be on record already" in said
    assert "--another" in said

    slug = made["organization"]
    (changed,) = rows(capsys, "organization", "change", slug, "--also-known-as", "PSU", who=desk)
    assert changed["name"] == "Prairie Synthetic University"
    (found,) = rows(capsys, "organization", "list", "psu", "--all", who=desk)
    assert found["organization"] == slug
    ended = ("--on", "2026-01-31", "--reason", "Merged")
    (closed,) = rows(capsys, "organization", "close", slug, *ended, who=desk)
    assert closed["ceased"] == "2026-01-31"
    assert rows(capsys, "organization", "list", "psu", "--all", who=desk) == []
    assert rows(capsys, "organization", "list", "psu", "--all", "--closed", who=desk)
    (again,) = rows(capsys, "organization", "reopen", slug, who=desk)
    assert again["ceased"] is None


def test_a_body_is_put_under_its_government_and_moved(cast: Cast, capsys: Capture) -> None:
    (made,) = rows(
        capsys, "organization", "add", "Johnson County 911", "--kind", "emergency_center",
        "--under", cast.johnson.slug, *FROM, who=cast.johnson_representative,
    )  # fmt: skip
    assert made["under"] == cast.johnson.slug
    (moved,) = rows(
        capsys, "organization", "change", made["organization"], "--under", cast.keene.slug,
        who=cast.coordinator,
    )  # fmt: skip
    assert moved["under"] == cast.keene.slug


def test_what_cannot_be_used_comes_back_as_a_sentence(cast: Cast, capsys: Capture) -> None:
    desk = cast.coordinator
    assert "There is no organization" in refusal(
        capsys, "organization", "change", "nobody", "--name", "X", who=desk
    )
    assert "is no day" in refusal(
        capsys, "organization", "close", cast.keene.slug, "--on", "soon", "--reason", "x", who=desk
    )
    assert "Leave out --state" in refusal(
        capsys, "organization", "add", *UNIVERSITY, "--under", cast.keene.slug, who=desk
    )
    assert "Only the hub coordinator adds" in refusal(
        capsys, "organization", "add", *UNIVERSITY, who=cast.stranger
    )
