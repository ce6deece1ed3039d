"""Files that grow, files that call home: each is refused in bounded memory with a sentence."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zipfile

import pytest
from tests.support.cast import Cast

from muster.authz.actors import Actor
from muster.directory.services.importing.service import import_file
from muster.domain.failures import Invalid
from muster.formats.official.reading import FileError
from muster.formats.official.unpacking import text_of

LIMIT = 1_000_000
GROWS_TO = 200_000_000

ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">'
    + b"".join(
        b'<!ENTITY lol%d "%s">' % (n, b"&lol%d;" % (n - 1) * 10 if n > 1 else b"&lol;" * 10)
        for n in range(1, 10)
    )
    + b"]><lolz>&lol9;</lolz>"
)
CALLS_HOME = (
    b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'
)


def zipped(data: bytes, name: str = "table.csv") -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(name, data)
    return kept.getvalue()


@pytest.mark.parametrize("packed", [gzip.compress, zipped], ids=["gzip", "zip"])
def test_a_bomb_is_refused_without_going_off(packed: object) -> None:
    bomb = packed(bytes(GROWS_TO))  # type: ignore[operator]
    assert len(bomb) < GROWS_TO / 500
    tracemalloc.start()
    try:
        with pytest.raises(FileError, match="larger than 1,000,000 bytes once it is unpacked"):
            text_of(bomb, LIMIT)
        assert tracemalloc.get_traced_memory()[1] < 20 * LIMIT
    finally:
        tracemalloc.stop()


def test_a_bomb_in_a_bomb_is_not_opened() -> None:
    with pytest.raises(FileError, match="archive inside an archive"):
        text_of(zipped(zipped(bytes(LIMIT), "inner.csv"), "inner.zip"), LIMIT)


@pytest.mark.parametrize("evil", [ENTITIES, CALLS_HOME], ids=["entities", "external"])
@pytest.mark.parametrize("name", ["list.xml", "current-full.csv", "units.xlsx"])
def test_xml_is_never_taken_for_a_list(cast: Cast, evil: bytes, name: str) -> None:
    actor: Actor = cast.actor(cast.coordinator)
    with pytest.raises(Invalid) as refusal:
        import_file(actor=actor, file_name=name, data=evil, dry_run=True)
    assert "root:" not in str(refusal.value)


@pytest.mark.parametrize("evil", [ENTITIES, CALLS_HOME], ids=["entities", "external"])
def test_entities_in_a_workbook_are_not_resolved(cast: Cast, evil: bytes) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml", "xl/sharedStrings.xml"):
            archive.writestr(name, evil)
    with pytest.raises(Invalid):
        import_file(
            actor=cast.actor(cast.coordinator),
            file_name="units.xlsx",
            data=kept.getvalue(),
            dry_run=True,
        )
