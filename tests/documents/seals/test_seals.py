"""What the hub sealed is known again; what somebody touched or invented is not."""

from __future__ import annotations

import shutil
import stat
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf import PdfReader, PdfWriter
from tests.documents.seals.conftest import NOW

from muster.documents.seals.apart import check_apart
from muster.documents.seals.checking import check
from muster.documents.seals.keys import KeyRing, KeysUnusable
from muster.documents.seals.report import Standing
from muster.documents.seals.sealing import seal

REASON = "Accession of Keene, signed in the browser"


@pytest.fixture(scope="module")
def sealed(paper: bytes, ring: KeyRing) -> bytes:
    return seal(paper, reason=REASON, ring=ring)


def test_a_sealed_paper_is_sound_and_says_with_which_key_and_why(
    sealed: bytes, ring: KeyRing
) -> None:
    report = check(sealed, ring)
    assert (report.standing, report.key_number) == (Standing.SOUND, 1)
    assert (report.reason, report.fingerprint) == (REASON, ring.active.fingerprint)
    assert report.sealed_at is not None
    assert abs(report.sealed_at - datetime.now(UTC)) < timedelta(minutes=10)


def test_the_paper_inside_stays_as_it_was(sealed: bytes, paper: bytes) -> None:
    assert sealed.startswith(paper)
    assert len(PdfReader(sealed_stream(sealed)).pages) == 3
    assert b"pdfuaid" in sealed
    assert b"ETSI.CAdES.detached" in sealed


def sealed_stream(pdf: bytes) -> object:
    from io import BytesIO

    return BytesIO(pdf)


