"""Keys are there whole or not at all, however many make them at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from tests.documents.seals.conftest import NOW

from muster.documents.seals import keys
from muster.documents.seals.keys import KeyRing, KeysUnusable
from muster.documents.seals.ring import hub_ring


def test_everybody_who_starts_the_demo_at_once_gets_the_same_ring(
    settings: Any, tmp_path: Path
) -> None:
    settings.MUSTER_KEYS_DIR = tmp_path / "ring"
    with ThreadPoolExecutor(max_workers=4) as crowd:
        found = [one.result() for one in [crowd.submit(hub_ring) for _ in range(4)]]
    assert len({ring.active.fingerprint for ring in found}) == 1


def test_a_real_hub_makes_none_by_itself(settings: Any, tmp_path: Path) -> None:
    settings.MUSTER_KEYS_DIR, settings.DEMO = tmp_path / "ring", False
    with pytest.raises(KeysUnusable, match="no keys to seal with") as refused:
        hub_ring()
    assert "./muster keys new" in refused.value.what_to_do
    assert not (tmp_path / "ring").exists()


@pytest.mark.parametrize("step", range(4))
def test_cut_short_at_any_file_there_is_no_ring_and_it_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, step: int
) -> None:
    written, real = [], keys._write

    def until(path: Path, content: bytes) -> None:
        if len(written) == step:
            raise OSError("The disk is full.")
        written.append(path)
        real(path, content)

    monkeypatch.setattr(keys, "_write", until)
    with pytest.raises(OSError, match="disk is full"):
        KeyRing.make(tmp_path, "Synthetic Hub", NOW)
    monkeypatch.setattr(keys, "_write", real)
    with pytest.raises(KeysUnusable, match="no keys to seal with"):
        KeyRing(tmp_path)
    if written:
        with pytest.raises(KeysUnusable) as refused:
            KeyRing.make(tmp_path, "Synthetic Hub", NOW)
        assert "move root.key away" in refused.value.what_to_do


def test_a_rotation_cut_short_leaves_the_old_key_in_use(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ring = KeyRing.make(tmp_path, "Synthetic Hub", NOW)

    def full(folder: Path, name: str, certificate: object) -> None:
        raise OSError("The disk is full.")

    monkeypatch.setattr(keys, "_write_certificate", full)
    with pytest.raises(OSError, match="disk is full"):
        ring.rotate(NOW)
    assert KeyRing(tmp_path).active.number == 1
