"""What an annotator does in the real page, in Debian's chromium, and what comes back from it."""

import string
import unicodedata
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from annotation.client import Connection
from annotation.instruction import instruction_html
from annotation.pseudonym import pseudonym, workspace_salt
from annotation.pull import pull
from annotation.push import push
from annotation.server.local import Server
from schemas.contract import Contract
from schemas.label_config import PRIMARY_TOPIC, SECONDARY_TOPICS, in_branches
from tests.labelstudio.page import Annotator
from tests.labelstudio.sample import SUGGESTED, TEXT, TOPICS, article, articles, span, suggestions

pytestmark = [pytest.mark.server, pytest.mark.browser]

# Emoji of one, two and seven code points, what was NFD before normalize, double spaces, a tab, a line
# feed, a no-break space, markup.
HARD = unicodedata.normalize(
    "NFC",
    unicodedata.normalize("NFD", "👩‍🌾🇻🇳 Bà  Trần Thị Bưởi ở xã Mỹ  Hòa, Đồng\u00a0Tháp.\n\n")
    + "Công ty Gạo & Cám <Sen>\tđạt giải Bông Lúa 🌾🌾 ngày 5/6/2023.",
)
GUIDE = "# Hướng dẫn gán nhãn\n\nMỗi tên riêng một nhãn."


def test_a_working_day(
    server: Server, connection: Connection, browser: Browser, contract: Contract, tmp_path: Path
) -> None:
    keys = {label.name: label.hotkey for label in contract.entities}
    names = {topic.code: topic.name_vi for topic in contract.topics}
    table = articles(contract, [article(), article(HARD, "Bài khó"), article("Bài để bỏ qua.", None)])
    suggested = suggestions(contract, table.slice(0, 1))
    pushed = push(
        connection,
        table,
        suggested,
        contract,
        folder=tmp_path,
        title="Một ngày làm việc",
        instruction=instruction_html(GUIDE),
    )
    lan = Annotator(browser, server.accounts[0])
    lan.log_in(server.url)
    lan.open(pushed.project)

    # The guide comes first.
    lan.close_instruction("Hướng dẫn gán nhãn")

    # A story with suggestions: one is changed, one deleted, one label added behind the emoji, one topic more.
    expect(lan.page.locator(".htx-highlight")).to_have_count(len(SUGGESTED))
    lan.relabel("sông Hậu", keys["LOC"], "Địa danh")
    lan.click_region("La Haye")
    lan.page.keyboard.press("Backspace")
    expect(lan.page.locator(".htx-highlight")).to_have_count(len(SUGGESTED) - 1)
    lan.label("Hà Lan", keys["GPE"], nth=1)
    lan.choose_topic(SECONDARY_TOPICS, names["medtop:20000640"])
    # Keys that are labels' elsewhere are letters in the comment.
    lan.page.locator(".tinbai-topics textarea").fill("Sông Hậu: 3 hay 4?")
    lan.submit()

    # A hard text without suggestions.
    expect(lan.text).to_contain_text("Trần Thị Bưởi")
    hard = [
        ("Trần Thị Bưởi", "PER"),
        ("xã Mỹ  Hòa", "GPE"),
        ("Đồng\u00a0Tháp", "GPE"),
        ("Công ty Gạo & Cám <Sen>", "ORG"),
        ("Bông Lúa", "MISC"),
        ("5/6/2023", "DATE"),
    ]
    for surface, label in hard:
        lan.label(surface, keys[label])
    # A main topic must be chosen before it can be sent.
    lan.page.get_by_test_id("bottombar-submit-button").click()
    lan.confirm("Hãy chọn một chủ đề chính")
    lan.choose_topic(PRIMARY_TOPIC, names["medtop:20000210"])
    lan.submit()

    # And one that is not worth labelling.
    expect(lan.text).to_contain_text("Bài để bỏ qua.")
    lan.skip()

    assert lan.visited == {"127.0.0.1"}

    pulled = pull(connection, table, contract, folder=tmp_path, title="Một ngày làm việc")
    assert pulled.quarantine.num_rows == 0
    rows = {row["id"]: row for row in pulled.annotations.to_pylist()}
    story, difficult, skipped = (rows[id_] for id_ in table["id"].to_pylist())

    kept = [
        span(TEXT, surface, label) for surface, label in SUGGESTED if surface not in ("sông Hậu", "La Haye")
    ]
    changed = span(TEXT, "sông Hậu", "LOC")
    start = TEXT.index("Hà Lan", TEXT.index("🌾"))
    expected = {(s.start, s.end, s.label, s.text, "prediction") for s in kept}
    expected |= {(changed.start, changed.end, "LOC", "sông Hậu", "prediction-changed")}
    expected |= {(start, start + 6, "GPE", "Hà Lan", "manual")}
    assert {tuple(entity.values()) for entity in story["entities"]} == expected
    assert story["primary_topic"] == TOPICS[0]
    assert set(story["topics"]) == {*TOPICS, "medtop:20000640"}

    assert pulled.comments[story["annotation_id"]] == "Sông Hậu: 3 hay 4?"
    assert pulled.comments[difficult["annotation_id"]] == ""

    wanted = [span(HARD, surface, label) for surface, label in hard]
    assert [(e["start"], e["end"], e["label"], e["text"]) for e in difficult["entities"]] == [
        (s.start, s.end, s.label, s.text) for s in wanted
    ]
    assert (difficult["topics"], difficult["primary_topic"]) == (["medtop:20000210"], "medtop:20000210")
    assert (skipped["was_skipped"], skipped["entities"]) == (True, [])

    me = pseudonym(workspace_salt(tmp_path), server.accounts[0].email)
    assert {row["annotator"] for row in rows.values()} == {me}
    assert all(row["lead_time_s"] > 0 for row in rows.values())
    assert [rows[id_]["suggestion_arm"] for id_ in table["id"].to_pylist()] == ["rules", "none", "none"]


