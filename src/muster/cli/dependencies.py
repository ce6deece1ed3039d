"""`./muster dependencies`: what this checkout is built of, and whether any of it is known unsafe.

The parts are those of the lock files: every wheel and script with the hash it was checked against.
"""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Self

import typer

from muster import __version__
from muster.cli.printing import print_problem

if TYPE_CHECKING:
    from cyclonedx.model import HashType
    from cyclonedx.model.component import Component

app = typer.Typer(no_args_is_help=True)
CHECKOUT: Final = Path(__file__).resolve().parents[3]
PYTHON_LOCK: Final = CHECKOUT / "requirements" / "base.txt"
BROWSER_LOCK: Final = CHECKOUT / "package-lock.json"
KNOWN_UNSAFE: Final = 1
REFUSED: Final = 2
ASK_AGAIN: Final = (
    "Nothing is known about them either way. Run this again where the internet can be reached."
)

_PINNED = re.compile(r"^([\w.-]+)(?:\[[^\]]*\])?==(\S+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@app.callback()
def dependencies() -> None:
    """What this checkout is built of."""


@app.command()
def sbom(
    file: Annotated[Path | None, typer.Argument(help="Where to; standard output if left out.")] = (
        None
    ),
) -> None:
    """Write the bill of materials as CycloneDX 1.6 JSON, made from the lock files."""
    text = bill_of_materials()
    if file is None:
        print(text)
    else:
        file.write_text(text, encoding="utf-8")
        print(f"{file}: {len(json.loads(text)['components'])} parts.")


@app.command()
def audit() -> None:
    """Ask the public advisory database about every locked Python package; needs the network."""
    asked = subprocess.run(
        [
            sys.executable,
            *("-m", "pip_audit", "--disable-pip", "--require-hashes", "--progress-spinner=off"),
            *("--format=json", "-r", str(PYTHON_LOCK)),
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    try:
        answered = json.loads(asked.stdout)["dependencies"]
    except (ValueError, KeyError):
        why = (asked.stderr.strip().splitlines() or ["nothing was said"])[-1]
        print_problem(f"The advisory database could not be asked: {why[:200]}", ASK_AGAIN)
        raise typer.Exit(REFUSED) from None
    told = Advice.of(answered)
    for line in told.lines:
        print(line)
    print(f"{told.asked} packages asked about, {len(told.lines)} advisories.")
    if told.unknown:
        print_problem(f"{len(told.unknown)} packages are unknown to the database here.", ASK_AGAIN)
    if told.lines:
        print_problem(
            "Some parts are known to be unsafe.",
            "Raise their versions in requirements/, compile the locks again and run the tests.",
        )
        raise typer.Exit(KNOWN_UNSAFE)
    if told.unknown:
        raise typer.Exit(REFUSED)


@dataclass(frozen=True)
class Advice:
    """What the database answered: how many it knew, a line per advisory, whom it did not know."""

    asked: int
    lines: list[str]
    unknown: list[str]

    @classmethod
    def of(cls, answered: list[dict[str, Any]]) -> Self:
        """From pip-audit's JSON: a package is known unless it says why it was skipped."""
        known = [one for one in answered if "skip_reason" not in one]
        return cls(
            asked=len(known),
            lines=[
                f"{one['name']} {one['version']}: {found['id']}, "
                f"mended in {', '.join(found['fix_versions']) or 'no release yet'}"
                for one in known
                for found in one["vulns"]
            ],
            unknown=[one["name"] for one in answered if "skip_reason" in one],
        )


def bill_of_materials() -> str:
    """CycloneDX 1.6 as JSON: the Python packages and browser parts a hub runs with."""
    from cyclonedx.model.bom import Bom
    from cyclonedx.model.component import Component, ComponentType
    from cyclonedx.output.json import JsonV1Dot6

    hub = Component(
        name="muster", version=__version__, type=ComponentType.APPLICATION, bom_ref="muster"
    )
    parts = [*_python_parts(), *_browser_parts()]
    bom = Bom(components=parts)
    bom.metadata.component = hub
    bom.register_dependency(hub, parts)
    return JsonV1Dot6(bom).output_as_string(indent=1)


def _python_parts() -> Iterator[Component]:
    from cyclonedx.model import HashAlgorithm, HashType

    lock = PYTHON_LOCK.read_text().replace("\\\n", " ")
    for line in lock.splitlines():
        if found := _PINNED.match(line):
            hashes = [
                HashType(alg=HashAlgorithm.SHA_256, content=one) for one in _HASH.findall(line)
            ]
            yield _part("pypi", found[1].lower(), found[2], hashes)


def _browser_parts() -> Iterator[Component]:
    from cyclonedx.model import HashAlgorithm, HashType

    for place, part in json.loads(BROWSER_LOCK.read_text())["packages"].items():
        if place and not part.get("dev"):
            kind, _, encoded = part["integrity"].partition("-")
            content = base64.b64decode(encoded).hex()
            algorithm = {"sha512": HashAlgorithm.SHA_512, "sha256": HashAlgorithm.SHA_256}[kind]
            name = place.rpartition("node_modules/")[2]
            yield _part("npm", name, part["version"], [HashType(alg=algorithm, content=content)])


def _part(registry: str, name: str, version: str, hashes: list[HashType]) -> Component:
    from cyclonedx.model.component import Component, ComponentType
    from packageurl import PackageURL

    scope, _, plain = name.rpartition("/")
    url = PackageURL(type=registry, namespace=scope or None, name=plain, version=version)
    return Component(
        name=name,
        version=version,
        type=ComponentType.LIBRARY,
        purl=url,
        bom_ref=url.to_string(),
        hashes=hashes,
    )
