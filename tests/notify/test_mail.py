"""Mail from the hub is plain first, labelled, marked automatic and safe from typed headers."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime

import pytest
from django.core import mail as django_mail
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from muster.notify.mail import send

TO = ["chief@town.synthetic.example"]


@pytest.fixture(autouse=True)
def sender(settings: Settings) -> None:
    settings.DEFAULT_FROM_EMAIL = "Muster <muster@hub.synthetic.example>"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    django_mail.outbox = []


def last_sent() -> EmailMessage:
    content = django_mail.outbox[-1].message().as_bytes()
    return message_from_bytes(content, _class=EmailMessage, policy=policy.default)


def test_the_message_says_that_a_machine_sent_it() -> None:
    send(to=TO, subject="Help asked", text="Open the page.")
    assert last_sent()["Auto-Submitted"] == "auto-generated"


def test_the_returned_id_is_the_one_in_the_message_and_names_the_hub_not_the_machine() -> None:
    message_id = send(to=TO, subject="Help asked", text="Open the page.")
    assert last_sent()["Message-ID"] == message_id
    assert message_id.endswith("@hub.synthetic.example>")


def test_two_messages_have_two_ids() -> None:
    assert send(to=TO, subject="a", text="b") != send(to=TO, subject="a", text="b")


def test_the_date_is_now_and_has_a_zone() -> None:
    send(to=TO, subject="a", text="b")
    written = parsedate_to_datetime(last_sent()["Date"])
    assert abs((datetime.now(UTC) - written).total_seconds()) < 60


def test_plain_text_comes_before_the_page_version() -> None:
    send(to=TO, subject="a", text="Words", html="<p>Words</p>")
    parts = [part.get_content_type() for part in last_sent().iter_parts()]
    assert parts == ["text/plain", "text/html"]


def test_a_message_without_a_page_version_is_a_single_plain_part() -> None:
    send(to=TO, subject="a", text="Grüße")
    assert last_sent().get_content_type() == "text/plain"
    assert last_sent().get_content().strip() == "Grüße"


def test_a_line_break_in_the_subject_adds_no_header() -> None:
    send(to=TO, subject="Help\r\nBcc: thief@example.org\nX: y", text="b")
    assert last_sent()["Subject"] == "Help Bcc: thief@example.org X: y"
    assert last_sent()["Bcc"] is None
    assert django_mail.outbox[-1].recipients() == TO


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80))
def test_no_subject_can_change_the_other_headers(subject: str) -> None:
    before = len(django_mail.outbox)
    try:
        send(to=TO, subject=f"x{subject}", text="b")
    except ValueError:
        pytest.fail("a subject with a letter in it is always sendable")
    assert len(django_mail.outbox) == before + 1
    assert set(last_sent().keys()) == {
        "Content-Type",
        "MIME-Version",
        "Content-Transfer-Encoding",
        "Subject",
        "From",
        "To",
        "Message-ID",
        "Date",
        "Auto-Submitted",
        "X-Auto-Response-Suppress",
    }


def test_answers_go_to_the_address_given() -> None:
    send(to=TO, subject="a", text="b", reply_to=["desk@hub.synthetic.example"])
    assert last_sent()["Reply-To"] == "desk@hub.synthetic.example"


@pytest.mark.parametrize("written", ["amber", "AMBER", "TLP:AMBER"])
def test_the_label_stands_in_the_subject_and_before_both_bodies(written: str) -> None:
    send(to=TO, subject="Help", text="Words", html="<html><body id=a><p>Words</p>", tlp=written)
    message = last_sent()
    plain, page = (part.get_content() for part in message.iter_parts())
    assert message["Subject"] == "[TLP:AMBER] Help"
    assert plain.startswith("TLP:AMBER. Need to know")
    assert page.startswith("<html><body id=a><p><strong>TLP:AMBER. Need to know")


def test_without_a_label_nothing_is_added() -> None:
    send(to=TO, subject="Help", text="Words", html="<p>Words</p>")
    assert "TLP" not in last_sent().as_string()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"to": []}, "at least one address"),
        ({"to": "chief@town.synthetic.example"}, "as a list"),
        ({"reply_to": "chief@town.synthetic.example"}, "as a list"),
        ({"to": ["nobody"]}, "not a mail address"),
        ({"to": [""]}, "not a mail address"),
        ({"to": ["a@b.example\nBcc: c@d.example"]}, "line break"),
        ({"reply_to": ["a@b.example\r\nX: y"]}, "line break"),
        ({"subject": " \n "}, "subject"),
        ({"text": "  "}, "plain text"),
        ({"tlp": "purple"}, "amber"),
    ],
)
def test_a_message_that_should_not_go_out_is_refused(
    change: dict[str, object], sentence: str
) -> None:
    arguments: dict[str, object] = {"to": TO, "subject": "a", "text": "b"} | change
    with pytest.raises(ValueError, match=sentence):
        send(**arguments)  # type: ignore[arg-type]
    assert django_mail.outbox == []
