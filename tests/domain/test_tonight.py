"""Everybody at once says what each pair would say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from muster.domain.acts import ActKind, DutyStatus, Side
from muster.domain.costs import CostBasis, CostRule
from muster.domain.coverage import Deployment, LegalBook
from muster.domain.instruments import Act, Instrument, Membership, RequiredAct, Scope
from muster.domain.positions import AidKind
from muster.domain.tonight import NO_WAY, CoverIndex, Question, Tonight
from muster.domain.windows import Window

NOW = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
IDS = tuple(f"town-{number}" for number in range(6))
ALWAYS = Window(NOW - timedelta(days=9), NOW + timedelta(days=9))
HOURS = st.integers(-3, 3)
JOB = "incident-lead"
SOME = st.frozensets(st.sampled_from(IDS), max_size=4)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    begins = draw(HOURS)
    return Window(
        NOW + timedelta(hours=begins), NOW + timedelta(hours=begins + draw(st.integers(1, 4)))
    )


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    memberships = draw(
        st.lists(
            st.builds(
                Membership,
                organization_id=st.sampled_from(IDS),
                effective=windows(),
                may_request=st.booleans(),
                may_assist=st.booleans(),
            ),
            max_size=7,
        )
    )
    return Instrument(
        id=draw(st.sampled_from("abcd")),
        name=draw(st.sampled_from(["First", "Second"])),
        citation="§",
        scope=Scope(
            draw(st.frozensets(st.sampled_from(list(DutyStatus)[:2]))),
            draw(st.frozensets(st.sampled_from(list(AidKind)[:2]))),
            "§",
            positions=draw(st.sampled_from([frozenset(), frozenset({"other"}), frozenset({JOB})])),
            on_site=draw(st.booleans()),
            remote=draw(st.booleans()),
        ),
        memberships=tuple(memberships),
        required_acts=tuple(
            draw(
                st.lists(
                    st.builds(
                        RequiredAct,
                        kind=st.sampled_from(list(ActKind)[:4]),
                        side=st.sampled_from(list(Side)),
                        supplier=st.just("somebody"),
                        citation=st.just("§"),
                        instead=st.sampled_from([(), (ActKind.LOCAL_DECLARATION,)]),
                    ),
                    max_size=3,
                )
            )
        ),
        cost_rule=CostRule(
            draw(st.sampled_from(list(CostBasis))), "§", draw(st.sampled_from([0, 8]))
        ),
        eligible_ids=draw(SOME),
        eligible_sides=draw(st.frozensets(st.sampled_from(list(Side)))),
        in_force=draw(st.none() | windows()),
    )


@st.composite
def books(draw: st.DrawFn) -> LegalBook:
    found = draw(st.lists(instruments(), max_size=4, unique_by=lambda one: one.id))
    acts = draw(
        st.lists(
            st.builds(
                Act,
                kind=st.sampled_from(list(ActKind)[:4]),
                organization_ids=SOME,
                effective=windows(),
                reference=st.just("paper"),
                agreement_id=st.sampled_from(["", "a", "b"]),
            ),
            max_size=5,
        )
    )
    return LegalBook(tuple(found), tuple(acts))


def asked(book: LegalBook, moment: datetime = NOW) -> Tonight:
    question = Question(
        IDS[0], DutyStatus.EMPLOYEE, AidKind.SPECIALIST, moment, position=JOB, remote=True
    )
    return CoverIndex(book, IDS).tonight(question)


def paired(book: LegalBook, other: str) -> tuple[int, str]:
    path = book.best_path(
        Deployment(
            IDS[0],
            other,
            DutyStatus.EMPLOYEE,
            AidKind.SPECIALIST,
            NOW,
            position=JOB,
            remote=True,
        )
    )
    return (NO_WAY, "") if path is None else (len(path.missing), path.instrument_id)


@given(books())
def test_everybody_at_once_says_what_each_pair_says(book: LegalBook) -> None:
    found = asked(book)
    for at, other in enumerate(IDS):
        lacking, instrument = paired(book, other)
        assert found.lacking[at] == lacking
        said = found.instruments[found.instrument[at]].id if found.instrument[at] >= 0 else ""
        assert said == instrument
    assert set(found.ready_ids) == {other for other in IDS if paired(book, other)[0] == 0}


@given(books())
def test_the_order_of_organizations_and_agreements_changes_nothing(book: LegalBook) -> None:
    question = Question(IDS[0], DutyStatus.EMPLOYEE, AidKind.SPECIALIST, NOW)
    here = CoverIndex(book, IDS).tonight(question)
    turned = CoverIndex(LegalBook(book.instruments[::-1], book.acts[::-1]), IDS[::-1])
    there = turned.tonight(question)
    assert dict(zip(here.organization_ids, here.lacking.tolist(), strict=True)) == dict(
        zip(there.organization_ids, there.lacking.tolist(), strict=True)
    )
    assert {(key.instrument_id, key.acts, frozenset(key.helper_ids)) for key in here.keys} == {
        (key.instrument_id, key.acts, frozenset(key.helper_ids)) for key in there.keys
    }


@given(books())
def test_the_counts_for_everybody_are_what_each_would_be_told(book: LegalBook) -> None:
    index = CoverIndex(book, IDS)
    questions = [
        Question(one, DutyStatus.EMPLOYEE, AidKind.SPECIALIST, NOW, position=JOB, remote=True)
        for one in IDS
    ]
    counts = index.ready_counts(questions[0])
    assert counts.tolist() == [len(index.tonight(one).ready_ids) for one in questions]


@given(books(), st.sampled_from(list(ActKind)[:2]), SOME)
def test_a_declaration_more_never_takes_a_helper_away(
    book: LegalBook, kind: ActKind, reach: frozenset[str]
) -> None:
    more = LegalBook(book.instruments, (*book.acts, Act(kind, reach, ALWAYS, "declared")))
    assert all(asked(more).lacking <= asked(book).lacking)


@given(books())
def test_a_withdrawal_never_brings_a_helper(book: LegalBook) -> None:
    less = tuple(
        replace(
            one,
            memberships=tuple(
                member for member in one.memberships if member.organization_id != IDS[1]
            ),
            eligible_ids=one.eligible_ids - {IDS[1]},
        )
        for one in book.instruments
    )
    assert all(asked(LegalBook(less, book.acts)).lacking >= asked(book).lacking)


@given(books())
def test_supplying_all_acts_of_a_key_opens_every_helper_it_names(book: LegalBook) -> None:
    for key in asked(book).keys:
        assert key.helper_ids
        whose = key.helper_ids if key.theirs else (IDS[0],)
        supplied = supply(book, key.instrument_id, key.acts, frozenset(whose), theirs=key.theirs)
        ready = set(asked(supplied).ready_ids)
        assert set(key.helper_ids) <= ready
        assert not set(key.helper_ids) & set(asked(book).ready_ids)


def supply(
    book: LegalBook,
    instrument_id: str,
    kinds: tuple[ActKind, ...],
    whose: frozenset[str],
    *,
    theirs: bool,
) -> LegalBook:
    """The book once the acts are done; an accession is a membership."""
    acts = tuple(
        Act(kind, whose, ALWAYS, "done", instrument_id)
        for kind in kinds
        if kind is not ActKind.ACCESSION
    )
    joining = tuple(Membership(one, ALWAYS) for one in sorted(whose) if ActKind.ACCESSION in kinds)
    return LegalBook(
        tuple(
            Instrument(
                id=one.id,
                name=one.name,
                citation=one.citation,
                scope=one.scope,
                memberships=(*one.memberships, *(joining if one.id == instrument_id else ())),
                required_acts=one.required_acts,
                cost_rule=one.cost_rule,
                eligible_ids=one.eligible_ids,
                in_force=one.in_force,
            )
            for one in book.instruments
        ),
        (*book.acts, *acts),
    )


def test_nobody_helps_where_nothing_was_agreed() -> None:
    found = asked(LegalBook((), ()))
    assert set(found.lacking.tolist()) == {NO_WAY}
    assert (found.ready_ids, found.keys) == ([], ())


def test_one_declaration_that_would_open_many_stands_first() -> None:
    def instrument(name: str, acts: tuple[RequiredAct, ...], *members: str) -> Instrument:
        return Instrument(
            id=name,
            name=name,
            citation="§",
            scope=Scope(frozenset(DutyStatus), frozenset(AidKind), "§"),
            memberships=tuple(Membership(one, ALWAYS) for one in members),
            required_acts=acts,
            cost_rule=CostRule(CostBasis.NONE, "§"),
        )

    declared = RequiredAct(ActKind.STATE_DECLARATION, Side.REQUESTING, "the governor", "§")
    contract = RequiredAct(ActKind.CLIENT_CONTRACT, Side.REQUESTING, "the town", "§")
    book = LegalBook(
        (
            instrument("corps", (contract,), IDS[0], IDS[1]),
            instrument("statewide", (declared,), *IDS),
            instrument("neighbors", (), IDS[0], IDS[2]),
        ),
        (),
    )
    found = asked(book)
    assert found.ready_ids == [IDS[2]]
    first, second = found.keys
    assert (first.instrument_id, first.acts) == ("statewide", (ActKind.STATE_DECLARATION,))
    assert first.helper_ids == (IDS[1], IDS[3], IDS[4], IDS[5])
    assert second.helper_ids == (IDS[1],)


def test_everybody_of_a_nation_is_asked_in_one_go() -> None:
    ids = tuple(f"town-{number}" for number in range(2000))
    members = tuple(Membership(one, ALWAYS) for one in ids)
    book = LegalBook(
        (
            Instrument(
                id="all",
                name="All",
                citation="§",
                scope=Scope(frozenset(DutyStatus), frozenset(AidKind), "§"),
                memberships=members,
                required_acts=(),
                cost_rule=CostRule(CostBasis.NONE, "§"),
            ),
        ),
        (),
    )
    question = Question(ids[0], DutyStatus.EMPLOYEE, AidKind.REBUILD, NOW)
    assert len(CoverIndex(book, ids).tonight(question).ready_ids) == 1999
