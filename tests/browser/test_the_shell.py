"""The shell as a browser lays it out: one line of menu, and paper without what only screens use."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page

CHECKOUT = Path(__file__).parents[2]
USWDS = CHECKOUT / "var" / "browser" / "css" / "uswds.min.css"
OURS = CHECKOUT / "src" / "muster" / "web" / "static" / "web"
FONTS = CHECKOUT / "var" / "browser" / "fonts" / "source-sans-pro"
WEIGHTS = {"regular": 400, "bold": 700}
SHEETS = ("muster.css", "components.css", "records.css", "forms.css")
EVERY_ENTRY = (
    "Start",
    "Board",
    "Requests",
    "Offers",
    "Missions",
    "Roster",
    "Agreements",
    "Members",
    "Audit",
)
PAPER = """
<main id="main">
<nav class="m-pages">Page 1 of 2</nav>
<p id="text">Kept. <a id="link" href="https://elsewhere.synthetic.example/long">A link</a></p>
<form id="small"><label>Reason<input name="reason"></label><button>Send</button></form>
<form id="record"><div class="m-lines"><p id="line">Two engineers</p><input id="tick"></div></form>
<p><span id="refresh" class="m-screen-only">This page refreshes itself.</span></p>
<details id="folded"><summary>Not chosen</summary><p id="inside">Too far away</p></details>
<details id="only-form"><summary>Cancel it</summary><form><button>Cancel</button></form></details>
<a id="button" class="usa-button" href="/">Open</a>
<div id="card" class="m-card">A card</div>
</main>
"""
Open = Callable[[str, int], AbstractContextManager[Page]]


class Somebody:
    """A signed-in person with a long name, as the header reads it."""

    is_authenticated = True

    def __str__(self) -> str:
        return "Synthetic Chief Information Officer (Office of a very long name)"


@pytest.fixture
def opened(browser: Browser) -> Open:
    if not USWDS.exists():
        pytest.skip(f"NOT CHECKED in a browser: run ./muster test once, it brings {USWDS}.")

    @contextmanager
    def run(body: str, width: int) -> Iterator[Page]:
        styles = [USWDS.read_text(), *((OURS / sheet).read_text() for sheet in SHEETS), our_font()]
        html = "".join(f"<style>{style}</style>" for style in styles)
        html += f'<style media="print">{(OURS / "print.css").read_text()}</style>'
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.set_content(f"<!doctype html><html><head>{html}</head><body>{body}</body></html>")
        page.evaluate("document.fonts.ready.then(() => true)")
        yield page
        page.close()

    return run


def our_font() -> str:
    """The page's own font by value: without it each machine would measure its own."""
    return "".join(
        "@font-face{font-family:'Source Sans Pro Web';"
        f"font-weight:{weight};src:url(data:font/woff2;base64,{_font(name)})}}"
        for name, weight in WEIGHTS.items()
    )


def _font(name: str) -> str:
    return base64.b64encode((FONTS / f"sourcesanspro-{name}-webfont.woff2").read_bytes()).decode()


def header(user: object) -> str:
    entries = [{"label": label, "url": f"/{label}/", "current": False} for label in EVERY_ENTRY]
    return render_to_string(
        "web/header.html",
        {
            "user": user,
            "navigation": entries,
            "account_navigation": entries[:2],
            "sign_out_url": "/out/",
            "sign_in_url": "/in/",
        },
    )


@pytest.mark.parametrize("width", [1200, 1280])
@pytest.mark.parametrize("user", [Somebody(), AnonymousUser()], ids=["somebody", "visitor"])
def test_the_longest_menu_fits_on_one_line(opened: Open, user: object, width: int) -> None:
    with opened(header(user), width) as page:
        tops = page.eval_on_selector_all(
            ".m-nav--wide a", "links => links.map(link => link.getBoundingClientRect().top)"
        )
        row = page.locator(".m-header__row").bounding_box()
        account = page.locator(".m-account-menu, .m-account--wide").bounding_box()

    assert len(tops) == len(EVERY_ENTRY)
    assert len(set(tops)) == 1
    assert row
    assert row["height"] < 80
    assert account
    assert account["x"] + account["width"] <= width


def test_the_account_menu_opens_without_a_script_and_stays_on_the_screen(opened: Open) -> None:
    with opened(header(Somebody()), 1280) as page:
        assert not page.locator(".m-account-menu button").is_visible()
        page.locator(".m-account-menu summary").click()
        assert page.locator(".m-account-menu button").is_visible()
        body = page.locator(".m-account-menu__body").bounding_box()

    assert body
    assert body["x"] >= 0
    assert body["x"] + body["width"] <= 1280


@pytest.mark.parametrize("width", [320, 1199])
def test_a_narrower_screen_folds_the_menu(opened: Open, width: int) -> None:
    with opened(header(Somebody()), width) as page:
        assert page.locator(".m-menu summary").is_visible()
        assert not page.locator(".m-nav--wide").is_visible()
        assert not page.locator(".m-account-menu").is_visible()


def test_paper_shows_the_record_and_nothing_to_press(opened: Open) -> None:
    body = f'<a class="m-skip" href="#main">Skip</a>{header(Somebody())}{PAPER}'
    body += render_to_string("web/footer.html")
    kept = ["#text", "#link", "#line", "#folded summary", "#inside", "#card"]
    gone = [
        ".m-header",
        ".m-footer",
        ".m-skip",
        ".m-pages",
        "#small",
        "#tick",
        "#refresh",
        "#only-form",
        "#button",
    ]
    with opened(body, 900) as page:
        assert [name for name in gone if not page.locator(name).is_visible()] == []
        page.emulate_media(media="print")
        assert [name for name in kept if not page.locator(name).is_visible()] == []
        assert [name for name in gone if page.locator(name).is_visible()] == []
        address = page.evaluate(
            "getComputedStyle(document.querySelector('#link'), '::after').content"
        )
        unbroken = page.evaluate("getComputedStyle(document.querySelector('#card')).breakInside")

    assert address == "none"
    assert unbroken == "avoid"


def test_what_has_the_focus_is_marked(opened: Open) -> None:
    with opened('<main><a id="one" href="/">One</a></main>', 900) as page:
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.querySelector('#one')).outlineStyle")
        width = page.evaluate("getComputedStyle(document.querySelector('#one')).outlineWidth")

    assert outline == "solid"
    assert float(width.removesuffix("px")) >= 2
