"""A signed paper somebody hands in: what is accepted, said in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any, Final

from muster.domain.failures import Invalid

LARGEST: Final = 20_000_000
MOST_PAGES: Final = 40
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"

_BEGINNINGS: Final = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
_ACTIVE: Final = {
    b"/JavaScript": "a script",
    b"/JS": "a script",
    b"/Launch": "a command to start a program",
    b"/EmbeddedFile": "another file inside it",
    b"/RichMedia": "a film or sound",
}
_AGAIN: Final = "Print it and scan it again, or photograph the pages."


@dataclass(frozen=True, slots=True)
class Scan:
    """An accepted file: its type as its bytes say, its pages, and its SHA-256."""

    media_type: str
    pages: int
    data: bytes
    sha256: str

    @property
    def suffix(self) -> str:
        return {PDF: "pdf", PNG: "png", JPEG: "jpg"}[self.media_type]


def page_count(pdf: bytes) -> int:
    """Of a PDF the hub made itself."""
    return int(_reader(pdf).root["/Pages"]["/Count"])


def accept_scan(data: bytes) -> Scan:
    """Raises Invalid, with the field `file`, for anything that is no plain scan."""
    if not data:
        raise _refused("The file is empty. Choose the scan of the signed paper.")
    if len(data) > LARGEST:
        size = f"{len(data) / 1_000_000:.0f}"
        raise _refused(f"The file has {size} MB; 20 MB is the most. Scan it in black and white.")
    media_type = next((kind for begin, kind in _BEGINNINGS if data.startswith(begin)), None)
    if media_type is None:
        raise _refused("Only a PDF, a PNG or a JPEG can be kept. Scan or photograph the paper.")
    pages = _pages(data) if media_type == PDF else 1
    return Scan(media_type, pages, data, sha256(data).hexdigest())


def _pages(data: bytes) -> int:
    found = next((what for mark, what in _ACTIVE.items() if mark in data), None)
    if found:
        raise _refused(f"This PDF contains {found}. {_AGAIN}")
    try:
        reader = _reader(data)
        if reader.encrypted:
            raise _refused(f"This PDF is locked with a password. {_AGAIN}")
        if _opens_something(reader.root):
            raise _refused(f"This PDF does something when it is opened. {_AGAIN}")
        pages = int(reader.root["/Pages"]["/Count"])
    except Invalid:
        raise
    except Exception as error:
        raise _refused(f"This PDF cannot be read. {_AGAIN}") from error
    if not 1 <= pages <= MOST_PAGES:
        raise _refused(
            f"This PDF has {pages} pages; a signed paper has at most {MOST_PAGES} here. "
            "Hand in only the pages with the signatures and the one that names the agreement."
        )
    return pages


def _reader(data: bytes) -> Any:
    # The library takes a third of a second to load; only who hands something in waits for it.
    from pyhanko.pdf_utils.reader import PdfFileReader

    return PdfFileReader(BytesIO(data), strict=False)


def _opens_something(root: Any) -> bool:
    """What compressed objects may hide from a look at the bytes."""
    opening = root.get("/OpenAction")
    # A destination is a list: the page to show first.
    acts = opening is not None and not isinstance(opening, list)
    names = root.get("/Names") or {}
    return acts or "/AA" in root or "/JavaScript" in names or "/EmbeddedFiles" in names


def _refused(sentence: str) -> Invalid:
    return Invalid("The file cannot be kept.", sentence, fields={"file": sentence})
