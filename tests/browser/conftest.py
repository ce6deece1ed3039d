"""Starts the demo hub as a newcomer does and a headless Chromium to walk it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from tests.browser.walking import Hub

CHECKOUT = Path(__file__).parents[2]
AXE = CHECKOUT / "var" / "browser-test" / "axe.min.js"
BROWSER_PARTS = CHECKOUT / "var" / "browser"
START_SECONDS = 120
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = str(Path(__file__).parent)
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


def _chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("NOT CHECKED in a browser: install chromium (as root: ./muster test does it).")
    return found


@pytest.fixture(scope="session")
def hub() -> Iterator[Hub]:
    """`muster demo` on a free port, in a var folder of its own, stopped by Ctrl-C at the end."""
    _chromium()
    missing = [path for path in (AXE, BROWSER_PARTS / "css") if not path.exists()]
    if missing:
        pytest.skip(f"NOT CHECKED in a browser: run ./muster test once, it brings {missing[0]}.")
    # World-enterable, so that the database's unprivileged user can reach it when run by root.
    var = Path(tempfile.mkdtemp(prefix="muster-browser-"))
    var.chmod(0o755)
    port = _free_port()
    log = var / "demo.log"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": os.environ.get("HOME", "/"),
        "PYTHONPATH": str(CHECKOUT / "src"),
        "MUSTER_VAR": str(var),
        "MUSTER_BROWSER_PARTS": str(BROWSER_PARTS),
    }
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "muster.cli", "demo", "--no-open", "--port", str(port)],
            cwd=CHECKOUT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(f"http://127.0.0.1:{port}/", server, log)
        yield Hub(f"http://127.0.0.1:{port}", AXE.read_text(encoding="utf-8"), log)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)
        shutil.rmtree(var, ignore_errors=True)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    # Playwright keeps an event loop in this thread; Django then takes every later test of the
    # same worker for asynchronous code and refuses it the database.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as started:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
    yield launched
    launched.close()


@pytest.fixture
def open_page(hub: Hub, browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page for one person (or a visitor) at a width, closed after the test."""
    contexts: list[BrowserContext] = []
    hub.complaints.clear()

    def opened(who: str = "", *, width: int = 390, javascript: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844}, java_script_enabled=javascript
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        hub.listen(page)
        if who:
            hub.sign_in(page, who)
        return page

    yield opened
    for context in contexts:
        context.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 (our own loopback)
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    server.kill()
    pytest.fail("The demo hub did not start:\n" + log.read_text(errors="replace")[-3000:])
