"""Who may be shown what."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.domain.tlp import LABEL_MEANINGS, Label, may_reach, tightest


def test_a_document_carries_its_tightest_label() -> None:
    assert tightest(Label.GREEN, Label.AMBER_STRICT, Label.AMBER) is Label.AMBER_STRICT


def test_no_label_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="empty"):
        tightest()


def test_amber_strict_does_not_reach_an_amber_channel() -> None:
    assert may_reach(Label.AMBER, Label.AMBER_STRICT)
    assert not may_reach(Label.AMBER_STRICT, Label.AMBER)


def test_labels_run_from_clear_to_red() -> None:
    assert [tightest(a, b) for a, b in pairwise(Label)] == list(Label)[1:]
    assert set(LABEL_MEANINGS) == set(Label)


@given(st.lists(st.sampled_from(Label), min_size=1), st.sampled_from(Label))
def test_a_whole_reaches_exactly_where_all_its_parts_do(parts: list[Label], to: Label) -> None:
    assert may_reach(tightest(*parts), to) == all(may_reach(part, to) for part in parts)