def test_a_paper_without_a_seal_and_a_file_that_is_none(paper: bytes, ring: KeyRing) -> None:
    assert check(paper, ring).standing is Standing.UNSEALED
    for nothing in (b"", b"%PDF-1.7", b"hello", paper[: len(paper) // 2]):
        assert check(nothing, ring).standing in {Standing.UNREADABLE, Standing.UNSEALED}


def test_words_that_were_changed_inside_are_noticed(sealed: bytes, ring: KeyRing) -> None:
    at = sealed.index(b"pdfuaid")
    changed = sealed[:at] + b"xdfuaid" + sealed[at + 7 :]
    assert check(changed, ring).standing is Standing.CHANGED


def test_a_page_put_over_it_afterwards_is_noticed(sealed: bytes, ring: KeyRing) -> None:
    """The shadow attack: an update after the seal that shows other content."""
    from io import BytesIO

    writer = IncrementalPdfFileWriter(BytesIO(sealed))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(180)
    writer.update_container(page)
    output = BytesIO()
    writer.write(output)
    assert check(output.getvalue(), ring).standing is Standing.CHANGED


def test_bytes_after_the_end_are_noticed(sealed: bytes, ring: KeyRing) -> None:
    assert check(sealed + b"\n% more", ring).standing is not Standing.SOUND


def test_a_second_seal_over_the_first_is_no_longer_our_paper(
    sealed: bytes, ring: KeyRing, tmp_path: Path
) -> None:
    stranger = KeyRing.make(tmp_path / "other", "Synthetic Hub", NOW)
    from pyhanko.pdf_utils.misc import PdfError

    try:
        twice = seal(sealed, reason="over it", ring=stranger)
    except (PdfError, ValueError):
        return
    assert check(twice, ring).standing is Standing.CHANGED


def test_a_stranger_with_the_same_names_stays_a_stranger(
    paper: bytes, ring: KeyRing, tmp_path: Path
) -> None:
    stranger = KeyRing.make(tmp_path / "other", "Synthetic Hub", NOW)
    forged = seal(paper, reason=REASON, ring=stranger)
    report = check(forged, ring)
    assert report.standing is Standing.STRANGER
    assert "Synthetic Hub seal 1" in report.remark


def test_rotation_does_not_break_old_seals(paper: bytes, tmp_path: Path) -> None:
    ring = KeyRing.make(tmp_path / "ring", "Synthetic Hub", NOW)
    old = seal(paper, reason="old", ring=ring)
    ring.rotate(NOW)
    again = KeyRing(tmp_path / "ring")
    new = seal(paper, reason="new", ring=again)
    assert [check(one, again).key_number for one in (old, new)] == [1, 2]
    assert {check(one, again).standing for one in (old, new)} == {Standing.SOUND}


def test_seals_from_after_a_theft_are_not_trusted_and_older_ones_say_so(
    paper: bytes, tmp_path: Path
) -> None:
    ring = KeyRing.make(tmp_path / "ring", "Synthetic Hub", NOW)
    paper_sealed = seal(paper, reason="x", ring=ring)
    ring.retire(1, NOW + timedelta(days=1), "The laptop was stolen.")
    report = check(paper_sealed, KeyRing(tmp_path / "ring"))
    assert report.standing is Standing.SOUND
    assert report.doubtful
    assert "This hub sealed it" not in report.sentence
    ring.retire(1, NOW - timedelta(days=1), "It was stolen before.")
    assert check(paper_sealed, KeyRing(tmp_path / "ring")).standing is Standing.RETIRED
    with pytest.raises(KeysUnusable, match="retired from"):
        ring.retire(1, NOW, "It was found again.")
    assert "ask the hub whether it has this paper on record" in report.remark
    with pytest.raises(KeysUnusable, match="Every sealing key is retired"):
        seal(paper, reason="x", ring=KeyRing(tmp_path / "ring"))
    KeyRing(tmp_path / "ring").rotate(NOW)
    assert KeyRing(tmp_path / "ring").active.number == 2


def test_keys_are_readable_by_their_owner_only_and_never_overwritten(tmp_path: Path) -> None:
    KeyRing.make(tmp_path / "ring", "Synthetic Hub", NOW)
    for path in (tmp_path / "ring").glob("*.key"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "ring").stat().st_mode) == 0o700
    with pytest.raises(KeysUnusable, match="holds keys already"):
        KeyRing.make(tmp_path / "ring", "Synthetic Hub", NOW)


def test_a_passphrase_locks_the_private_keys(paper: bytes, tmp_path: Path) -> None:
    KeyRing.make(tmp_path / "ring", "Synthetic Hub", NOW, passphrase="four words of it")
    with pytest.raises(KeysUnusable, match="does not open"):
        seal(paper, reason="x", ring=KeyRing(tmp_path / "ring"))
    ring = KeyRing(tmp_path / "ring", passphrase="four words of it")
    assert check(seal(paper, reason="x", ring=ring), ring).standing is Standing.SOUND


def test_a_hub_without_keys_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(KeysUnusable, match="no keys to seal with"):
        KeyRing(tmp_path)


def test_a_process_apart_says_the_same(sealed: bytes, paper: bytes, folder: Path) -> None:
    report = check_apart(sealed, folder)
    assert (report.standing, report.reason) == (Standing.SOUND, REASON)
    assert check_apart(paper, folder).standing is Standing.UNSEALED
    assert check_apart(b"\x00" * 1000, folder).standing is Standing.UNREADABLE
    assert check_apart(b"%PDF" + b" " * 20_000_001, folder).standing is Standing.UNREADABLE


def test_an_encrypted_file_is_not_read(paper: bytes, ring: KeyRing, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=sealed_stream(paper))  # type: ignore[arg-type]
    writer.encrypt("secret")
    writer.write(tmp_path / "locked.pdf")
    assert check((tmp_path / "locked.pdf").read_bytes(), ring).standing is Standing.UNREADABLE


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_damage_gives_a_report_and_never_a_sound_one(
    sealed: bytes, ring: KeyRing, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(sealed) - 1))
    if data.draw(st.booleans()):
        damaged = sealed[:at]
    else:
        flipped = sealed[at] ^ data.draw(st.integers(1, 255))
        damaged = sealed[:at] + bytes([flipped]) + sealed[at + 1 :]
    report = check(damaged, ring)
    # Padding of the signature's own hexadecimal is the one place no signature can cover.
    if report.standing is Standing.SOUND:
        begin = sealed.index(b"/Contents <") if b"/Contents <" in sealed else 0
        assert at >= begin


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="NOT CHECKED by pdfsig: not installed")
def test_another_program_finds_the_seal_valid(sealed: bytes, tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(sealed)
    said = subprocess.run(
        ["pdfsig", "-nocert", str(tmp_path / "paper.pdf")],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
