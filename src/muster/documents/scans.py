"""A signed paper somebody hands in: what is accepted, said in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Final

from muster.documents.apart import answer_apart
from muster.domain.failures import Invalid

LARGEST: Final = 20_000_000
MOST_PAGES: Final = 40
PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
SUFFIXES: Final = {PDF: "pdf", PNG: "png", JPEG: "jpg"}

_BEGINNINGS: Final = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
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
        return SUFFIXES[self.media_type]


def page_count(pdf: bytes) -> int:
    """Of a PDF the hub made itself."""
    # The library takes a third of a second to load; only who needs it waits for it.
    from pyhanko.pdf_utils.reader import PdfFileReader

    return int(PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Count"])


def accept_scan(data: bytes) -> Scan:
    """Raises Invalid, with the field `file`, for anything that is no plain scan.

    A PDF is read in a process apart, some 0.4 s; Conflict when others keep all places busy.
    """
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
    row = answer_apart("muster.documents.pdf_inside", data)
    if row is None or not row["readable"]:
        raise _refused(f"This PDF cannot be read. {_AGAIN}")
    if row["locked"]:
        raise _refused(f"This PDF is locked with a password. {_AGAIN}")
    if row["holds"]:
        raise _refused(f"This PDF contains {row['holds']}. {_AGAIN}")
    pages = int(row["pages"])
    if not 1 <= pages <= MOST_PAGES:
        raise _refused(
            f"This PDF has {pages} pages; a signed paper has at most {MOST_PAGES} here. "
            "Hand in only the pages with the signatures and the one that names the agreement."
        )
    return pages


def _refused(sentence: str) -> Invalid:
    return Invalid("The file cannot be kept.", sentence, fields={"file": sentence})
