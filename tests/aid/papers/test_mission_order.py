"""A mission order a police chief can check at the door. Every person in it is synthetic."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from pypdf import PdfReader
from tests.aid.papers.samples import order

from muster.aid.papers.mission_order import (
    CONTROL_CLAUSE,
    Deployed,
    MissionOrderContent,
    Rule,
    render_mission_order,
)
from muster.domain.tlp import Label


def reader(content: MissionOrderContent) -> PdfReader:
    return PdfReader(io.BytesIO(render_mission_order(content)))


def pages(content: MissionOrderContent) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in reader(content).pages]


def printed(content: MissionOrderContent) -> str:
    return " ".join(pages(content))


def roles(node: object) -> list[str]:
    """The structure types of the tag tree in reading order."""
    found: list[str] = []
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            found += roles(child)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append(str(node["/S"]).lstrip("/"))
        found += roles(node.get("/K"))
    return found


def test_an_ordinary_order_fits_on_one_letter_page() -> None:
    document = reader(order())
    assert len(document.pages) == 1
    assert (document.pages[0].mediabox.width, document.pages[0].mediabox.height) == (612, 792)


def test_everything_the_people_at_the_door_need_is_printed() -> None:
    content = order()
    text = printed(content)
    for wanted in (
        content.number,
        content.requesting_organization,
        content.assisting_organization,
        content.county,
        content.where_to_report,
        content.report_contact,
        content.call_back_number,
        content.mode,
        content.verification_address,
        CONTROL_CLAUSE,
        *content.kit,
        *content.acts_satisfied,
        *content.notes,
        content.instrument.citation,
        content.cost_rule.text,
        content.cost_rule.citation,
    ):
        assert wanted in text, wanted
    for person in content.people:
        assert f"{person.name} {person.position} {person.level}" in text
    assert "Page 1 of 1" in text


def test_the_legal_path_is_cited_and_cover_is_never_promised() -> None:
    text = printed(order())
    assert "Legal path relied on" in text
    assert "covered" not in text.lower()


def test_times_print_in_the_zone_of_the_place() -> None:
    text = printed(order())
    assert "Thu, Mar 12, 2026, 06:00 CDT" in text
    assert "Sun, Mar 15, 2026, 18:00 CDT (time zone America/Chicago)" in text


def test_the_code_is_printed_beside_the_qr_and_in_the_instructions() -> None:
    text = printed(order())
    assert f"Code {order().verification_code}" in text
    assert f"compare the code {order().verification_code}" in text


def test_the_qr_code_has_alt_text_that_names_the_address() -> None:
    pdf: Any = reader(order())
    alts = [
        str(entry["/Alt"])
        for number in range(1, pdf.trailer["/Size"])
        if isinstance(entry := pdf.get_object(number), dict) and "/Alt" in entry
    ]
    assert f"QR code. It opens {order().verification_address}" in alts


def test_an_exercise_says_so_on_every_page() -> None:
    crowd = replace(order(), people=order().people * 20)
    texts = pages(crowd)
    assert len(texts) > 1
    assert all("EXERCISE" in text for text in texts)
    assert "authorizes no real deployment" in texts[0]


def test_a_real_order_carries_no_word_of_exercise() -> None:
    assert "exercise" not in printed(replace(order(), exercise=False)).lower()


def test_synthetic_people_are_named_as_such_only_when_they_are() -> None:
    assert "Synthetic people." in printed(order())
    assert "Synthetic people." not in printed(replace(order(), synthetic=False))


def test_the_title_in_the_metadata_is_the_number() -> None:
    for exercise, title in (
        (True, "Exercise: mission order M-2026-0007"),
        (False, "Mission order M-2026-0007"),
    ):
        metadata = reader(replace(order(), exercise=exercise)).metadata
        assert metadata is not None
        assert metadata.title == title


def test_headings_go_down_one_level_at_a_time_from_a_single_title() -> None:
    root: Any = reader(order()).trailer["/Root"]
    tags = roles(root["/StructTreeRoot"])
    levels = [int(tag[1]) for tag in tags if tag in {"H1", "H2", "H3"}]
    assert levels == [1, 2, 2, 2, 2, 2, 2, 3, 3, 3]
    assert tags.count("TH") == 3
    assert tags.count("TD") == 9


def test_the_label_stands_at_head_and_foot_of_every_page() -> None:
    crowd = replace(order(), people=order().people * 20, tlp=Label.AMBER_STRICT)
    assert all(text.count("TLP:AMBER+STRICT") >= 2 for text in pages(crowd))


def test_each_signature_names_person_office_organization_and_time() -> None:
    text = printed(order())
    assert "I. Request" in text
    assert "II. Offer" in text
    assert "III. Acceptance" in text
    assert "Eli Synthetic Chief information officer Tessaly County (synthetic)" in text
    assert "Thu, Mar 12, 2026, 04:02 CDT" in text


@pytest.mark.parametrize("section", ["request", "offer", "acceptance"])
def test_an_unsigned_section_makes_the_paper_a_draft(section: str) -> None:
    content = replace(order(), **{section: None})  # type: ignore[arg-type]
    assert not content.in_force
    text = printed(content)
    assert "NOT IN FORCE" in text
    assert "Not signed." in text


def test_a_fully_signed_order_is_no_draft() -> None:
    assert order().in_force
    assert "DRAFT" not in printed(order())


def test_an_order_for_kit_alone_has_no_empty_table_of_people() -> None:
    text = printed(replace(order(), people=()))
    assert "Who goes" not in text
    assert "sends the equipment listed here" in text


def test_an_order_for_people_alone_has_no_empty_list_of_kit() -> None:
    text = printed(replace(order(), kit=(), notes=(), acts_satisfied=()))
    assert "Equipment that goes" not in text
    assert "None recorded." in text


@pytest.mark.parametrize(
    "hostile", ['#panic("x")', "*bold* _it_", "$x$ @ref <lab>", "\\ // no", '"] #data ["']
)
def test_markup_in_any_field_is_printed_as_written(hostile: str) -> None:
    content = replace(
        order(),
        number=hostile,
        requesting_organization=hostile,
        where_to_report=hostile,
        call_back_number=hostile,
        verification_code=hostile,
        people=(Deployed(hostile, hostile, hostile),),
        kit=(hostile,),
        notes=(hostile,),
        acts_satisfied=(hostile,),
        instrument=Rule(hostile, hostile),
    )
    # Number (title, foot), organization, where, call-back, code (twice), person (3), kit,
    # note, act and rule (2).
    assert printed(content).count(hostile) == 15


def test_the_same_order_is_the_same_bytes() -> None:
    assert render_mission_order(order()) == render_mission_order(order())


def test_a_very_long_word_stays_on_the_sheet() -> None:
    long = "W" * 200
    right_edges: list[float] = []
    page = reader(replace(order(), where_to_report=long)).pages[0]

    def note(text: str, _cm: object, matrix: list[float], _font: object, _size: float) -> None:
        right_edges.append(matrix[4] + 5 * text.count("W"))

    page.extract_text(visitor_text=note)
    assert max(right_edges) < 612


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"number": " "}, "number"),
        ({"people": (), "kit": ()}, "at least one"),
        ({"verification_address": "javascript:alert(1)"}, "https://"),
        ({"time_zone": "Central"}, "America/Chicago"),
        ({"time_zone": "../etc/passwd"}, "America/Chicago"),
        ({"issued_at": datetime(2026, 3, 12)}, "timezone"),  # noqa: DTZ001 - the point
    ],
)
def test_an_order_that_could_mislead_is_refused(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        replace(order(), **change)  # type: ignore[arg-type]
