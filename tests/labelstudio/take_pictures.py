"""Take the pictures of docs/labeling.md: `python -m tests.labelstudio.take_pictures [FOLDER]`.

One of our own sample pages goes the whole road on a real server: suggested, corrected by one annotator in
the page, labelled otherwise by another, settled by an adjudicator in the page, and read back with
load_dataset. Every picture is what the browser showed.
"""

import html
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from playwright.sync_api import Browser, Page

from annotation.adjudicate import adjudication_title
from annotation.client import connect
from annotation.project import ADJUDICATION, Project, find_project
from annotation.server.install import default_cache
from annotation.server.local import Server, running
from annotation.submit import Answer, submit
from schemas.contract import Contract
from schemas.label_config import PRIMARY_TOPIC, SECONDARY_TOPICS
from schemas.records import Span
from schemas.resources import resource
from schemas.tables import read_table
from tests.browser import chromium
from tests.conftest import ROOT
from tests.labelstudio.page import LAPTOP, Annotator
from tinbai.console import Console
from tinbai.init import init_workspace
from tinbai.stages.adjudicate import adjudicate
from tinbai.stages.dedup import dedup
from tinbai.stages.normalize import normalize
from tinbai.stages.pull import pull
from tinbai.stages.push import project_title, push
from tinbai.stages.release import release
from tinbai.stages.suggest import suggest
from tinbai.stages.validate import validate
from tinbai.workspace import Workspace

SAMPLE = "07-thu-vien-luu-dong"

# What the second annotator says otherwise: one label, and one name missed.
OTHERWISE = {"Giải thưởng Vì cộng đồng Chồi Xanh": "EVENT"}
MISSED = "Ngày Sách và Văn hóa đọc Việt Nam lần thứ tư"

# Reading a data set can hang at interpreter exit, so it is done in a process of its own, as tinbai demo does.
_READ = """
import json, sys
from datasets import load_dataset
entities = load_dataset(sys.argv[1], "entities")
label = next(iter(entities.values())).features["entities"].feature["label"]
(row,) = [row for split in entities.values() for row in split]
print(json.dumps([row["status"], [[e["start"], e["end"], label.int2str(e["label"]), e["text"]] for e in row["entities"]]]))
"""


