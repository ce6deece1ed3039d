"""The PDF is tagged, archival, the same every time, and shows hostile text as text."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from muster.documents.typst_pdf import JSON, DocumentError, render_pdf

ISSUED = datetime(2026, 3, 12, 9, 5, tzinfo=UTC)
HOSTILE = (
    '#panic("x")',
    '#read("/etc/hostname")',
    "*bold* _leaning_ `raw`",
    "$x^2$ = heading",
    "@reference <label>",
    "// no comment /* here */",
    '"); #let data = ("',
    "\\u{41} \\ #\\",
    "{{7*7}} ${7*7} <script>alert(1)</script>",
    '{"text": "other"}',
)


def made(text: str, *, source: str = "= Paper\n#data.text", title: str = "Paper") -> bytes:
    return render_pdf(source=source, data={"text": text}, title=title, issued_at=ISSUED)


def read(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_the_data_is_shown_as_written(text: str) -> None:
    assert text in read(made(text))


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_the_title_is_kept_as_written(text: str) -> None:
    metadata = PdfReader(io.BytesIO(made("a", title=text))).metadata
    assert metadata is not None
    assert metadata.title == text


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_no_text_at_all_can_stop_the_paper(text: str) -> None:
    assert made(text).startswith(b"%PDF-1.")


@settings(max_examples=40, deadline=None)
@given(
    st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40)
)
def test_printable_ascii_arrives_unchanged(text: str) -> None:
    # The mono face has no ligatures, so what is read back is what was drawn.
    source = '= Paper\n#set text(font: "DejaVu Sans Mono", size: 6pt)\n#data.text'
    assert text in read(made(text, source=source)).replace("\n", "")


def test_the_file_is_tagged_and_declares_pdf_ua_and_pdf_a() -> None:
    root: Any = PdfReader(io.BytesIO(made("a"))).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in xmp


def test_the_language_is_the_one_asked_for() -> None:
    pdf = render_pdf(source="= Orden", data={}, title="Orden", issued_at=ISSUED, lang="es")
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert root["/Lang"] == "es"


def test_the_same_paper_twice_is_the_same_bytes() -> None:
    assert made("a") == made("a")


def test_the_same_moment_in_another_zone_is_the_same_bytes() -> None:
    elsewhere = ISSUED.astimezone(timezone(timedelta(hours=-5)))
    pdf = render_pdf(
        source="= Paper\n#data.text", data={"text": "a"}, title="Paper", issued_at=elsewhere
    )
    assert pdf == made("a")


def test_the_date_in_the_file_is_the_date_of_issue() -> None:
    metadata = PdfReader(io.BytesIO(made("a"))).metadata
    assert metadata is not None
    assert metadata.creation_date == ISSUED


def test_a_name_no_shipped_font_can_draw_is_printed_by_number() -> None:
    assert "[U+738B][U+5C0F] Chen" in read(made("王小 Chen"))


def test_accents_and_the_okina_are_drawn() -> None:
    assert "José Łukasz Hawaiʻi ᏣᎳᎩ" in read(made("José Łukasz Hawaiʻi ᏣᎳᎩ"))


def test_a_direction_override_cannot_turn_a_name_around() -> None:
    assert "Smith" in read(made("\u202eSmith"))


def test_every_kind_of_value_reaches_the_layout() -> None:
    data: dict[str, JSON] = {"list": [1, 2.5, True, None], "deep": {"key": "value"}}
    source = "= Paper\n#data.list.len() #data.deep.key #data.list.at(1)"
    assert "4 value 2.5" in read(render_pdf(source=source, data=data, title="P", issued_at=ISSUED))


def test_only_fonts_that_ship_with_typst_are_embedded() -> None:
    page: Any = PdfReader(io.BytesIO(made("a → b ᏣᎳᎩ"))).pages[0]
    fonts = page["/Resources"]["/Font"]
    names = {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts.values()}
    assert names
    assert all(name.startswith(("Libertinus", "NewCM", "DejaVuSansMono")) for name in names), names


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("= One\n=== Three", "skipped"),
        ("= Paper\n#data.nothing", "nothing"),
    ],
)
def test_a_layout_with_a_skipped_heading_or_a_missing_value_is_refused(
    source: str, reason: str
) -> None:
    with pytest.raises(DocumentError, match=reason):
        made("a", source=source)


def test_an_image_without_alt_text_is_refused() -> None:
    svg = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'/>"
    with pytest.raises(DocumentError, match="alt text"):
        made(svg, source='= Paper\n#image(bytes(data.text), format: "svg")')


def test_a_date_without_a_timezone_is_refused() -> None:
    with pytest.raises(ValueError, match="timezone"):
        render_pdf(source="", data={}, title="P", issued_at=ISSUED.replace(tzinfo=None))


def test_a_paper_without_a_title_is_refused() -> None:
    with pytest.raises(ValueError, match="title"):
        made("a", title="  ")
