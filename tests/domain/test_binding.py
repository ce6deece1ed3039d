"""Between two parties one version holds: the highest that both have accepted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.domain.drafting.drafting import draft

from muster.domain.acts import DutyStatus, Side
from muster.domain.binding import (
    Accepted,
    AgreementOnRecord,
    PartyOnRecord,
    Version,
    bound_by,
    instruments_of,
)
from muster.domain.coverage import APART, Deployment, LegalBook, PathStanding
from muster.domain.drafting.meaning import meaning_of
from muster.domain.positions import AidKind
from muster.domain.windows import Window

NOW = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
SIGNED = NOW - timedelta(days=100)
YEARS = Window(SIGNED, NOW + timedelta(days=1000))
TERMS = {
    number: meaning_of(draft(duration={"most_days": 20 + number}), f"Version {number}")
    for number in (1, 2, 3)
}
ACROSS = meaning_of(
    draft(scope={"across_states": True}, agent_of_state={"needed": False}), "Across"
)


def party(name: str, *accepted: int, state: str = "TX", **more: bool) -> PartyOnRecord:
    return PartyOnRecord(
        name, YEARS, tuple(Accepted(number, SIGNED) for number in accepted), state, **more
    )


def agreement(
    *parties: PartyOnRecord, numbers: tuple[int, ...] = (1, 2, 3), **eligible: str
) -> AgreementOnRecord:
    return AgreementOnRecord(
        "pact",
        "Pact",
        "§ 1",
        tuple(Version(number, TERMS[number]) for number in numbers),
        parties,
        eligible,
    )


def book(one: AgreementOnRecord) -> LegalBook:
    return LegalBook(instruments_of(one), ())


def asked(asking: str, assisting: str, at: datetime = NOW) -> Deployment:
    return Deployment(asking, assisting, DutyStatus.EMPLOYEE, AidKind.REBUILD, at)


def version_between(one: AgreementOnRecord, asking: str, assisting: str) -> int | None:
    path = book(one).best_path(asked(asking, assisting))
    return path.version if path and path.standing is PathStanding.COMPLETE else None


def test_an_amendment_binds_only_those_who_accepted_it() -> None:
    pact = agreement(party("old", 1), party("new", 1, 2), party("newer", 1, 2), numbers=(1, 2))
    assert version_between(pact, "new", "newer") == 2
    assert version_between(pact, "new", "old") == 1
    assert version_between(pact, "old", "new") == 1


def test_who_joins_later_meets_the_others_under_what_they_accepted() -> None:
    pact = agreement(party("founder", 1), party("newcomer", 2), numbers=(1, 2))
    assert version_between(pact, "newcomer", "founder") == 1
    assert version_between(pact, "founder", "newcomer") == 1


def test_an_acceptance_counts_from_its_day_on() -> None:
    later = PartyOnRecord("later", YEARS, (Accepted(1, SIGNED), Accepted(2, NOW)), "TX")
    assert [(one.version, one.effective) for one in bound_by(later)] == [
        (1, Window(SIGNED, NOW)),
        (2, Window(NOW, YEARS.end)),
    ]


def test_one_who_may_accede_is_bound_by_the_latest_version() -> None:
    pact = agreement(party("old", 1), party("new", 2), numbers=(1, 2), joins="TX")
    paths = book(pact)
    for asking, assisting, version in (
        ("joins", "old", 1),
        ("old", "joins", 1),
        ("joins", "new", 2),
        ("new", "joins", 2),
    ):
        path = paths.best_path(asked(asking, assisting))
        assert path is not None
        assert (path.version, path.standing) == (version, PathStanding.NOT_YET)
        assert [one.kind for one in path.missing] == ["accession"]


def test_parties_of_two_states_meet_only_where_it_reaches_across() -> None:
    pact = agreement(party("texan", 1), party("okie", 1, state="OK"), numbers=(1,))
    [answer] = book(pact).paths(asked("texan", "okie"))
    assert (answer.standing, answer.reason) == (PathStanding.NO, APART)
    assert book(pact).best_path(asked("texan", "okie")) is None
    wide = AgreementOnRecord("pact", "Pact", "§ 1", (Version(1, ACROSS),), pact.parties, {})
    assert version_between(wide, "texan", "okie") == 1


def test_a_body_of_no_state_is_at_home_in_each() -> None:
    pact = agreement(
        party("texan", 1), party("okie", 1, state="OK"), party("corps", 1, state=""), numbers=(1,)
    )
    assert version_between(pact, "texan", "corps") == 1
    assert version_between(pact, "okie", "corps") == 1


def test_each_agreement_answers_once() -> None:
    pact = agreement(party("old", 1), party("new", 1, 3), joins="TX")
    assert len(book(pact).paths(asked("old", "new"))) == 1


@st.composite
def parties(draw: st.DrawFn) -> PartyOnRecord:
    begins = NOW + timedelta(hours=draw(st.integers(-9, 2)))
    during = Window(begins, begins + timedelta(hours=draw(st.integers(1, 20))))
    accepted = draw(
        st.lists(
            st.builds(
                Accepted,
                number=st.integers(1, 3),
                effective=st.integers(-9, 3).map(lambda hours: NOW + timedelta(hours=hours)),
            ),
            min_size=1,
            max_size=4,
        )
    )
    return PartyOnRecord(
        draw(st.sampled_from("abcdef")),
        during,
        tuple(accepted),
        draw(st.sampled_from(["TX", "OK", ""])),
        draw(st.booleans()),
        draw(st.booleans()),
    )


def highest(one: PartyOnRecord, at: datetime) -> int | None:
    numbers = [accepted.number for accepted in one.accepted if accepted.effective <= at]
    return max(numbers) if numbers and one.during.contains(at) else None


@given(st.lists(parties(), unique_by=lambda one: one.organization_id, min_size=2, max_size=6))
def test_any_two_meet_in_one_instrument_at_most_under_the_highest_common_version(
    members: list[PartyOnRecord],
) -> None:
    found = instruments_of(agreement(*members))
    assert len({one.id for one in found}) == len(found)
    law = LegalBook(found, ())
    for asking in members:
        for assisting in members:
            if asking is assisting:
                continue
            meeting = [
                one.version
                for one in found
                if law.missing_kinds(one, asking.organization_id, Side.REQUESTING, NOW) == ()
                and law.missing_kinds(one, assisting.organization_id, Side.ASSISTING, NOW) == ()
            ]
            levels = highest(asking, NOW), highest(assisting, NOW)
            homes = {asking.state, assisting.state} - {""}
            if (
                None in levels
                or not asking.may_request
                or not assisting.may_assist
                or homes
                == {
                    "TX",
                    "OK",
                }
            ):
                assert meeting == []
            else:
                # Two bodies of no state meet in every state's part, always under one version.
                assert set(meeting) == {min(level for level in levels if level)}
                assert len(meeting) == 1 or homes == set()
