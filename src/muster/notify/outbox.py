"""Read what the outbox backend wrote; damaged files are passed over, never fatal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

# Only names the backend makes: no separator, no dot-dot, no hidden or unfinished file.
_ID = re.compile(r"[0-9]{8}T[0-9]{6}\.[0-9]{9}Z-[0-9a-f]{12}", re.ASCII)
_LINK = re.compile(r"https?://[^\s<>\"]+")
_MOST_BYTES = 10_000_000


class MessageNotFoundError(LookupError):
    """No readable message has this id."""


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """One written message. `date` is in UTC; `links` are those of the plain text, in order."""

    id: str
    to: str
    subject: str
    date: datetime | None
    text: str
    links: tuple[str, ...]


def list_messages(folder: Path, *, limit: int = 200) -> list[OutboxMessage]:
    """The newest readable messages, newest first; none when the folder does not exist."""
    try:
        ids = sorted((path.stem for path in folder.glob("*.eml")), reverse=True)
    except OSError:
        return []
    found: list[OutboxMessage] = []
    for message_id in ids:
        if len(found) == limit:
            break
        try:
            found.append(read_message(folder, message_id))
        except MessageNotFoundError:
            continue
    return found


def read_message(folder: Path, message_id: str) -> OutboxMessage:
    """The message with this id. Raises MessageNotFoundError for a strange id or a broken file."""
    if not _ID.fullmatch(message_id):
        raise MessageNotFoundError("Pick a message from the list; this id is not one of them.")
    path = folder / f"{message_id}.eml"
    try:
        if path.is_symlink() or path.stat().st_size > _MOST_BYTES:
            raise MessageNotFoundError("This file is not one the hub wrote. Pick another.")
        return _parsed(message_id, path.read_bytes())
    except OSError as error:
        raise MessageNotFoundError("This message is gone. Reload the list.") from error


def _parsed(message_id: str, content: bytes) -> OutboxMessage:
    # The standard parser answers damaged mail with many kinds of error (IndexError,
    # AttributeError, LookupError, ...); to the reader they all mean the same.
    try:
        message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
        if not message.keys():
            raise ValueError("no headers")
        text = _plain_text(message)
        return OutboxMessage(
            id=message_id,
            to=", ".join(str(value) for value in message.get_all("To", [])),
            subject=str(message.get("Subject", "")).strip(),
            date=_date(str(message.get("Date", ""))),
            text=text,
            links=links_in(text),
        )
    except Exception as error:
        raise MessageNotFoundError("This file cannot be read as mail. Pick another.") from error


def links_in(text: str) -> tuple[str, ...]:
    """The web addresses in `text`, each once, without the punctuation that ends a sentence."""
    found: dict[str, None] = {}
    for match in _LINK.finditer(text):
        link = match.group().rstrip(".,;:!?'")
        while link.endswith(")") and link.count(")") > link.count("("):
            link = link[:-1].rstrip(".,;:!?'")
        found[link] = None
    return tuple(found)


def _plain_text(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain",))
    if part is None:
        return ""
    content = part.get_content()
    return content.replace("\r\n", "\n") if isinstance(content, str) else ""


def _date(header: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
