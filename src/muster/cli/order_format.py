"""What the help says about order files, and an order to start from. Needs no database."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterable
from typing import Any

from muster.cli.moments import WANTED
from muster.cli.order_files import EXAMPLE
from muster.domain.matching.problem import Mode, Priority
from muster.domain.positions import BY_CODE
from muster.domain.tlp import Label

KINDS = ("ransomware", "intrusion", "outage", "election", "pandemic", "disaster", "staff_loss")
"""The same as the table's own, which cannot be read before Django is set up."""

PRIORITIES = tuple(priority.name.lower() for priority in Priority)
WIDTH = 72

STARTER: dict[str, Any] = {
    "kind": "ransomware",
    "what_happened": "Since 02:30 every server shows a ransom note.",
    "systems_down": ["email", "phones"],
    "hours": 72,
    "where_to_report": "1 Main Street, back door",
    "call_back_name": "Name",
    "call_back_number": "+1 512 555 0100",
    "local_declaration": False,
    "tlp": Label.AMBER.value,
    "lines": [
        {"position": "directory-recovery", "count": 2, "priority": "life_safety"},
        {"position": "laptop", "count": 10},
    ],
}


def _choices(name: str, values: Iterable[str]) -> str:
    listed = f"{name}: {', '.join(values)}"
    return textwrap.fill(listed, WIDTH, subsequent_indent="  ", break_on_hyphens=False)


FORMAT = "\n".join(
    (
        "Ask for help: send an order in the name of your organization.",
        "",
        "\b",
        "A small order:",
        json.dumps(json.loads(EXAMPLE), indent=2),
        "",
        "\b",
        _choices("kind", KINDS),
        _choices("lines, position", BY_CODE),
        _choices("lines, mode", Mode),
        _choices("lines, priority", PRIORITIES),
        "lines, minimum_level: 1 (most proven) to 4",
        f"starts_at: {WANTED}",
        "  (without it: at once)",
        _choices("tlp", Label),
        "exercise: true or false; a demo hub takes exercises only",
        "organization: its short name, when you speak for several",
        "",
        "A longer one to start from: ./muster request example > order.json",
    )
)
"""The help of `muster request send`."""
