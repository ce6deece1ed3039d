"""What a person does in a browser, and what every page must satisfy."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Locator, Page

AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TOWN, LENDER, COORDINATOR, VOLUNTEER, AUDITOR = (
    "Town IT director",
    "County CIO",
    "Hub coordinator",
    "Volunteer",
    "Auditor",
)
EXPECTED_NOISE = re.compile(r"Failed to load resource: the server responded with a status of 4\d\d")


@dataclass
class Hub:
    """A running hub. `complaints` collects what the browser's console objected to."""

    address: str
    axe: str
    log: Path
    complaints: list[str] = field(default_factory=list)

    def go(self, page: Page, path: str) -> None:
        page.goto(self.address + path)

    def sign_in(self, page: Page, who: str) -> None:
        """One click on the demo's sign-in page."""
        self.go(page, "/sign-in/")
        follow(page.get_by_role("link", name=who).first)
        page.wait_for_url(self.address + "/")

    def listen(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def check(self, page: Page) -> None:
        """No accessibility violation, no sideways scrolling, no complaint in the console."""
        page.evaluate(self.axe)
        result: dict[str, Any] = page.evaluate(
            "rules => axe.run(document, {runOnly: rules})", AXE_RULES
        )
        found = [
            f"{violation['id']}: {node['html'][:200]}"
            for violation in result["violations"]
            for node in violation["nodes"]
        ]
        assert found == [], f"{page.url} has accessibility violations"
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{page.url} scrolls sideways by {overflow} px"
        assert self.complaints == [], f"{page.url} made the browser complain"

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not EXPECTED_NOISE.match(message.text):
            self.complaints.append(message.text)


def follow(what: Locator) -> None:
    """Click something that leads to a page, and wait until that page is there."""
    with what.page.expect_navigation():
        what.click()


def begin_request(page: Page) -> None:
    """From the start page into the form, with whatever draft there is."""
    begin = page.get_by_role("button", name="Ask for help")
    go_on = page.get_by_role("link", name="Go on with it")
    follow(begin.or_(go_on).first)
    page.wait_for_url(re.compile(r"/requests/draft/"))


def fill_request(page: Page, counts: dict[str, int]) -> None:
    """The shortest good answers."""
    page.get_by_text("Ransomware or encrypted systems").click()
    for code, count in counts.items():
        page.locator(f'[name="count_{code}"]').fill(str(count))
    page.locator('[name="where_to_report"]').fill("City Hall, back door")
    page.locator('[name="call_back_number"]').fill("+1 940 555 0100")


def send_request(page: Page) -> str:
    """Send it; answers the request's number."""
    follow(page.get_by_role("button", name="Send and see who could come"))
    page.wait_for_url(re.compile(r"/requests/R-\d{4}-\d{4}/match/"))
    found = re.search(r"R-\d{4}-\d{4}", page.url)
    assert found
    return found.group()
