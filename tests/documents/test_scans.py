"""A scan of a signed paper is kept; anything else gets a sentence."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

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
def test_any_bytes_are_accepted_or_refused_with_a_sentence(data: bytes) -> None:
    try:
        accept_scan(data)
    except Invalid as refused:
        assert refused.fields["file"].endswith(".")
