"""What reading a calendar again would change: any file, any rota, nothing overlaps afterwards."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from muster.domain.rota_plan import Existing, Plan, Wanted, planned, with_phones
from muster.domain.windows import Window

NOW = datetime(2026, 11, 1, tzinfo=UTC)
OFFICE = UUID(int=1)
HORIZON = NOW + timedelta(hours=60)


def span(start: int, length: int) -> Window:
    begins = NOW + timedelta(hours=start)
    return Window(begins, begins + timedelta(hours=length))


def plan(wanted: list[Wanted], existing: list[Existing], order: int = 1) -> Plan:
    return planned(
        wanted, existing, calendar="Nights", order=order, office=OFFICE, now=NOW, horizon=HORIZON
    )


@st.composite
def rotas(draw: st.DrawFn) -> list[Existing]:
    """Shifts that do not overlap, of two calendars and typed by hand."""
    found, at = [], draw(st.integers(-20, 0))
    for number in range(draw(st.integers(0, 8))):
        at += draw(st.integers(0, 6))
        length = draw(st.integers(1, 12))
        calendar = draw(st.sampled_from(["", "Nights", "Other"]))
        key = (f"u{number}", "") if calendar else ("", "")
        person = draw(st.sampled_from(["A", "B"]))
        found.append(
            Existing(UUID(int=number + 2), calendar, 1, OFFICE, key, span(at, length), person, "")
        )
        at += length
    return found


entries = st.builds(
    Wanted,
    key=st.tuples(st.sampled_from([f"u{n}" for n in range(10)]), st.just("")),
    window=st.builds(span, st.integers(0, 70), st.integers(1, 12)),
    person=st.sampled_from(["A", "B"]),
)


def after(existing: list[Existing], done: Plan) -> list[Existing]:
    left = {one.id for one in done.gone} | {one.before.id for one in done.changed}
    coming = [*done.added, *(one.after for one in done.changed)]
    return [one for one in existing if one.id not in left] + [
        Existing(
            UUID(int=1000 + n), "Nights", 1, OFFICE, one.key, one.window, one.person, one.phone
        )
        for n, one in enumerate(coming)
    ]


@given(rotas(), st.lists(entries, max_size=8))
def test_afterwards_nobody_overlaps_and_reading_it_again_changes_nothing(
    existing: list[Existing], wanted: list[Wanted]
) -> None:
    done = plan(wanted, existing)
    rota = sorted(after(existing, done), key=lambda one: one.window)
    for before, following in itertools.pairwise(rota):
        assert before.window.end <= following.window.start
    again = plan(wanted, rota)
    assert again.gone == ()
    assert len(again.refused) <= len(done.refused)


@given(rotas(), st.lists(entries, max_size=8))
def test_others_shifts_and_the_past_stay_and_every_entry_is_accounted_for(
    existing: list[Existing], wanted: list[Wanted]
) -> None:
    done = plan(wanted, existing)
    for one in done.gone:
        assert one.calendar == "Nights"
        assert NOW < one.window.start < HORIZON
    assert all(one.before.calendar == "Nights" for one in done.changed)
    counted = len(done.added) + len(done.changed) + done.unchanged + len(done.refused)
    assert counted == len(wanted)


def test_two_entries_that_swap_their_nights_are_two_changes() -> None:
    existing = [
        Existing(UUID(int=2), "Nights", 1, OFFICE, ("a", ""), span(1, 4), "A", ""),
        Existing(UUID(int=3), "Nights", 1, OFFICE, ("b", ""), span(5, 4), "B", ""),
    ]
    swapped = [Wanted(("a", ""), span(5, 4), "A"), Wanted(("b", ""), span(1, 4), "B")]
    done = plan(swapped, existing)
    assert (len(done.changed), done.refused) == (2, ())


def test_an_entry_that_cannot_move_keeps_its_old_night_from_others() -> None:
    existing = [
        Existing(UUID(int=2), "Nights", 1, OFFICE, ("a", ""), span(1, 4), "A", ""),
        Existing(UUID(int=3), "", 1, OFFICE, ("", ""), span(10, 4), "Typed", ""),
    ]
    wanted = [Wanted(("a", ""), span(11, 2), "A"), Wanted(("b", ""), span(2, 2), "B")]
    done = plan(wanted, existing)
    assert done.changes_nothing
    assert len(done.refused) == 2


def test_known_numbers_are_found_whatever_the_case_and_never_replace_one() -> None:
    wanted = [Wanted(("a", ""), span(1, 1), "Keene Night"), Wanted(("b", ""), span(2, 1), "X", "5")]
    filled = with_phones(wanted, {"KEENE NIGHT": "1", "X": "2", "": ""})
    assert [one.phone for one in filled] == ["1", "5"]
