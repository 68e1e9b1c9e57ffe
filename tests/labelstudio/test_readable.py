"""The page can be read: contrast as drawn, one font, title, publisher and paragraphs, at a laptop's size and a large one."""

import pytest
from playwright.sync_api import Browser, Page, expect

from annotation.client import Connection
from annotation.instruction import instruction_html
from annotation.push import push
from annotation.server.local import Server
from schemas.contract import Contract
from schemas.label_config import PRIMARY_TOPIC, SECONDARY_TOPICS
from schemas.resources import resource
from tests.labelstudio.contrast import contrast
from tests.labelstudio.page import LAPTOP, LARGE, Annotator
from tests.labelstudio.sample import TEXT, TITLE, article, articles, suggestions

pytestmark = [pytest.mark.server, pytest.mark.browser]

# WCAG 2.2, success criterion 1.4.3 (AA) for text of any size.
ENOUGH = 4.5

# Elements with Vietnamese letters in a text of their own whose first font lacks them.
_OTHER_FONTS = """() => [...document.querySelectorAll('body *')].filter(element =>
  [...element.childNodes].some(node => node.nodeType === 3 && /[\\u1ea0-\\u1ef9]/.test(node.data))
  && !getComputedStyle(element).fontFamily.includes('Noto Sans')).map(element => element.innerText)"""

# Whether every letter of a topic's name lies inside its row, and nothing covers any of its lines.
_SHOWN_IN_FULL = """row => {
  const range = document.createRange(); range.selectNodeContents(row.lastElementChild);
  const box = row.getBoundingClientRect(), lines = [...range.getClientRects()];
  return lines.length > 0 && lines.every(line =>
    line.left >= box.left && line.right <= box.right && line.top >= box.top - 1 && line.bottom <= box.bottom + 1
    && [line.left + 2, line.right - 2].every(x => [line.top + 3, line.bottom - 3].every(y =>
      row.contains(document.elementFromPoint(x, y)))));
}"""


@pytest.fixture(scope="module")
def opened(
    server: Server,
    connection: Connection,
    browser: Browser,
    contract: Contract,
    tmp_path_factory: pytest.TempPathFactory,
) -> Annotator:
    """A suggested story, and behind it one without title and source, open at a laptop's size."""
    bare = {**article("Một bài không có tên.", None), "source": None}
    table = articles(contract, [article(), bare])
    vietnamese, english = (
        resource(f"docs/guidelines/{language}.md").read_text(encoding="utf-8") for language in ("vi", "en")
    )
    project = push(
        connection,
        table,
        suggestions(contract, table.slice(0, 1)),
        contract,
        folder=tmp_path_factory.mktemp("readable"),
        title="Dễ đọc",
        instruction=instruction_html(vietnamese, {"English": english}),
    ).project
    lan = Annotator(browser, server.accounts[0], LAPTOP)
    lan.log_in(server.url)
    lan.open(project)
    lan.close_instruction("Hướng dẫn gán nhãn tin bài")
    return lan


def test_every_label_has_enough_contrast_as_drawn(opened: Annotator, contract: Contract) -> None:
    """In the bar at rest and chosen, and on the words that it marks at rest and selected."""
    page = opened.page
    seen: dict[str, float] = {}
    for label in contract.entities:
        shown = page.locator(".tinbai-labels .lsf-label").filter(has_text=label.name_vi)
        seen[f"{label.name} in the bar"] = contrast(shown.locator(".lsf-label__text"))
        page.keyboard.press(label.hotkey)
        expect(page.locator(".tinbai-labels .lsf-label_selected")).to_contain_text(label.name_vi)
        seen[f"{label.name} chosen"] = contrast(shown.locator(".lsf-label__text"))
        page.keyboard.press("Escape")
        expect(page.locator(".tinbai-labels .lsf-label_selected")).to_have_count(0)
    for marked in page.locator(".tinbai-text .htx-highlight").all():
        seen[f"{marked.inner_text()} marked"] = contrast(marked)
        expect(marked).to_be_visible()
    for surface in ("Nguyễn Văn Tám", "Lúa Xanh", "Hà Nội"):
        opened.click_region(surface)
        marked = page.locator(".tinbai-text .htx-highlight").filter(has_text=surface)
        seen[f"{surface} selected"] = contrast(marked)
        page.keyboard.press("Escape")
    too_faint = {what: round(ratio, 2) for what, ratio in seen.items() if ratio < ENOUGH}
    assert not too_faint
    assert len(seen) > 3 * len(contract.entities)


