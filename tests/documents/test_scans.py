"""A scan of a signed paper is kept; anything else gets a sentence."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils import writer as pdf_writer
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject

from muster.documents.pdf_inside import look_inside
from muster.documents.scans import JPEG, MOST_PAGES, PDF, PNG, accept_scan
from muster.domain.failures import Invalid

PHOTO = b"\xff\xd8\xff\xe0" + b"\x00" * 100
PICTURE = b"\x89PNG\r\n\x1a\n" + b"\x00" * 100


def pdf(pages: int = 1, **more: str) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(612, 792)
    if "script" in more:
        action = DictionaryObject(
            {
                NameObject("/S"): NameObject("/JavaScript"),
                NameObject("/JS"): TextStringObject(more["script"]),
            }
        )
        writer.root_object[NameObject("/OpenAction")] = action
    if "attached" in more:
        writer.add_attachment("more.txt", more["attached"].encode())
    if "password" in more:
        writer.encrypt(more["password"])
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def test_a_scan_a_photograph_and_a_picture_are_kept_by_what_they_are() -> None:
    kept = [accept_scan(one) for one in (pdf(2), PHOTO, PICTURE)]
    assert [(one.media_type, one.pages) for one in kept] == [(PDF, 2), (JPEG, 1), (PNG, 1)]
    assert [one.suffix for one in kept] == ["pdf", "jpg", "png"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty"),
        (b"MZ\x90 a program", "Only a PDF, a PNG or a JPEG"),
        (b"<html><script>", "Only a PDF, a PNG or a JPEG"),
        (pdf(300), "This PDF has 300 pages; a signed paper has at most 40 here"),
        (pdf(script="app.alert(1)"), "contains a script"),
        (pdf(attached="hello"), "another file inside it"),
        (pdf(password="secret"), "locked with a password"),
        (b"%PDF-1.7 and then nothing", "cannot be read"),
        (PHOTO + b"\x00" * 20_000_000, "20 MB is the most"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_anything_else_gets_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        accept_scan(data)
    assert said in refused.value.fields["file"]


def test_the_most_pages_are_accepted() -> None:
    assert accept_scan(pdf(MOST_PAGES)).pages == MOST_PAGES


@given(st.binary(max_size=300).map(lambda tail: b"%PDF-1.7\n" + tail))
def test_any_bytes_get_an_answer(data: bytes) -> None:
    assert not look_inside(data).readable


@given(st.data())
def test_any_damage_gets_an_answer(data: st.DataObject) -> None:
    whole = pdf(2)
    at = data.draw(st.integers(0, len(whole) - 1))
    found = look_inside(whole[:at] + data.draw(st.binary(max_size=4)) + whole[at + 1 :])
    assert found.pages >= 0


def test_letters_that_happen_to_stand_in_a_picture_are_no_script() -> None:
    """Among 20 MB of compressed picture /JS stands more often than not."""
    writer = PdfWriter()
    page = writer.add_blank_page(612, 792)
    picture = StreamObject()
    picture.set_data(b"q Q % /JS /JavaScript /Launch /EmbeddedFile /RichMedia")
    page[NameObject("/Contents")] = writer._add_object(picture)
    output = BytesIO()
    writer.write(output)
    assert accept_scan(output.getvalue()).pages == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("/JavaScript", "a script"),
        ("/Launch", "a command to start a program"),
        ("/SubmitForm", "a command to send or fetch data"),
        ("/Rendition", "a film or sound"),
    ],
)
def test_an_action_packed_away_among_others_is_found(name: str, said: str) -> None:
    """In an object stream the bytes show nothing of it."""
    packed = packed_away({pdf_name("/A"): {pdf_name("/S"): pdf_name(name)}})
    assert name.encode() not in packed
    with pytest.raises(Invalid) as refused:
        accept_scan(packed)
    assert f"contains {said}" in refused.value.fields["file"]


def test_a_name_spelled_by_numbers_is_found() -> None:
    disguised = pdf(script="xxxxx").replace(b"(xxxxx)", b"(x)")
    disguised = disguised.replace(b"/JavaScript", b"/J#61vaScript").replace(b"/JS", b"/J#53")
    assert look_inside(disguised).holds == "a script"


def test_a_file_that_opens_on_its_first_page_is_a_plain_scan() -> None:
    """Scanners write that as an action too."""
    opening = packed_away({pdf_name("/A"): {pdf_name("/S"): pdf_name("/GoTo")}})
    assert accept_scan(opening).pages == 1


def test_a_file_that_claims_fewer_pages_than_it_has_is_counted() -> None:
    liar = pdf(300).replace(b"/Count 300", b"/Count 1  ")
    with pytest.raises(Invalid) as refused:
        accept_scan(liar)
    assert "has 300 pages" in refused.value.fields["file"]


def pdf_name(name: str) -> generic.NameObject:
    return generic.NameObject(name)


def packed_away(extra: dict[generic.NameObject, Any]) -> bytes:
    """One page, and an object inside a compressed object stream."""
    writer = pdf_writer.PdfFileWriter(stream_xrefs=True)
    writer.insert_page(
        pdf_writer.PageObject(
            contents=writer.add_object(generic.StreamObject(stream_data=b"q Q")),
            media_box=generic.ArrayObject(map(generic.NumberObject, (0, 0, 612, 792))),
        )
    )
    holder = writer.prepare_object_stream()
    plain = {
        key: generic.DictionaryObject(value) if isinstance(value, dict) else value
        for key, value in extra.items()
    }
    writer.root[pdf_name("/Extra")] = writer.add_object(
        generic.DictionaryObject(plain), obj_stream=holder
    )
    output = BytesIO()
    writer.write(output)
    return output.getvalue()
