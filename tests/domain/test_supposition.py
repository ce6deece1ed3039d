"""What is supposed opens paths, closes none, and leaves alone what it says it leaves alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.test_coverage import ASKED, COMPACT, DAY, DECLARED, YEAR

from muster.domain.acts import ActKind, Side
from muster.domain.coverage import Deployment, LegalBook, LegalPath, PathStanding
from muster.domain.instruments import Act, Instrument, Membership, RequiredAct
from muster.domain.supposition import Supposition

TOWNS = ("town", "north", "south", "east")
KINDS = (ActKind.ACCESSION, ActKind.LOCAL_DECLARATION, ActKind.EMPLOYER_CONSENT)
REQUIRED = KINDS[1:]

acts_required = st.builds(
    RequiredAct,
    kind=st.sampled_from(REQUIRED),
    side=st.sampled_from(Side),
    supplier=st.just("who can"),
    citation=st.just("s 9"),
)
memberships = st.lists(st.sampled_from(TOWNS), unique=True).map(
    lambda names: tuple(Membership(name, YEAR) for name in names)
)
instruments = st.builds(
    replace,
    st.just(COMPACT),
    id=st.sampled_from(["one", "two", "three"]),
    memberships=memberships,
    eligible_ids=st.frozensets(st.sampled_from(TOWNS)),
    required_acts=st.lists(acts_required, max_size=3).map(tuple),
)
acts = st.builds(
    Act,
    kind=st.sampled_from(REQUIRED),
    organization_ids=st.frozensets(st.sampled_from(TOWNS), min_size=1),
    effective=st.just(YEAR),
    reference=st.just("synthetic"),
)
books = st.builds(
    LegalBook,
    st.lists(instruments, max_size=3, unique_by=lambda one: one.id).map(tuple),
    st.lists(acts, max_size=3).map(tuple),
)
suppositions = st.builds(Supposition, st.sampled_from(KINDS), st.sampled_from(["", *TOWNS]))
deployments = st.builds(
    replace,
    st.just(ASKED),
    requesting_id=st.sampled_from(TOWNS),
    assisting_id=st.sampled_from(TOWNS),
)


def standing(path: LegalPath | None) -> int:
    order = (PathStanding.NO, PathStanding.NOT_YET, PathStanding.COMPLETE)
    return order.index(path.standing) if path else 0


@given(books, suppositions, deployments)
def test_what_is_supposed_makes_no_path_worse(
    book: LegalBook, supposition: Supposition, asked: Deployment
) -> None:
    supposed = supposition.book(book, DAY)
    assert standing(supposed.best_path(asked)) >= standing(book.best_path(asked))


@given(books, suppositions, deployments)
def test_a_path_that_changes_was_touched_and_its_town_told_that_it_matters(
    book: LegalBook, supposition: Supposition, asked: Deployment
) -> None:
    if supposition.book(book, DAY).best_path(asked) != book.best_path(asked):
        assert supposition.touches(book, asked.requesting_id, asked.assisting_id)
        assert supposition.matters(book, [asked.requesting_id])


@given(books, suppositions, deployments)
def test_nothing_of_the_kind_is_missing_where_everybody_supplied_it(
    book: LegalBook, supposition: Supposition, asked: Deployment
) -> None:
    path = Supposition(supposition.kind).book(book, DAY).best_path(asked)
    assert supposition.kind not in {act.kind for act in (path.missing if path else ())}


@pytest.mark.parametrize("of", ["", "south"])
def test_an_accession_joins_who_may_join(of: str) -> None:
    book = LegalBook((COMPACT,), (DECLARED,))
    asked = replace(ASKED, assisting_id="south")
    supposed = Supposition(ActKind.ACCESSION, of).book(book, DAY)
    assert standing(book.best_path(asked)) == 1
    assert standing(supposed.best_path(asked)) == 2
    stranger = replace(ASKED, assisting_id="east")
    assert supposed.best_path(stranger) is None


def test_an_act_of_another_organization_opens_nothing() -> None:
    book = LegalBook((COMPACT,), ())
    for of, found in (("town", 2), ("north", 1)):
        supposition = Supposition(ActKind.LOCAL_DECLARATION, of)
        assert standing(supposition.book(book, DAY).best_path(ASKED)) == found


def test_it_holds_for_work_that_begins_much_later() -> None:
    forever: Instrument = replace(
        COMPACT,
        memberships=tuple(
            replace(one, effective=replace(YEAR, end=DAY + timedelta(days=3000)))
            for one in COMPACT.memberships
        ),
    )
    late = replace(ASKED, begins_at=DAY + timedelta(days=2000))
    supposed = Supposition(ActKind.LOCAL_DECLARATION, "town").book(LegalBook((forever,), ()), DAY)
    assert standing(supposed.best_path(late)) == 2
