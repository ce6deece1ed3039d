"""What a PDF is made of, object by object: its pages, and parts no scan has. Run apart."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

from muster.documents.apart import read_within_limits

MOST_OBJECTS: Final = 50_000
MOST_CONTAINERS: Final = 500_000
SCRIPT, PROGRAM, FILE = "a script", "a command to start a program", "another file inside it"
FILM, SENDS, FORM = "a film or sound", "a command to send or fetch data", "a form that changes"

_KEYS: Final = {
    "/JS": SCRIPT,
    "/JavaScript": SCRIPT,
    "/EmbeddedFiles": FILE,
    "/EF": FILE,
    "/RichMediaContent": FILM,
    "/XFA": FORM,
}
_ACTIONS: Final = {
    "/JavaScript": SCRIPT,
    "/Launch": PROGRAM,
    "/GoToE": FILE,
    "/SubmitForm": SENDS,
    "/ImportData": SENDS,
    "/GoToR": SENDS,
    "/Rendition": FILM,
    "/Movie": FILM,
    "/Sound": FILM,
}
_KINDS: Final = {"/EmbeddedFile": FILE, "/RichMedia": FILM, "/Movie": FILM, "/Sound": FILM}


@dataclass(frozen=True, slots=True)
class Inside:
    """`pages` counts the page objects too: a file may claim fewer than it holds."""

    readable: bool
    locked: bool = False
    pages: int = 0
    holds: str = ""


def look_inside(pdf: bytes) -> Inside:
    """Total: any bytes give an answer. Streams are not unpacked, but packed objects are."""
    try:
        reader = PdfFileReader(BytesIO(pdf), strict=False)
        if reader.encrypted:
            return Inside(readable=True, locked=True)
        claimed = int(reader.root["/Pages"]["/Count"])
        found, pages = _walked(reader)
        return Inside(readable=True, pages=max(claimed, pages), holds=found)
    except Exception:
        return Inside(readable=False)


def _walked(reader: PdfFileReader) -> tuple[str, int]:
    """The first thing no scan holds, and how many pages there are. Raises ValueError if endless."""
    revisions = range(reader.xrefs.total_revisions)
    references = set().union(*(reader.xrefs.explicit_refs_in_revision(one) for one in revisions))
    if len(references) > MOST_OBJECTS:
        raise ValueError("too many objects")
    pages, seen = 0, 0
    for held in (reader.trailer.flatten(), *map(reader.get_object, references)):
        for one in _dictionaries(held):
            seen += 1
            if seen > MOST_CONTAINERS:
                raise ValueError("too many parts")
            if found := _found(one):
                return found, pages
            pages += one.get("/Type") == "/Page"
    return "", pages


def _dictionaries(held: Any) -> Iterator[generic.DictionaryObject]:
    """Every dictionary written in one object; what it refers to has its own turn."""
    waiting = [held]
    while waiting:
        one = waiting.pop()
        if isinstance(one, generic.DictionaryObject):
            yield one
            waiting += [one.raw_get(key) for key in one]
        elif isinstance(one, generic.ArrayObject):
            waiting += [one.raw_get(index) for index in range(len(one))]


def _found(one: generic.DictionaryObject) -> str:
    for key, what in _KEYS.items():
        if key in one:
            return what
    for key, known in (("/S", _ACTIONS), ("/Type", _KINDS), ("/Subtype", _KINDS)):
        value = one.get(key)
        if isinstance(value, str) and value in known:
            return known[value]
    return ""


if __name__ == "__main__":
    print(json.dumps(asdict(look_inside(read_within_limits()))))
