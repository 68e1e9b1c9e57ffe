"""What choosing topics costs in each of Label Studio's controls: `python -m tests.labelstudio.count_topic_actions`.

The topics of our sample pages' gold are chosen in the real page at 1366x768, every article from an empty
form. An action is a click, a key, a key with a modifier, or one turn of the wheel by up to 300 px. Letters count
as typed in Telex: "ệ" is e, e, j. Each control is used as well as it can be: what is in sight is clicked,
the rest is reached by the wheel or by the fewest letters that begin a word and leave three names at most.
docs/adr/0003 has the figures.
"""

import json
import tempfile
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page

from annotation.client import connect
from annotation.project import ensure_project
from annotation.push import tasks_of
from annotation.server.install import default_cache
from annotation.server.local import running
from annotation.tasks import import_missing
from schemas.contract import Contract, Topic, default_contract
from schemas.label_config import PRIMARY_TOPIC, SECONDARY_TOPICS, TEXT, label_config
from schemas.resources import resource
from tests.browser import chromium
from tests.labelstudio.page import LAPTOP, Annotator
from tests.labelstudio.sample import article, articles

_TURN = 300
# The drop-down's search waits 300 ms for another letter.
_SEARCHED = 450
_IN_SIGHT = """element => {
  const box = element.getBoundingClientRect();
  const there = document.elementFromPoint(box.left + 8, box.top + box.height / 2);
  return there !== null && (element.contains(there) || there.contains(element));
}"""


class Hand:
    """A hand that counts what it does."""

    def __init__(self, page: Page, contract: Contract) -> None:
        self.page, self.contract = page, contract
        self.done: Counter[str] = Counter()

    def click(self, what: Locator) -> None:
        what.click()
        self.done["clicks"] += 1
        self.page.wait_for_timeout(_SEARCHED)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.done["keys"] += 1

    def write(self, letters: str) -> None:
        self.page.keyboard.type(letters)
        self.done["keys"] += telex(letters)
        self.page.wait_for_timeout(_SEARCHED)

    def turn_to(self, what: Locator, over: Locator) -> None:
        """Turn the wheel over the middle of what can be seen of `over`, until `what` is in sight."""
        column = over.bounding_box()
        assert column is not None
        middle = self.page.viewport_size["height"] / 2 if self.page.viewport_size else 0
        for _ in range(20):
            if what.evaluate(_IN_SIGHT):
                return
            box = what.bounding_box()
            assert box is not None
            self.page.mouse.move(column["x"] + column["width"] / 2, middle)
            self.page.mouse.wheel(0, max(-_TURN, min(_TURN, box["y"] - middle)))
            self.done["wheel"] += 1
            self.page.wait_for_timeout(150)
        raise AssertionError("the wheel does not bring it into sight")

    def needle(self, topic: Topic) -> str:
        """The cheapest beginning of a word of the topic's name that at most three names have."""
        names = [other.name_vi.lower() for other in self.contract.topics]
        name = topic.name_vi.lower()
        starts = [0, *(place + 1 for place, letter in enumerate(name) if letter == " ")]
        pieces = [name[start:end] for start in starts for end in range(start + 1, len(name) + 1)]
        return min((p for p in pieces if sum(p in other for other in names) <= 3), key=telex)


def telex(letters: str) -> int:
    """Keys that write `letters`: one for each base letter, and for each circumflex, breve, horn, stroke, tone."""
    return sum(2 if letter == "đ" else 1 for letter in unicodedata.normalize("NFD", letters.lower()))


def in_taxonomy(hand: Hand, control: int, topics: Sequence[Topic]) -> None:
    """Open the drop-down; click what is in sight, search the rest; a second search replaces the first."""
    if topics:
        hand.click(hand.page.locator(".tinbai-topics .ant-select-selector").nth(control))
    searched = False
    for topic in topics:
        row = hand.page.locator(".ant-select-tree-treenode:visible").filter(has_text=topic.name_vi)
        box = row.last.locator(".ant-select-tree-checkbox")
        if not row.count() or not box.evaluate(_IN_SIGHT):
            if searched:
                hand.press("Control+A")
            hand.write(hand.needle(topic))
            searched = True
        hand.click(box)
    if control == 0:
        # It lies over the next one.
        hand.press("Escape")
        hand.page.wait_for_timeout(_SEARCHED)


def in_list(hand: Hand, control: int, topics: Sequence[Topic]) -> None:
    """Click what is in sight, turn the wheel for the rest."""
    listed = hand.page.locator(".tinbai-topics .lsf-choices").nth(control)
    for topic in topics:
        row = listed.locator("label").filter(has_text=topic.name_vi)
        hand.turn_to(row, listed)
        hand.click(row)


