"""No server-side request forgery: the hub fetches no address that somebody typed.

What opens a connection is named here with its reason; anything new has to come here first.
"""

from __future__ import annotations

import ast
from pathlib import Path

import muster

SOURCE = Path(muster.__file__).parent
OPENS_CONNECTIONS = {
    "socket",
    "ssl",
    "http.client",
    "urllib.request",
    "urllib3",
    "requests",
    "httpx",
    "aiohttp",
    "ftplib",
    "smtplib",
    "asyncio",
    "subprocess",
    "webbrowser",
}
ALLOWED = {
    "cli/demo.py": {"webbrowser"},
    "cli/dependencies.py": {"subprocess"},
    "cli/ports.py": {"socket"},
    "cli/running_demo.py": {"urllib.request"},
    "documents/apart.py": {"subprocess"},
    "embedded/cluster.py": {"subprocess"},
    "embedded/processes.py": {"subprocess"},
    "embedded/server.py": {"subprocess"},
}
"""Programs and ports of this machine, none of them named by what a user typed. The sign-in
library calls identity providers, the mail library the mail server: both named by the operator."""


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
    return found & OPENS_CONNECTIONS


def test_only_what_is_named_here_can_open_a_connection() -> None:
    found = {
        str(path.relative_to(SOURCE)): names
        for path in sorted(SOURCE.rglob("*.py"))
        if (names := imported(path))
    }
    assert found == ALLOWED