def test_no_word_is_written_in_two_fonts(opened: Annotator) -> None:
    opened.click_region("Nguyễn Văn Tám")
    assert opened.page.evaluate(_OTHER_FONTS) == []
    opened.page.keyboard.press("Escape")


@pytest.mark.parametrize("size", [LAPTOP, LARGE], ids=["laptop", "large"])
def test_title_publisher_and_paragraphs(opened: Annotator, size: tuple[int, int]) -> None:
    page = opened.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.locator(".tinbai-publisher")).to_have_text("tin.example")
    # Of the text alone can anything be marked: title and publisher stand outside it.
    assert opened.text.inner_text().split("\n")[0].startswith("Sáng 12/3/2024")
    assert _letters_in_a_line(page) in range(45, 101)
    # An empty line between paragraphs, as in the article.
    assert opened.text.inner_text().count("\n\n") >= TEXT.count("\n\n")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    in_sight = [row.bounding_box() for row in opened.topics(PRIMARY_TOPIC).all()]
    below = [box for box in in_sight if box is not None and box["y"] + box["height"] < size[1] - 50]
    assert len(below) >= (24 if size == LAPTOP else len(in_sight))


def test_the_longest_names_of_chosen_topics_are_shown_in_full(opened: Annotator, contract: Contract) -> None:
    """At both sizes, in one list alone and in both, behind "one too many", with the lists turned down to their end.

    Nor do they take the text's room: the column stays as broad as it was.
    """
    page = opened.page
    for name in opened.chosen_topics(SECONDARY_TOPICS):
        opened.choose_topic(SECONDARY_TOPICS, name)
    names = sorted((topic.name_vi for topic in contract.topics), key=len)
    most = contract.topic_rules.max_secondary + 1
    opened.choose_topic(PRIMARY_TOPIC, names[-1])
    _all_in_full(page, {PRIMARY_TOPIC: 1, SECONDARY_TOPICS: 0})
    for name in names[-most:]:
        opened.choose_topic(SECONDARY_TOPICS, name)
    _all_in_full(page, {PRIMARY_TOPIC: 1, SECONDARY_TOPICS: most})


def _all_in_full(page: Page, many: dict[str, int]) -> None:
    for width, height in (LAPTOP, LARGE):
        page.set_viewport_size({"width": width, "height": height})
        for control, count in many.items():
            chosen = page.locator(f".tinbai-{control} label").filter(has=page.locator("input:checked"))
            expect(chosen).to_have_count(count)
            listed = page.locator(f".tinbai-{control} .lsf-choices")
            for end in ("0", "element.scrollHeight"):
                listed.evaluate(f"element => element.scrollTo(0, {end})")
                assert not [row.inner_text() for row in chosen.all() if not row.evaluate(_SHOWN_IN_FULL)]
        assert page.locator(".tinbai-topics").evaluate("element => element.offsetWidth") == 430


def test_both_guides_are_a_click_away(opened: Annotator) -> None:
    page = opened.page
    page.get_by_role("button", name="Instructions").click()
    expect(page.get_by_role("heading", name="Hướng dẫn gán nhãn tin bài")).to_be_visible()
    expect(page.get_by_role("heading", name="How to label news stories")).to_be_hidden()
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("heading", name="How to label news stories")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="How to label news stories")).to_have_count(0)


def test_a_story_without_title_and_publisher_shows_neither(opened: Annotator) -> None:
    opened.skip()
    expect(opened.text).to_contain_text("Một bài không có tên.")
    expect(opened.page.locator(".tinbai-publisher")).to_have_text("")


def _letters_in_a_line(page: Page) -> int:
    """How many characters of average width fit the text's column."""
    return int(
        page.locator(".tinbai-text .lsf-richtext__container").evaluate(
            """element => { const pen = document.createElement('canvas').getContext('2d');
            const style = getComputedStyle(element); pen.font = `${style.fontSize} ${style.fontFamily}`;
            const sample = 'Theo bà Anna de Vries, tham tán nông nghiệp của Hà Lan';
            return element.clientWidth / (pen.measureText(sample).width / sample.length); }"""
        )
    )
