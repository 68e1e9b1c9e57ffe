"""An article labelled by keys alone, and what keys cannot do: no key makes a new mark from words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from annotation.client import Connection
from annotation.pull import pull
from annotation.push import push
from annotation.server.local import Server
from schemas.contract import Contract
from schemas.label_config import PRIMARY_TOPIC, SECONDARY_TOPICS
from tests.labelstudio.page import Annotator
from tests.labelstudio.sample import SUGGESTED, TEXT, article, articles, span, suggestions

pytestmark = [pytest.mark.server, pytest.mark.browser]

TITLE = "Chỉ bàn phím"
SPORT, HEALTH, WEATHER = "medtop:15000000", "medtop:07000000", "medtop:17000000"

# Selects a word's first letter, as keys do in a browser's caret browsing (F7), which a headless browser lacks; from
# there on real keys extend the selection.
_CARET = """word => {
  const walker = document.createTreeWalker(document.querySelector('.tinbai-text'), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(word);
    if (at >= 0) return getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + 1);
  }
}"""


@pytest.fixture
def lan(browser: Browser, server: Server) -> Iterator[Annotator]:
    """Somebody without a mouse: to move it is an error."""
    person = Annotator(browser, server.accounts[0])
    person.log_in(server.url)
    yield person
    person.context.close()


def test_an_article_by_keys_alone(
    lan: Annotator, connection: Connection, contract: Contract, tmp_path: Path
) -> None:
    table = articles(contract, [article(), article("Bài sau ở Huế.", "Bài sau")])
    bare = suggestions(contract, table).to_pylist()
    for row in bare:
        row["topics"], row["primary_topic"] = [], None
    suggested = suggestions(contract, table).from_pylist(bare, schema=suggestions(contract, table).schema)
    project = push(connection, table, suggested, contract, folder=tmp_path, title=TITLE, overlap=1).project
    lan.open(project)
    press, page = lan.page.keyboard.press, lan.page
    keys = {label.name: label.hotkey for label in contract.entities}
    marked = page.locator(".htx-highlight.__active")

    def go_to(surface: str) -> None:
        """From mark to mark in the order of the text, until this one is selected."""
        for _ in SUGGESTED:
            press("Alt+.")
            expect(marked).to_have_count(1)
            if marked.inner_text() == surface:
                return
        raise AssertionError(f"Alt+. never came to {surface}")

    # What is suggested is gone through, given another label, deleted, and the deletion taken back.
    expect(page.locator(".htx-highlight")).to_have_count(len(SUGGESTED))
    go_to("sông Hậu")
    press(keys["LOC"])
    expect(page.locator(".tinbai-labels .lsf-label_selected")).to_contain_text("Địa danh")
    press("u")
    expect(marked).to_have_count(0)
    go_to("La Haye")
    press("Backspace")
    expect(page.locator(".htx-highlight")).to_have_count(len(SUGGESTED) - 1)
    press("Control+z")
    expect(page.locator(".htx-highlight")).to_have_count(len(SUGGESTED))
    press("Control+Shift+z")
    expect(page.locator(".htx-highlight")).to_have_count(len(SUGGESTED) - 1)

    # Topics: a key to each finder, letters, Enter; Shift+Tab out again.
    press("Shift+F")
    page.keyboard.type("thể thao")
    press("Enter")
    expect(lan.topics(PRIMARY_TOPIC).filter(has_text="Thể thao").locator("input")).to_be_checked()
    press("Shift+Tab")
    press("Shift+G")
    for letters, name in (("sức", "Y tế, sức khỏe"), ("thời tiết", "Thời tiết")):
        page.keyboard.type(letters)
        press("Enter")
        expect(lan.topics(SECONDARY_TOPICS).filter(has_text=name).locator("input")).to_be_checked()
    press("Shift+Tab")
    press("Shift+Tab")
    press("Control+Enter")
    expect(lan.text).to_contain_text("Bài sau ở Huế.")
    with page.expect_response(
        lambda answer: "/annotations" in answer.url and answer.request.method == "POST"
    ):
        press("Control+Space")

    pulled = pull(connection, table, contract, folder=tmp_path, title=TITLE).annotations.to_pylist()
    story, skipped = (next(row for row in pulled if row["id"] == id_) for id_ in table["id"].to_pylist())
    wanted = {
        (span(TEXT, surface, label).start, "LOC" if surface == "sông Hậu" else label)
        for surface, label in SUGGESTED
        if surface != "La Haye"
    }
    assert {(entity["start"], entity["label"]) for entity in story["entities"]} == wanted
    assert (story["primary_topic"], set(story["topics"])) == (SPORT, {SPORT, HEALTH, WEATHER})
    assert skipped["was_skipped"]


def test_no_key_makes_a_mark_of_selected_words(
    lan: Annotator, connection: Connection, contract: Contract, tmp_path: Path
) -> None:
    """Words can be selected by keys, but the editor (1.23.2) takes a selection up at the mouse button's release only.

    Should this fail one day, tell it in docs/labeling.md: then keys can do everything.
    """
    table = articles(contract, [article("Bà Bưởi ở xã Mỹ Hòa.")])
    project = push(connection, table, None, contract, folder=tmp_path, title="Con trỏ").project
    lan.open(project)
    page, press = lan.page, lan.page.keyboard.press
    tried = [
        *(label.hotkey for label in contract.entities),
        "Enter",
        "Space",
        "Control+d",
        "Alt+r",
        "Alt+m",
        "Alt+.",
    ]
    press(contract.entities[0].hotkey)
    expect(page.locator(".tinbai-labels .lsf-label_selected")).to_have_count(1)
    page.evaluate(_CARET, "Bưởi")
    for _ in "ưởi":
        press("Shift+ArrowRight")
    selected = page.evaluate("getSelection().toString()")
    for key in tried:
        press(key)
        expect(page.locator(".htx-highlight")).to_have_count(0)
    # The same words, the same label, by mouse: one mark.
    page.evaluate("getSelection().removeAllRanges()")
    press("Escape")
    lan.label("Bưởi", contract.entities[0].hotkey)
    expect(page.locator(".htx-highlight")).to_have_count(1)
    assert selected == "Bưởi"