def main(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    console = Console()
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        init_workspace(Path(folder) / "news", "my/news")
        workspace = Workspace((Path(folder) / "news").resolve())
        normalize(workspace, console, [resource("examples/pages") / f"{SAMPLE}.html"])
        dedup(workspace, console)
        suggest(workspace, console)
        with running(workspace.server, default_cache(), annotators=["lan", "minh", "hoa"]) as server:
            push(workspace, console)
            _label(workspace, server, browser, target)
            pull(workspace, console)
            adjudicate(workspace, console)
            _settle(workspace, server, browser, target)
            adjudicate(workspace, console)
        validate(workspace, console)
        _read_back(release(workspace, console).paths["release"], browser, target)


def _label(workspace: Workspace, server: Server, browser: Browser, target: Path) -> None:
    """Lan corrects the suggestions in the page; Minh's answer comes by the API."""
    contract = workspace.contract
    text, gold, topics = _gold(contract)
    (row,) = read_table(workspace.suggestions, contract, "suggestions").to_pylist()
    suggested = {Span(e["start"], e["end"], e["label"], e["text"]) for e in row["entities"]}
    connection = connect(server.url, server.api_key)
    project = find_project(connection, workspace.labelstudio, title=project_title(workspace))
    assert project is not None
    lan = _at_work(browser, server, 0, project)
    _picture(lan.page, target / "1-suggested.png")
    for span in sorted(suggested - gold):
        lan.click_region(span.text, text[: span.start].count(span.text))
        lan.page.keyboard.press("Backspace")
    _mark(lan, contract, text, sorted(gold - suggested))
    _choose(lan, contract, topics)
    _picture(lan.page, target / "2-corrected.png")
    lan.submit()
    lan.context.close()

    minh = server.accounts[1]
    spans = tuple(
        Span(span.start, span.end, OTHERWISE.get(span.text, span.label), span.text)
        for span in sorted(gold)
        if span.text != MISSED
    )
    (article,) = read_table(workspace.articles, contract, "articles").to_pylist()
    answer = Answer(article["id"], article["text_sha256"], spans, tuple(topics), topics[0])
    submit(connect(server.url, minh.api_key), project, [answer], contract)


def _settle(workspace: Workspace, server: Server, browser: Browser, target: Path) -> None:
    """Hoa sees where the two differ, and decides as the gold does."""
    contract = workspace.contract
    text, gold, topics = _gold(contract)
    project = find_project(
        connect(server.url, server.api_key),
        workspace.labelstudio,
        title=adjudication_title(project_title(workspace)),
        role=ADJUDICATION,
    )
    assert project is not None
    hoa = _at_work(browser, server, 2, project)
    _picture(hoa.page, target / "3-conflict.png")
    _mark(hoa, contract, text, sorted(span for span in gold if span.text in {*OTHERWISE, MISSED}))
    _choose(hoa, contract, topics)
    hoa.submit()
    hoa.context.close()


def _read_back(released: str, browser: Browser, target: Path) -> None:
    read = subprocess.run(
        [sys.executable, "-c", _READ, released], cwd=ROOT, check=True, capture_output=True, text=True
    )
    status, entities = json.loads(read.stdout.splitlines()[-1])
    lines = [
        f'&gt;&gt;&gt; row = load_dataset("releases/{Path(released).name}", "entities")["train"][0]',
        '&gt;&gt;&gt; row["status"]',
        html.escape(repr(status)),
        '&gt;&gt;&gt; [(e["start"], e["end"], label.int2str(e["label"]), e["text"]) for e in row["entities"]]',
        *(html.escape(str(tuple(entity))) for entity in entities),
    ]
    page = browser.new_page(viewport={"width": LAPTOP[0], "height": 80 + 24 * len(lines)})
    page.set_content(
        '<body style="margin: 0; padding: 24px; background: #16181d; color: #e6e6e6">'
        f'<pre style="font: 16px/1.5 Consolas, Liberation Mono, monospace">{chr(10).join(lines)}</pre>'
    )
    page.screenshot(path=target / "4-gold.png")


def _gold(contract: Contract) -> tuple[str, set[Span], list[str]]:
    """The sample page's text, spans and topics, the main one first."""
    gold = json.loads((resource("examples/gold") / f"{SAMPLE}.json").read_text(encoding="utf-8"))
    spans = {Span(e["start"], e["end"], e["label"], e["text"]) for e in gold["entities"]}
    assert {span.label for span in spans} <= set(contract.entity_names)
    return gold["text"], spans, [gold["topics"]["primary"], *gold["topics"]["secondary"]]


def _at_work(browser: Browser, server: Server, number: int, project: Project) -> Annotator:
    person = Annotator(browser, server.accounts[number], LAPTOP)
    person.log_in(server.url)
    person.open(project)
    person.close_instruction("Hướng dẫn gán nhãn tin bài")
    return person


def _mark(person: Annotator, contract: Contract, text: str, spans: Iterable[Span]) -> None:
    keys = {label.name: label.hotkey for label in contract.entities}
    for span in spans:
        person.label(span.text, keys[span.label], text[: span.start].count(span.text))


def _choose(person: Annotator, contract: Contract, topics: list[str]) -> None:
    """Choose what of these is not chosen yet."""
    names = {topic.code: topic.name_vi for topic in contract.topics}
    for control, codes in ((PRIMARY_TOPIC, topics[:1]), (SECONDARY_TOPICS, topics[1:])):
        for code in codes:
            if names[code] not in person.chosen_topics(control):
                person.choose_topic(control, names[code])


def _picture(page: Page, path: Path) -> None:
    page.locator(".tinbai-publisher").scroll_into_view_if_needed()
    page.mouse.move(LAPTOP[0] - 200, LAPTOP[1] // 3)
    page.wait_for_timeout(1_000)
    page.screenshot(path=path)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "images")
