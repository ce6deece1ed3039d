"""The table of expected answers: `answers.txt`, made to be read and reviewed as a text."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.matrix.addresses import Address
from tests.matrix.asking import Answers
from tests.matrix.people import KINDS
from tests.matrix.scenes import PHASES

FILE: Final = Path(__file__).with_name("answers.txt")
WIDTH: Final = 7
SAME: Final = "always"
NOT_TAKEN: Final = {"405", "sign", "401"}
"""A method that gets nothing else from anybody is not taken there, and has no row."""

Rows = dict[tuple[Address, str], dict[str, Answers]]
"""By address and label, by phase, everybody's answer."""

HEAD = """\
What each address answers to whom. Written by the test beside it; read every line that changes.

`sign`: led to the sign-in page. 2xx: let in or done. 302: done, and led on. 401: no usable token.
403: told that it may not, and why. 404: may not know that it exists. 405: not this way here.
409: not in this state, or something else was changed meanwhile. 410: over. 422: was told what is
missing in what it sent. Forms are sent the few fields that many ask for, programs the smallest
body of the right form; "200" to a POST is the form again, with what is missing.

Who:
{who}
Phases ("always" where they do not differ, or where the address has nothing to do with a request):
{phases}
"""


def write(rows: Rows) -> str:
    """The whole text."""
    who = "".join(f"  {kind:<9} {said}\n" for kind, said in KINDS.items())
    phases = "".join(f"  {phase:<9} {said}\n" for phase, said in PHASES.items())
    lines = [HEAD.format(who=who, phases=phases)]
    titles = "".join(f"{kind:>{WIDTH + 1}}" for kind in KINDS)
    wide = max(len(_name(address, label)) for address, label in rows)
    for (address, label), by_phase in rows.items():
        if all(set(answers.values()) <= NOT_TAKEN for answers in by_phase.values()):
            continue
        if len(lines) % 40 == 1:
            lines.append(f"{'':<{wide}} {'':<7}{titles}")
        for phase, answers in _folded(by_phase).items():
            cells = "".join(f"{answers[kind]:>{WIDTH + 1}}" for kind in KINDS)
            lines.append(f"{_name(address, label):<{wide}} {phase:<7}{cells}")
    return "\n".join(lines) + "\n"


def _name(address: Address, label: str) -> str:
    return f"{address.method:<6} /{address.route}{f' ({label})' if label else ''}"


def _folded(by_phase: dict[str, Answers]) -> dict[str, Answers]:
    """One row where all phases agree."""
    first = next(iter(by_phase.values()))
    alike = all(answers == first for answers in by_phase.values())
    return {SAME: first} if alike else by_phase


def read() -> dict[str, dict[str, Answers]]:
    """By address as written, by phase, everybody's answer."""
    found: dict[str, dict[str, Answers]] = {}
    for line in FILE.read_text().splitlines():
        if "/" not in line[:9] or line.startswith(" "):
            continue
        name, phase, *cells = _split(line)
        found.setdefault(name, {})[phase] = dict(zip(KINDS, cells, strict=True))
    return found


def _split(line: str) -> list[str]:
    cells = line.split()
    count = len(KINDS)
    return [" ".join([f"{cells[0]:<6}", *cells[1 : -count - 1]]), *cells[-count - 1 :]]


def differences(expected: dict[str, dict[str, Answers]], rows: Rows, phase: str) -> list[str]:
    """In words, what is not as written in that phase."""
    found = []
    for (address, label), by_phase in rows.items():
        name, got = _name(address, label), by_phase[phase]
        if name not in expected:
            if not set(got.values()) <= NOT_TAKEN:
                found.append(f"{name} has no row in {FILE.name}. It answers {got}.")
            continue
        meant = expected[name].get(phase) or expected[name].get(SAME)
        if meant is None:
            found.append(f"{name} has no row for the phase {phase}. It answers {got}.")
            continue
        found += [
            f"{name}, {phase}: {kind} should get {meant[kind]} and got {got[kind]}"
            for kind in KINDS
            if meant[kind] != got[kind]
        ]
    return found
