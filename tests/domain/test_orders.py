"""What is wrong with an order is said in sentences; a good one has no faults."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.domain.matching.problem import Mode, Priority
from muster.domain.orders import LARGEST_COUNT, LONGEST_DAYS, Order, OrderLine, faults
from muster.domain.positions import BY_CODE
from muster.domain.tlp import Label

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
KINDS = frozenset({"ransomware", "outage"})
GOOD = Order(
    kind="ransomware",
    what_happened="Every screen shows a note.",
    systems_down=("email",),
    lines=(OrderLine("rebuild-technician", 4),),
    starts_at=None,
    hours=120,
    where_to_report="City Hall, back door",
    call_back_name="Synthetic Person",
    call_back_number="+1 940 555 0100",
    local_declaration=None,
    tlp=Label.AMBER,
)


def found(order: Order) -> set[str]:
    return set(faults(order, now=NOW, kinds=KINDS))


def test_a_good_order_has_no_faults() -> None:
    assert found(GOOD) == set()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "aliens"}, "kind"),
        ({"what_happened": "x" * 5001}, "what_happened"),
        ({"noticed_at": NOW + timedelta(hours=1)}, "noticed_at"),
        ({"starts_at": NOW - timedelta(hours=2)}, "starts_at"),
        ({"starts_at": NOW + timedelta(days=400)}, "starts_at"),
        ({"hours": 0}, "hours"),
        ({"hours": LONGEST_DAYS * 24 + 1}, "hours"),
        ({"call_back_number": "911"}, "call_back_number"),
        ({"where_to_report": "  "}, "where_to_report"),
        ({"lines": ()}, "lines"),
        ({"lines": (OrderLine("wizard", 1),)}, "lines.0.position"),
        ({"lines": (OrderLine("laptop", 0),)}, "lines.0.count"),
        ({"lines": (OrderLine("laptop", 10_000),)}, "lines.0.count"),
        ({"lines": (OrderLine("laptop", 1, minimum_level=9),)}, "lines.0.minimum_level"),
    ],
)
def test_each_fault_is_named_at_its_field(changes: dict[str, object], field: str) -> None:
    assert found(replace(GOOD, **changes)) == {field}  # type: ignore[arg-type]


def test_remote_help_needs_no_street_address() -> None:
    remote = OrderLine("forensic-analyst", 1, mode=Mode.REMOTE)
    assert found(replace(GOOD, lines=(remote,), where_to_report="")) == set()


def test_an_order_without_a_start_begins_now() -> None:
    assert GOOD.window(NOW).start == NOW
    assert GOOD.window(NOW).hours == 120


lines = st.builds(
    OrderLine,
    position=st.sampled_from(sorted(BY_CODE)) | st.text(max_size=60),
    count=st.integers(-5, 20_000),
    minimum_level=st.integers(-1, 7),
    mode=st.sampled_from(Mode),
    priority=st.sampled_from(Priority),
)
orders = st.builds(
    replace,
    st.just(GOOD),
    kind=st.sampled_from(["ransomware", "outage", "", "aliens"]),
    what_happened=st.text(max_size=50),
    hours=st.integers(-10, 5000),
    starts_at=st.none() | st.timedeltas(timedelta(-9000), timedelta(9000)).map(NOW.__add__),
    where_to_report=st.text(max_size=20),
    call_back_number=st.text(max_size=60),
    lines=st.lists(lines, max_size=4).map(tuple),
)


@given(orders)
def test_every_fault_is_a_sentence_and_an_order_without_any_can_be_kept(order: Order) -> None:
    said = faults(order, now=NOW, kinds=KINDS)

    assert all(sentence.endswith(".") for sentence in said.values())
    if not said:
        assert order.window(NOW).hours == order.hours
        assert all(1 <= line.count <= LARGEST_COUNT for line in order.lines)
        assert all(line.position in BY_CODE for line in order.lines)
