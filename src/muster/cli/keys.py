"""`muster keys …`: the keys that seal the hub's papers. Needs no database."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from muster.cli.environment import var
from muster.cli.printing import print_json, print_problem, print_rows
from muster.config import environment
from muster.domain.failures import Conflict, Invalid

if TYPE_CHECKING:
    from muster.documents.seals.keys import KeyRing

app = typer.Typer(no_args_is_help=True)
LONGEST_NAME: Final = 40
NOT_SOUND: Final = 1
UNLOCKED: Final = (
    "The private keys are not locked: whoever reads this folder can seal. Set "
    "MUSTER_KEYS_PASSPHRASE before making keys to lock them."
)
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.callback()
def keys() -> None:
    """Made once, backed up, rotated; see docs/operations/signing-keys.md."""


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="The hub's name, as it stands on its papers.")],
    as_json: AsJson = False,
) -> None:
    """Make the root and the first sealing key, where there are none."""
    from muster.documents.seals.keys import KeyRing

    shown = _name(name)
    with _the_disk():
        ring = KeyRing.make(_folder(), shown, datetime.now(UTC), _passphrase())
    _print("Made; back the folder up now", ring, as_json=as_json)
    if not _passphrase():
        print_problem(UNLOCKED)


@app.command("list")
def list_keys(as_json: AsJson = False) -> None:
    """The root, every sealing key, and which one is in use."""
    _print("Keys", _ring(), as_json=as_json)


@app.command()
def rotate(as_json: AsJson = False) -> None:
    """Make a new sealing key and use it from now on; older seals stay good."""
    ring = _ring()
    with _the_disk():
        ring.rotate(datetime.now(UTC))
    _print("Rotated; back the folder up now", ring, as_json=as_json)


@app.command()
def retire(
    number: Annotated[int, typer.Argument(help="Which sealing key.")],
    reason: Annotated[str, typer.Option(help="Why; everybody who checks a seal reads it.")],
    since: Annotated[
        str, typer.Option(help="When it was lost, such as 2026-03-01T02:30Z; now without it.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """A key is lost or stolen: its seals from then on are not to be trusted."""
    ring = _ring()
    if not reason.strip():
        raise Invalid("Say why, in a few words.", "Add: --reason 'The server was stolen.'")
    try:
        at = datetime.fromisoformat(since) if since else datetime.now(UTC)
    except ValueError as error:
        raise Invalid("That is no moment.", "Write it as 2026-03-01T02:30Z") from error
    if at.tzinfo is None:
        raise Invalid("The moment has no zone.", "Write it as 2026-03-01T02:30Z")
    if at > datetime.now(UTC):
        raise Invalid("That moment is to come.", "Give when it was lost, or leave --since out.")
    with _the_disk():
        ring.retire(number, at.astimezone(UTC), reason.strip())
    alive = any(key.retired is None for key in ring.keys)
    title = "Retired" if alive else "Retired; nothing is sealed until ./muster keys rotate"
    _print(title, ring, as_json=as_json)


@app.command()
def export() -> None:
    """Print the root certificate, for whoever wants a PDF reader to trust the seals."""
    from muster.documents.seals.keys import pem_of

    sys.stdout.write(pem_of(_ring().root).decode())


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A PDF that says this hub sealed it.")],
    as_json: AsJson = False,
) -> None:
    """What the seal of a file is worth; exit code 1 unless it is sound."""
    from muster.documents.seals.apart import LARGEST, check_apart
    from muster.documents.seals.report import Standing

    _ring()
    try:
        with file.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise Invalid(f"{file} cannot be read: {error.strerror}.", "Check its name.") from error
    found = check_apart(content, _folder())
    if as_json:
        row = {"standing": found.standing, "key": found.key_number, "sealed_at": found.sealed_at}
        print_json({**row, "sentence": found.sentence, "remark": found.remark})
    else:
        print("\n".join(line for line in (found.sentence, found.remark) if line))
    if found.standing is not Standing.SOUND or found.doubtful:
        raise typer.Exit(NOT_SOUND)


def _folder() -> Path:
    # As settings.MUSTER_KEYS_DIR, which cannot be read before a hub has a database.
    return environment.folder("MUSTER_KEYS_DIR", var() / "keys")


def _passphrase() -> str:
    return environment.text("MUSTER_KEYS_PASSPHRASE", " ").strip()


def _ring() -> KeyRing:
    from muster.documents.seals.keys import KeyRing

    with _the_disk():
        return KeyRing(_folder(), _passphrase())


@contextmanager
def _the_disk() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Conflict(
            f"The keys in {_folder()} cannot be used: {error.strerror}.",
            "Run this as the user the hub runs as, or set MUSTER_KEYS_DIR.",
        ) from error


def _name(typed: str) -> str:
    """As every reader of a PDF will see it; a certificate has no room for more."""
    name = " ".join(typed.split())
    if not name:
        raise Invalid("Give the hub's name.", 'For example: ./muster keys new "Hub of Texas"')
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid(f"The hub's name has at most {LONGEST_NAME} letters.", "Give a shorter one.")
    return name


def _print(title: str, ring: KeyRing, *, as_json: bool) -> None:
    from muster.documents.seals.keys import fingerprint_of

    alive = [key.number for key in ring.keys if key.retired is None]
    rows: list[dict[str, object]] = [
        {"key": "root", "state": "vouches", "fingerprint": fingerprint_of(ring.root)}
    ]
    rows += [
        {
            "key": f"seal {key.number}",
            "state": f"retired {key.retired.at:%Y-%m-%d}"
            if key.retired
            else "in use"
            if key.number == alive[-1]
            else "kept for old seals",
            "fingerprint": key.fingerprint,
        }
        for key in ring.keys
    ]
    print_rows(title, rows, as_json=as_json)