def test_no_key_means_two_things(
    server: Server, connection: Connection, browser: Browser, contract: Contract, tmp_path: Path
) -> None:
    """Each label's key picks that label, and nothing else on the page answers to it."""
    table = articles(contract, [article("Một câu ngắn ở Huế.")])
    project = push(connection, table, None, contract, folder=tmp_path, title="Phím tắt").project
    minh = Annotator(browser, server.accounts[1])
    minh.log_in(server.url)
    minh.open(project)
    for label in contract.entities:
        minh.page.keyboard.press(label.hotkey)
        chosen = minh.page.locator(".tinbai-labels .lsf-label_selected")
        expect(chosen).to_have_count(1)
        expect(chosen).to_contain_text(label.name_vi)
        minh.page.keyboard.press(label.hotkey)
        expect(minh.page.locator(".tinbai-labels .lsf-label_selected")).to_have_count(0)
    # Label Studio gives every choice a letter or digit of its own, where nothing else has one.
    for key in (*string.ascii_lowercase, "9", "0"):
        minh.page.keyboard.press(key)
    assert minh.chosen_topics(PRIMARY_TOPIC) == minh.chosen_topics(SECONDARY_TOPICS) == []


def test_too_many_other_topics_are_marked(
    server: Server, connection: Connection, browser: Browser, contract: Contract, tmp_path: Path
) -> None:
    """`Choices` has no limit, so the page says which topic is one too many; TOP003 is an error for who sends it."""
    table = articles(contract, [article("Một câu dài hơn ở Huế.")])
    project = push(connection, table, None, contract, folder=tmp_path, title="Quá nhiều chủ đề").project
    minh = Annotator(browser, server.accounts[1])
    minh.log_in(server.url)
    minh.open(project)
    names = [topic.name_vi for topic in in_branches(contract.topics)]
    most = contract.topic_rules.max_secondary
    told = (
        """row => getComputedStyle(row.querySelector('span:not(.ant-checkbox) span'), '::before').content"""
    )
    chosen = minh.topics(SECONDARY_TOPICS).filter(has=minh.page.locator("input:checked"))
    for number, name in enumerate(names[: most + 2], start=1):
        minh.choose_topic(SECONDARY_TOPICS, name)
        marked = [f"quá {most}!" in row.evaluate(told) for row in chosen.all()]
        assert marked == [place >= most for place in range(number)]
    # However far down the list is turned, what is chosen stays in sight.
    listed = minh.page.locator(f".tinbai-{SECONDARY_TOPICS} .lsf-choices")
    listed.evaluate("element => element.scrollTo(0, element.scrollHeight)")
    boxes = [box for row in chosen.all()[: most + 1] if (box := row.bounding_box())]
    assert boxes[0]["y"] >= (listed.bounding_box() or boxes[0])["y"] - 4
    assert [round(box["y"] - boxes[0]["y"]) for box in boxes] == [
        round(boxes[0]["height"]) * place for place in range(most + 1)
    ]
