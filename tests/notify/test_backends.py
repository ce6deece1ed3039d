"""The outbox folder holds whole messages only, in the order they were sent."""

from __future__ import annotations

import os
import stat
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from pytest_django import Settings

from muster.notify.backends import OutboxBackend, write_message


def letter(subject: str = "Help", to: str = "chief@town.synthetic.example") -> EmailMessage:
    return EmailMessage(
        subject, "Open the page.", "muster@hub.synthetic.example", [to] if to else []
    )


def test_each_message_becomes_one_file(tmp_path: Path) -> None:
    assert OutboxBackend(folder=tmp_path).send_messages([letter("One"), letter("Two")]) == 2
    first, second = sorted(tmp_path.iterdir())
    assert "Subject: One" in first.read_text()
    assert "Subject: Two" in second.read_text()


def test_the_folder_comes_from_the_settings_and_is_made_when_missing(
    tmp_path: Path, settings: Settings
) -> None:
    settings.MUSTER_OUTBOX = tmp_path / "deep" / "outbox"
    OutboxBackend().send_messages([letter()])
    assert len(list(settings.MUSTER_OUTBOX.glob("*.eml"))) == 1


def test_a_hub_without_the_setting_is_told_what_to_set(settings: Settings) -> None:
    settings.MUSTER_OUTBOX = None
    with pytest.raises(ImproperlyConfigured, match="MUSTER_OUTBOX"):
        OutboxBackend()


def test_a_message_to_nobody_is_not_written(tmp_path: Path) -> None:
    assert OutboxBackend(folder=tmp_path).send_messages([letter(to="")]) == 0
    assert list(tmp_path.iterdir()) == []


def test_names_sort_in_the_order_of_writing(tmp_path: Path) -> None:
    written = [write_message(tmp_path, b"Subject: x\n\n") for _ in range(200)]
    assert sorted(written) == written
    assert len(set(written)) == 200


def test_names_keep_growing_when_the_clock_steps_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = write_message(tmp_path, b"a")
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    assert write_message(tmp_path, b"b") > before


def test_two_processes_at_the_same_nanosecond_do_not_overwrite_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A second process has its own last tick; resetting ours stands in for it.
    monkeypatch.setattr("muster.notify.backends.time.time_ns", lambda: 5)
    for content in (b"a", b"b"):
        monkeypatch.setattr("muster.notify.backends._last_tick", 0)
        write_message(tmp_path, content)
    assert sorted(path.read_bytes() for path in tmp_path.iterdir()) == [b"a", b"b"]


def test_many_threads_lose_no_message(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: write_message(tmp_path, b"%d" % n), range(100)))
    assert {int(path.read_bytes()) for path in tmp_path.glob("*.eml")} == set(range(100))


def test_a_write_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="disk full"):
        OutboxBackend(folder=tmp_path).send_messages([letter()])
    assert list(tmp_path.iterdir()) == []


def test_a_silent_sender_counts_the_failure_instead_of_raising(
    tmp_path: Path,
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert OutboxBackend(fail_silently=True, folder=blocked).send_messages([letter()]) == 0


def test_only_the_owner_may_read_a_message(tmp_path: Path) -> None:
    assert stat.S_IMODE(write_message(tmp_path, b"a").stat().st_mode) == 0o600
