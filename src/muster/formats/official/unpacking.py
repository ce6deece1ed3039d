"""From a publisher's download to text: gzip or zip taken off, size bounded, characters decoded."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from lzma import LZMAError

from muster.formats.official.reading import FileError

_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
    struct.error,
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    OverflowError,
    KeyError,
)
"""What the standard library raises on broken, encrypted or unknown archives."""


def text_of(data: bytes, limit: int) -> str:
    """The text of a file that may be compressed. Raises FileError, also past `limit` bytes."""
    return _decoded(_unpacked(data, limit))


def _unpacked(data: bytes, limit: int) -> bytes:
    if data.startswith(b"\x1f\x8b"):
        plain = _gunzipped(data, limit)
    elif data.startswith(b"PK\x03\x04"):
        plain = _only_member(data, limit)
    else:
        plain = data
    if len(plain) > limit:
        raise FileError(
            f"The file is larger than {limit:,} bytes once it is unpacked. "
            "Check that it is the right file, or ask the operator to raise the limit."
        )
    if plain.startswith(b"PK\x03\x04"):
        raise FileError(_WORKBOOK)
    return plain


_WORKBOOK = (
    "This is a spreadsheet workbook or an archive inside an archive. "
    "Save the sheet as CSV in a spreadsheet program and give that file."
)


def _gunzipped(data: bytes, limit: int) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as packed:
            return packed.read(limit + 1)
    except _DAMAGED as error:
        raise FileError("The gzip file is damaged or incomplete. Download it again.") from error


def _only_member(data: bytes, limit: int) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [info.filename for info in archive.infolist()]
            if "[Content_Types].xml" in names:
                raise FileError(_WORKBOOK)
            files = [name for name in names if not name.endswith("/")]
            if len(files) != 1:
                raise FileError(
                    f"The zip holds {len(files)} files; a reader takes one. "
                    "Unpack it and give the file with the table."
                )
            with archive.open(files[0]) as member:
                return member.read(limit + 1)
    except FileError:
        raise
    except _DAMAGED as error:
        raise FileError(
            "The zip file is damaged, encrypted or incomplete. Download it again."
        ) from error


def _decoded(plain: bytes) -> str:
    """UTF-8 first, since almost no other text is valid UTF-8; Census files are often latin-1."""
    if plain.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return plain.decode("utf-16")
        except UnicodeDecodeError as error:
            raise FileError(
                "The file says that it is UTF-16 but is not. Save it as CSV in UTF-8."
            ) from error
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return plain.decode(encoding)
        except UnicodeDecodeError:
            continue
    return plain.decode("latin-1")
