"""More acts never take cover away, leaving never brings any, the order changes nothing."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.domain.test_tonight import ALWAYS, IDS, JOB, NOW, SOME, books

from muster.domain.acts import ActKind, DutyStatus
from muster.domain.coverage import Deployment, LegalBook, LegalPath, PathStanding
from muster.domain.instruments import Act
from muster.domain.positions import AidKind

RANK = {PathStanding.COMPLETE: 0, PathStanding.NOT_YET: 1, PathStanding.NO: 2}

DEPLOYMENTS = st.builds(
    Deployment,
    requesting_id=st.sampled_from(IDS),
    assisting_id=st.sampled_from(IDS),
    duty_status=st.sampled_from(list(DutyStatus)[:2]),
    aid_kind=st.sampled_from(list(AidKind)[:2]),
    begins_at=st.just(NOW),
    position=st.sampled_from(["", JOB, "other"]),
    on_site=st.booleans(),
    remote=st.booleans(),
)


def distance(path: LegalPath | None) -> tuple[int, int]:
    """How far from complete: the less the better."""
    return (2, 0) if path is None else (RANK[path.standing], len(path.missing))


@given(books(), DEPLOYMENTS, st.sampled_from(list(ActKind)[:4]), SOME)
def test_an_act_more_never_takes_cover_away(
    book: LegalBook, asked: Deployment, kind: ActKind, reach: frozenset[str]
) -> None:
    more = LegalBook(book.instruments, (*book.acts, Act(kind, reach, ALWAYS, "declared")))
    assert distance(more.best_path(asked)) <= distance(book.best_path(asked))


@given(books(), DEPLOYMENTS, st.sampled_from(IDS))
def test_leaving_never_brings_cover(book: LegalBook, asked: Deployment, who: str) -> None:
    less = tuple(
        replace(
            one,
            memberships=tuple(m for m in one.memberships if m.organization_id != who),
            eligible_ids=one.eligible_ids - {who},
        )
        for one in book.instruments
    )
    assert distance(LegalBook(less, book.acts).best_path(asked)) >= distance(book.best_path(asked))


@given(books(), DEPLOYMENTS, st.randoms(use_true_random=False))
def test_the_order_of_agreements_and_acts_changes_nothing(
    book: LegalBook, asked: Deployment, random: object
) -> None:
    instruments, acts = list(book.instruments), list(book.acts)
    random.shuffle(instruments)  # type: ignore[attr-defined]
    random.shuffle(acts)  # type: ignore[attr-defined]
    other = LegalBook(tuple(instruments), tuple(acts))
    told = [(one.instrument_id, one.standing, one.missing) for one in book.paths(asked)]
    assert told == [(one.instrument_id, one.standing, one.missing) for one in other.paths(asked)]


@given(books(), DEPLOYMENTS)
def test_every_agreement_answers_once_with_a_reason_or_what_is_missing(
    book: LegalBook, asked: Deployment
) -> None:
    answers = book.paths(asked)
    assert sorted(one.agreement_id for one in answers) == sorted(
        {one.agreement for one in book.instruments}
    )
    for path in answers:
        assert path.citation
        assert bool(path.reason) == (path.standing is PathStanding.NO)
        assert bool(path.missing) == (path.standing is PathStanding.NOT_YET)
        for act in path.missing:
            assert act.supplier
            assert act.citation
    best = book.best_path(asked)
    usable = [one for one in answers if one.standing is not PathStanding.NO]
    assert (best is None) == (not usable)
    assert best is None or distance(best) == distance(usable[0])
