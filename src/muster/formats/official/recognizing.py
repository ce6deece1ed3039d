"""Which publisher's file some bytes are, by what stands in them and never by a file's name."""

from __future__ import annotations

import json
import re
import zipfile
from enum import StrEnum
from io import BytesIO

from muster.formats.official.reading import LARGEST, FileError
from muster.formats.official.unpacking import text_of


class OfficialKind(StrEnum):
    """The published lists that can be read, in the order in which they build on each other."""

    DIVISIONS = "divisions"
    POPULATION = "population"
    GAZETTEER = "gazetteer"
    ADJACENCY = "adjacency"
    UNITS = "units"
    DOMAINS = "domains"
    WORK_ROLES = "work_roles"


_SIGNS: tuple[tuple[OfficialKind, frozenset[str]], ...] = (
    (OfficialKind.DOMAINS, frozenset({"domain name", "domain type"})),
    (OfficialKind.UNITS, frozenset({"unit name", "fips state"})),
    (OfficialKind.GAZETTEER, frozenset({"usps", "geoid", "intptlat"})),
    (OfficialKind.POPULATION, frozenset({"sumlev", "state"})),
    (OfficialKind.ADJACENCY, frozenset({"county geoid", "neighbor geoid"})),
)
_DIVISION = re.compile(r'"?ocd-division/country:us')
_OLD_ADJACENCY = re.compile(r'"?[^\t"]+, [A-Z]{2}"?\t\d{4,5}\t')
_HEADLESS_GAZETTEER = re.compile(r"[A-Z]{2}[|\t]\d{4,10}[|\t]\d{8}[|\t]")


def recognized(data: bytes, limit: int = LARGEST) -> OfficialKind:
    """The list these bytes are a copy of. Raises FileError, which names what can be read."""
    if _holds_a_workbook(data):
        return OfficialKind.UNITS
    text = text_of(data, limit).lstrip("\ufeff \r\n")
    if text.startswith("{"):
        return _of_json(text)
    first = text.partition("\n")[0].strip()
    header = {
        " ".join(cell.strip(' "').replace("_", " ").split()).lower()
        for cell in re.split(r"[,|\t]", first)
    }
    for kind, signs in _SIGNS:
        if signs <= header:
            return kind
    if _DIVISION.match(first) or ("id" in header and "ocd-division/country:us" in text[:4000]):
        return OfficialKind.DIVISIONS
    if _OLD_ADJACENCY.match(first):
        return OfficialKind.ADJACENCY
    if _HEADLESS_GAZETTEER.match(first):
        return OfficialKind.GAZETTEER
    raise _unknown()


def _holds_a_workbook(data: bytes) -> bool:
    if not data.startswith(b"PK\x03\x04"):
        return False
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    return "[Content_Types].xml" in names or any(n.lower().endswith(".xlsx") for n in names)


def _of_json(text: str) -> OfficialKind:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FileError("The file begins as JSON but is not. Download it again.") from error
    if "work_role" in text and isinstance(found, dict):
        return OfficialKind.WORK_ROLES
    raise _unknown()


def _unknown() -> FileError:
    return FileError(
        "This is none of the files that can be read: Open Civic Data divisions, Census Gazetteer, "
        "population estimates, county adjacency, government units, CISA's .gov list, NICE "
        "components in JSON. Take the publisher's own file, with its header row."
    )


def names_divisions(data: bytes, limit: int = LARGEST) -> bool:
    """Whether a file of divisions has names for them: a header says so, or none is there."""
    first = text_of(data, limit).lstrip("\ufeff \r\n").partition("\n")[0]
    return bool(_DIVISION.match(first)) or "name" in re.split(r'[,"\s]+', first)


def names_other_ids(data: bytes, limit: int = LARGEST) -> bool:
    """Whether most rows of a file of divisions say that one is the same as another."""
    text = text_of(data, limit)
    rows = len(re.findall(r'(?m)^"?ocd-division/', text))
    return text.count("ocd-division/") > 1.5 * rows
