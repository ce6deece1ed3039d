"""`muster keys …`: the keys that seal the hub's papers."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from muster.cli.environment import start_django
from muster.cli.printing import print_rows
from muster.domain.failures import Invalid

if TYPE_CHECKING:
    from muster.documents.seals.keys import KeyRing

app = typer.Typer(no_args_is_help=True)
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
    start_django()
    from django.conf import settings

    from muster.documents.seals.keys import KeyRing

    if not name.strip():
        raise Invalid("Give the hub's name.", 'For example: ./muster keys new "Hub of Texas"')
    ring = KeyRing.make(
        settings.MUSTER_KEYS_DIR,
        name.strip(),
        datetime.now(UTC),
        settings.MUSTER_KEYS_PASSPHRASE,
    )
    _print("Made; back the folder up now", ring, as_json=as_json)


@app.command("list")
def list_keys(as_json: AsJson = False) -> None:
    """The root, every sealing key, and which one is in use."""
    _print("Keys", _ring(), as_json=as_json)


@app.command()
def rotate(as_json: AsJson = False) -> None:
    """Make a new sealing key and use it from now on; older seals stay good."""
    ring = _ring()
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
    ring.retire(number, at.astimezone(UTC), reason.strip())
    _print("Retired; rotate to seal again", ring, as_json=as_json)


@app.command()
def export() -> None:
    """Print the root certificate, for whoever wants a PDF reader to trust the seals."""
    from muster.documents.seals.keys import pem_of

    sys.stdout.write(pem_of(_ring().root).decode())


def _ring() -> KeyRing:
    start_django()
    from muster.documents.seals.ring import hub_ring

    return hub_ring()


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
