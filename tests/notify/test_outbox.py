"""The outbox can be read whatever lies in it, and only it can be read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from muster.notify.backends import write_message
from muster.notify.mail import send
from muster.notify.outbox import MessageNotFoundError, links_in, list_messages, read_message

ID = "20260312T090500.000000000Z-0123456789ab"
MESSAGE = (
    b"To: chief@town.synthetic.example\nSubject: Help\nDate: Thu, 12 Mar 2026 04:05:00 -0500\n\n"
    b"Open https://hub.synthetic.example/offer/1.\n"
)


def test_what_was_sent_can_be_read_back(tmp_path: Path, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "muster.notify.backends.OutboxBackend"
    settings.MUSTER_OUTBOX = tmp_path
    link = "https://hub.synthetic.example/" + "t" * 90
    send(
        to=["a@town.synthetic.example", "b@town.synthetic.example"],
        subject="Hilfe für Łódź " + "and more words " * 8,
        text=f"Grüße.\nOpen {link}.",
        html="<p>other</p>",
    )
    (message,) = list_messages(tmp_path)
    assert message.to == "a@town.synthetic.example, b@town.synthetic.example"
    assert message.subject == ("Hilfe für Łódź " + "and more words " * 8).strip()
    assert message.text.strip() == f"Grüße.\nOpen {link}."
    assert message.links == (link,)
    assert message.date is not None
    assert abs((datetime.now(UTC) - message.date).total_seconds()) < 60
    assert read_message(tmp_path, message.id) == message


def test_the_newest_message_comes_first_and_the_list_can_be_cut(tmp_path: Path) -> None:
    ids = [write_message(tmp_path, MESSAGE).stem for _ in range(5)]
    assert [message.id for message in list_messages(tmp_path)] == ids[::-1]
    assert [message.id for message in list_messages(tmp_path, limit=2)] == [ids[4], ids[3]]


def test_dates_are_told_in_utc(tmp_path: Path) -> None:
    message = read_message(tmp_path, write_message(tmp_path, MESSAGE).stem)
    assert message.date == datetime(2026, 3, 12, 9, 5, tzinfo=UTC)
    assert message.date.tzinfo is UTC


def test_a_folder_nobody_has_written_to_is_an_empty_outbox(tmp_path: Path) -> None:
    assert list_messages(tmp_path / "none") == []


def test_broken_and_foreign_files_do_not_hide_the_good_ones(tmp_path: Path) -> None:
    good = write_message(tmp_path, MESSAGE).stem
    write_message(tmp_path, b"")
    write_message(tmp_path, b"\x00\xff\xfe")
    (tmp_path / ".unfinished-1").write_bytes(MESSAGE)
    (tmp_path / "notes.eml").write_bytes(MESSAGE)
    (tmp_path / f"{ID}.eml").mkdir()
    assert [message.id for message in list_messages(tmp_path)] == [good]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.binary(max_size=200),
    st.sampled_from(
        [
            b"",
            b"To: ",
            b"Date: ",
            b"Subject: =?utf-8?q?",
            b"Content-Type: text/plain; charset=",
            b"Content-Transfer-Encoding: base64\nContent-Type: multipart/mixed; boundary=",
        ]
    ),
)
def test_no_content_makes_the_list_fail(tmp_path: Path, noise: bytes, header: bytes) -> None:
    (tmp_path / f"{ID}.eml").write_bytes(header + noise + b"\n\n" + noise)
    assert len(list_messages(tmp_path)) <= 1


@pytest.mark.parametrize("date", ["never", "", "Thu, 99 Mar 2026 04:05:00 -0500"])
def test_a_message_with_an_unreadable_date_is_shown_without_one(tmp_path: Path, date: str) -> None:
    path = write_message(tmp_path, f"Subject: a\nDate: {date}\n\nb".encode())
    assert read_message(tmp_path, path.stem).date is None


@pytest.mark.parametrize(
    "strange",
    [
        "",
        "..",
        "../secret",
        "/etc/hostname",
        "..%2fsecret",
        f"{ID}/../{ID}",
        f"{ID}\n",
        f"{ID}.eml",
    ],
)
def test_an_id_that_is_not_one_of_ours_opens_nothing(tmp_path: Path, strange: str) -> None:
    outbox = tmp_path / "outbox"
    outbox.mkdir()
    (tmp_path / "secret.eml").write_bytes(MESSAGE)
    (outbox / f"{ID}.eml").write_bytes(MESSAGE)
    assert read_message(outbox, ID).subject == "Help"
    with pytest.raises(MessageNotFoundError, match="from the list"):
        read_message(outbox, strange)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    outbox = tmp_path / "outbox"
    outbox.mkdir()
    (tmp_path / "secret.eml").write_bytes(MESSAGE)
    (outbox / f"{ID}.eml").symlink_to(tmp_path / "secret.eml")
    with pytest.raises(MessageNotFoundError):
        read_message(outbox, ID)


def test_a_message_that_is_gone_says_to_reload(tmp_path: Path) -> None:
    with pytest.raises(MessageNotFoundError, match="Reload"):
        read_message(tmp_path, ID)


@pytest.mark.parametrize(
    ("text", "links"),
    [
        (
            "See https://a.example/x. And http://b.example!",
            ("https://a.example/x", "http://b.example"),
        ),
        ("(https://a.example/x) <https://a.example/x>", ("https://a.example/x",)),
        ("https://a.example/wiki_(word)", ("https://a.example/wiki_(word)",)),
        ("https://a.example/?q=1&r=2#top", ("https://a.example/?q=1&r=2#top",)),
        ("javascript:alert(1) ftp://a.example", ()),
    ],
)
def test_links_lose_the_punctuation_around_them(text: str, links: tuple[str, ...]) -> None:
    assert links_in(text) == links
