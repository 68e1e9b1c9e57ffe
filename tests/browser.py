"""Debian's chromium for the tests that look at a page."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
# Without the background flags it knocks at hosts of its maker at every start.
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser. Only one may be open in a process: Playwright's synchronous interface wants it so."""
    if not CHROMIUM.exists():
        pytest.skip(
            f"SKIPPED LOUDLY: {CHROMIUM} is not there, so no page was looked at (apt install chromium)"
        )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=_FLAGS)
        try:
            yield browser
        finally:
            browser.close()


def watched(browser: Browser, url: str, **settings: object) -> tuple[Page, list[str]]:
    """The page, and whatever it asked for, said or complained of."""
    page = browser.new_page(**settings)
    told: list[str] = []
    page.on("request", lambda request: told.append(f"request {request.url}") if request.url != url else None)
    page.on("console", lambda message: told.append(f"console {message.text}"))
    page.on("pageerror", lambda error: told.append(f"error {error}"))
    page.on("dialog", lambda dialog: told.append(f"dialog {dialog.message}"))
    page.goto(url)
    return page, told
