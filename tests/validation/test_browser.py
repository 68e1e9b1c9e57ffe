"""The page in Debian's chromium: nothing runs, nothing is fetched, nothing sticks out."""

import pytest
from playwright.sync_api import Browser

from tests.browser import watched
from tests.validation.conftest import Reports

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page_url(hostile_reports: Reports) -> str:
    return hostile_reports.verdict.reports["report"].as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_hostile_data_lie_still_at_any_width(
    browser: Browser, page_url: str, scheme: str, width: int
) -> None:
    page, told = watched(browser, page_url, viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert told == []
    assert page.title().startswith("failed: ")
    assert page.locator("script, img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    heading = page.locator("h1")
    assert heading.is_visible()
    assert "Failed" in heading.inner_text()
    page.close()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_whole_corpus_lies_still(browser: Browser, corpus: Reports, width: int) -> None:
    url = (corpus.folder / "report.html").as_uri()
    page, told = watched(browser, url, viewport={"width": width, "height": 800})
    page.mouse.move(width / 2, 400)
    page.keyboard.press("Tab")
    for details in page.locator("details").all():
        details.locator("summary").click()
    page.wait_for_timeout(300)
    assert told == []
    assert page.url.split("#")[0] == url
    assert page.title().startswith("failed: ")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").is_visible()
    assert page.locator("main").count() == page.locator("footer").count() == 1
    assert page.locator("footer").is_visible(), "nothing in data ends or hides the page"
    # A heap of marks on one letter would stand over its neighbours.
    assert (
        page.evaluate("Math.max(...[...document.querySelectorAll('.place')].map(e => e.scrollHeight))") < 400
    )
    page.close()


def test_a_failed_check_is_one_click_away(browser: Browser, page_url: str) -> None:
    page, _ = watched(browser, page_url, viewport={"width": 1280, "height": 800})
    page.locator("#checks a", has_text="error").first.click()
    target = page.url.rsplit("#", 1)[1]
    page.wait_for_function(
        "name => document.getElementById(name).getBoundingClientRect().top < 400", arg=target
    )
    assert (
        page.locator(f"[id='{target}'] mark").count() + page.locator(f"[id='{target}'] .message").count() > 0
    )
    page.close()
