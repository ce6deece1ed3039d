from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from muster.maps.labels import FONT_SIZE, LETTER_WIDTH, Placed, Sheet
from muster.maps.plan import Box

CANVAS = Box(0, 0, 900, 900)
spots = st.lists(
    st.tuples(st.integers(0, 900), st.integers(0, 900), st.sampled_from(["Keene", "Lubbock"])),
    max_size=40,
)


def _extent(x: float, text: str, anchor: str) -> tuple[float, float]:
    width = len(text) * FONT_SIZE * LETTER_WIDTH
    left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
    return left, left + width


def _placed(spots: list[tuple[int, int, str]], keep_clear: list[Box]) -> list[Placed]:
    return Sheet(CANVAS, keep_clear).beside(spots)


def test_a_lone_name_stands_to_the_right_of_its_marker() -> None:
    (name,) = _placed([(100, 100, "Keene")], [])
    assert name.anchor == "start"
    assert name.x > 100


def test_a_name_at_the_right_edge_moves_to_the_left() -> None:
    (name,) = _placed([(890, 100, "Keene")], [])
    assert name.anchor == "end"


def test_a_name_without_room_is_left_out() -> None:
    assert _placed([(450, 450, "Keene")], [CANVAS]) == []


def test_a_county_name_is_centred_and_yields_to_the_names_before_it() -> None:
    sheet = Sheet(CANVAS, [])
    (name,) = sheet.over([(450, 450, "Johnson")])
    assert (name.x, name.anchor) == (450, "middle")
    assert sheet.over([(455, 452, "Ellis")]) == []


def test_a_name_hemmed_in_on_four_sides_goes_to_a_corner() -> None:
    right, left = Box(465, 444, 470, 450), Box(430, 444, 435, 450)
    below, above = Box(430, 465, 445, 475), Box(430, 430, 440, 433)
    around = [right, left, below, above]
    (name,) = _placed([(450, 450, "Keene")], around)
    assert name.anchor == "start"
    assert name.y > 460


def test_no_side_of_a_marker_is_blocked_by_the_marker_itself() -> None:
    marker = Box(441, 441, 459, 459)
    blocks: list[Box] = []
    for _ in range(4):
        (name,) = _placed([(450, 450, "Keene")], [marker, *blocks])
        left, right = _extent(name.x, name.text, name.anchor)
        blocks.append(Box(left + 1, name.y - 1, right - 1, name.y))
    assert len({(block.left, block.top) for block in blocks}) == 4


@given(spots)
def test_names_never_overlap_and_never_leave_the_map(wanted: list[tuple[int, int, str]]) -> None:
    boxes = []
    for name in _placed(wanted, []):
        left, right = _extent(name.x, name.text, name.anchor)
        assert left >= 0
        assert right <= 900
        boxes.append((left, right, name.y))
    for index, (left, right, y) in enumerate(boxes):
        for other_left, other_right, other_y in boxes[index + 1 :]:
            apart = right <= other_left or other_right <= left
            assert apart or abs(y - other_y) >= FONT_SIZE