def by_filter(hand: Hand, control: int, topics: Sequence[Topic]) -> None:
    """Never look at the list: the filter's key, letters, Enter, or a click where another name comes first."""
    listed = hand.page.locator(".tinbai-topics .lsf-choices").nth(control)
    if topics:
        hand.click(hand.page.locator(".tinbai-topics input.ant-input").nth(control))
    for topic in topics:
        hand.write(hand.needle(topic))
        first = listed.locator("label").filter(visible=True).first
        if topic.name_vi in first.inner_text():
            hand.press("Enter")
        else:
            hand.click(listed.locator("label").filter(has_text=topic.name_vi))
            hand.click(hand.page.locator(".tinbai-topics input.ant-input").nth(control))
            hand.press("Control+A")


def other_control(contract: Contract, control: str) -> str:
    """The page with its topics in a `Taxonomy`, or in `Choices` one below the other."""
    page = ET.fromstring(label_config(contract))
    column = next(view for view in page.iter("View") if view.get("className") == "tinbai-topics")
    for child in list(column):
        column.remove(child)
    column.set("style", "flex-basis: 290px")
    children: dict[str | None, list[Topic]] = {}
    for topic in contract.topics:
        children.setdefault(topic.parent if control == "Taxonomy" else None, []).append(topic)

    def grow(element: ET.Element, parent: str | None) -> None:
        for topic in children.get(parent, ()):
            choice = ET.SubElement(element, "Choice", value=topic.name_vi, alias=topic.code)
            if control == "Taxonomy":
                grow(choice, topic.code)

    for name, most, choice in ((PRIMARY_TOPIC, "1", "single-radio"), (SECONDARY_TOPICS, "3", "multiple")):
        asked = {"maxUsages": most, "minWidth": "290"} if control == "Taxonomy" else {"choice": choice}
        asked["pathSeparator"] = " › "
        grow(ET.SubElement(column, control, {"name": name, "toName": TEXT, **asked}), None)
    return ET.tostring(page, encoding="unicode")


Way = Callable[[Hand, int, Sequence[Topic]], None]
_CHOSEN = ".ant-select-selection-item, label:has(input:checked)"


def main() -> None:
    contract = default_contract()
    known = {topic.code: topic for topic in contract.topics}
    golds = [json.loads(path.read_text()) for path in sorted(resource("examples/gold").glob("*.json"))]
    wanted = [gold["topics"] for gold in golds if gold.get("topics")]
    chosen = sum(1 + len(topics["secondary"]) for topics in wanted)
    print(f"{chosen} topics of {len(wanted)} articles")
    ways: dict[str, tuple[str, Way]] = {
        "Filter and Choices side by side, by eye": (label_config(contract), in_list),
        "Filter and Choices side by side, by filter alone": (label_config(contract), by_filter),
        "Taxonomy, two drop-downs": (other_control(contract, "Taxonomy"), in_taxonomy),
        "Choices, one list below the other": (other_control(contract, "Choices"), in_list),
    }
    with (
        tempfile.TemporaryDirectory() as folder,
        running(Path(folder) / "server", default_cache(), annotators=["lan"]) as server,
        chromium() as browser,
    ):
        connection = connect(server.url, server.api_key)
        lan = Annotator(browser, server.accounts[0], LAPTOP)
        lan.log_in(server.url)
        for number, (name, (config, way)) in enumerate(ways.items()):
            here = Path(folder) / str(number)
            project = ensure_project(connection, here, title=f"Chủ đề {number}", label_config=config)
            table = articles(contract, [article(key=str(n)) for n in range(len(wanted))])
            import_missing(connection, project, tasks_of(table, None, contract), here)
            total: Counter[str] = Counter()
            for topics in wanted:
                lan.open(project)
                hand = Hand(lan.page, contract)
                way(hand, 0, [known[topics["primary"]]])
                way(hand, 1, [known[code] for code in topics["secondary"]])
                shown = lan.page.locator(".tinbai-topics").locator(_CHOSEN).all_inner_texts()
                names = sorted(known[code].name_vi for code in (topics["primary"], *topics["secondary"]))
                assert sorted(text.split("[")[0].strip() for text in shown) == names, (name, shown, names)
                total += hand.done
                # The next task's form is empty; this one's would come back as a draft.
                lan.page.keyboard.press("Escape")
                lan.submit()
            print(
                f"{name}: {total.total()} actions, {total.total() / chosen:.2f} a topic, {dict(total)}",
                flush=True,
            )


if __name__ == "__main__":
    main()
