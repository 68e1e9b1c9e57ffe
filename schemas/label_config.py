"""The Label Studio labeling page, generated from the contract.

Tried in Chromium at 1366x768 and 1920x1080 with Label Studio 1.23.2. Topics are two lists of `Choices`, for
that needs the fewest clicks and keys (docs/adr/0003 has the counts). What an annotator sees is `value`; what
is stored is `alias`, the contract's name.
"""

import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from textwrap import wrap

from schemas.contract import Contract, Topic

# Names of the page's controls, which every stored result repeats.
TEXT = "text"
ENTITIES = "entities"
PRIMARY_TOPIC = "primary_topic"
SECONDARY_TOPICS = "secondary_topics"
COMMENT = "comment"

# The field of a task's data that the page shows below the title.
PUBLISHER = "publisher"

# Chosen topics' rows are all as high as the longest name needs, so that it is known where the next one stays: px of
# a line, and letters that surely fit one (184 px of Noto Sans 13 px bold).
_LINE = 18
_LETTERS = 22

# `Choices` hands every choice a key of its own, "9", "0", "q", "w" ..., so that a letter pressed on the page
# silently changed a topic. A choice that has a key gets no other, and this is on no keyboard.
_NO_KEY = "ctrl+alt+shift+f13"

# Label Studio's own font lacks most Vietnamese letters, so the browser mixes two fonts within a word; its
# style sheet names that font on every element, hence the stars. The guide that comes up first
# (`lsf-modal-ls`) is dressed here too: the server takes away styles of its own, and the page its margins,
# bullets and lines.
_CSS = """
.tinbai { display: flex; gap: 28px; align-items: flex-start; }
.tinbai, .tinbai *, .lsf-outliner * { font-family: "Noto Sans", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif !important; }
.tinbai-story { flex: 1 1 auto; min-width: 0; max-width: 58em; }
.tinbai-story :is(h1, h2, h3, h4, h5) { font-size: 21px; font-weight: 600; line-height: 1.35; }
.tinbai-labels { position: sticky; top: 0; z-index: 5; padding: 2px 0; background: var(--color-neutral-background, #fff); border-bottom: 1px solid var(--color-neutral-border, #ddd); }
.tinbai-labels .lsf-labels { margin: 6px 0; gap: 6px; }
.tinbai-labels .lsf-label { margin: 0; }
.tinbai-text .lsf-richtext__container { padding: 14px 0; font-size: 17px; line-height: 1.8; }
.tinbai-topics { position: sticky; top: 0; flex: 0 0 430px; }
.tinbai-topics :is(h1, h2, h3, h4, h5) { font-size: 15px; font-weight: 600; }
.tinbai-topic-row { display: flex; gap: 14px; align-items: flex-start; }
.tinbai-topic-row :is(.tinbai-topic-head, .tinbai-topic-list) { flex: 1 1 0; min-width: 0; }
.tinbai-topic-list .lsf-choices { display: flex; flex-direction: column; align-items: stretch; margin: 6px 0 0; max-height: calc(100vh - 296px); overflow: auto; }
.tinbai-topic-list .lsf-choice { margin: 0; }
.tinbai-topic-list .lsf-choice__item label { align-items: flex-start; margin: 0; font-size: 13px; line-height: 20px; }
.tinbai-topic-list .lsf-choice:has(input:checked) { order: -1; position: sticky; z-index: 1; flex: none; background: #eef3ff; box-shadow: inset 0 -1px #cfd9f7; }
.tinbai-topic-list .lsf-choice:has(input:checked) label { width: 100%; align-items: center; font-weight: 600; line-height: 18px; }
.tinbai-settling .tinbai-topic-list .lsf-choices { max-height: calc(100vh - 340px); }
.tinbai-topic-list .lsf-hint { display: none; }
.tinbai-publisher :is(h1, h2, h3, h4, h5, h6) { margin: 0; font-size: 14px; font-weight: 400; }
:is(.lsf-labels-list, .lsf-region-meta, .lsf-breadcrumbs) * { font-family: "Noto Sans", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif !important; }
.lsf-outliner :is(.lsf-tree-node-content-wrapper, .lsf-tree-title, .lsf-outliner-item) { min-width: 0; max-width: 100%; overflow: hidden; }
.lsf-outliner-item:not(:hover) .lsf-outliner-item__wrapper { display: none; }
.lsf-outliner-item__title { min-width: 0; overflow: hidden; }
.lsf-outliner-item__title .lsf-labels-list { flex: none; white-space: nowrap; }
.lsf-outliner-item__text { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.tinbai-note { margin-bottom: 12px; padding: 2px 12px; max-height: 35vh; overflow: auto; border-left: 4px solid #b26a00; background: var(--color-warning-background, #fff6e5); }
.lsf-modal-ls__body, .lsf-modal-ls__body * { font-family: "Noto Sans", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif !important; }
.lsf-modal-ls__body { font-size: 15px; line-height: 1.55; }
.lsf-modal-ls__body :is(h1, h2) { font-weight: 600; }
.lsf-modal-ls__body details { margin: 0 0 12px; padding-bottom: 6px; border-bottom: 1px solid var(--color-neutral-border, #ddd); }
.lsf-modal-ls__body summary { margin: 0 0 8px; font-weight: 600; cursor: pointer; }
.lsf-modal-ls__body h1 { font-size: 22px; line-height: 1.4; margin: 0 0 8px; }
.lsf-modal-ls__body h2 { font-size: 18px; line-height: 1.4; margin: 20px 0 6px; }
.lsf-modal-ls__body :is(p, ul, ol, table) { margin: 0 0 10px; }
.lsf-modal-ls__body :is(ul, ol) { padding-left: 24px; list-style: disc outside; }
.lsf-modal-ls__body ol { list-style-type: decimal; }
.lsf-modal-ls__body :is(th, td) { padding: 4px 8px; border: 1px solid var(--color-neutral-border, #ddd); text-align: left; vertical-align: top; }
.tinbai .tinbai-note :is(h1, h2, h3, h4, h5, h6) { font-size: 14px; font-weight: 400; line-height: 1.5; white-space: pre-line; }
"""


@dataclass(frozen=True, slots=True)
class _Words:
    """What the page says besides the labels' and topics' names."""

    primary: str
    secondary: str
    find: str
    too_many: str
    required: str
    remark: str
    reason: str


_VIETNAMESE = _Words(
    primary="Chủ đề chính",
    secondary="Chủ đề phụ (tối đa {})",
    find="Tìm ({})",
    too_many="quá {}!",
    required="Hãy chọn một chủ đề chính trước khi gửi.",
    remark="Ghi chú cho người phân xử (không bắt buộc)",
    reason="Lý do của quyết định (không bắt buộc)",
)
_ENGLISH = _Words(
    primary="Main topic",
    secondary="Other topics (at most {})",
    find="Find ({})",
    too_many="over {}!",
    required="Choose a main topic before you submit.",
    remark="A remark for the adjudicator (optional)",
    reason="Why you decided so (optional)",
)


def label_config(contract: Contract, *, adjudication: bool = False) -> str:
    """The labeling configuration as XML; the same contract gives the same bytes.

    A task's data must hold `title` and `text`. With `adjudication` the page also shows the task's `note`
    above the story. Either page takes a comment: an annotator's for the adjudicator, or theirs why.
    """
    vietnamese = contract.language.split("-")[0] == "vi"
    words = _VIETNAMESE if vietnamese else _ENGLISH
    page = ET.Element("View", className="tinbai")
    ET.SubElement(page, "Style").text = _CSS + _chosen_rows(contract, words, vietnamese=vietnamese)
    story = ET.SubElement(page, "View", className="tinbai-story")
    if adjudication:
        note = ET.SubElement(story, "View", className="tinbai-note")
        ET.SubElement(note, "Header", value="$note", size="6")
    ET.SubElement(story, "Header", value="$title", size="4")
    # Missing from a task it draws nothing. `$source` would draw the whole task: the editor keeps that name.
    publisher = ET.SubElement(story, "View", className="tinbai-publisher")
    ET.SubElement(publisher, "Header", value=f"${PUBLISHER}", size="6")
    bar = ET.SubElement(story, "View", className="tinbai-labels")
    labels = ET.SubElement(bar, "Labels", name=ENTITIES, toName=TEXT, showInline="true")
    for label in contract.entities:
        shown, other, meaning = label.name_vi, label.name_en, label.definition_vi
        if not vietnamese:
            shown, other, meaning = label.name_en, label.name_vi, label.definition
        ET.SubElement(
            labels,
            "Label",
            value=shown,
            alias=label.name,
            hotkey=label.hotkey,
            background=label.colour,
            hint=f"{other}: {meaning}",
        )
    body = ET.SubElement(story, "View", className="tinbai-text")
    ET.SubElement(body, "Text", name=TEXT, value="$text", granularity="word")
    if contract.topics:
        _topic_column(page, contract, words, vietnamese=vietnamese, adjudication=adjudication)
    ET.indent(page)
    return ET.tostring(page, encoding="unicode") + "\n"


def chosen_row(names: Iterable[str]) -> int:
    """The height in px of a chosen topic's row that shows any of these names in full."""
    return 4 + _LINE * max((len(wrap(name, _LETTERS)) for name in names), default=1)


def _chosen_rows(contract: Contract, words: _Words, *, vietnamese: bool) -> str:
    """Chosen topics stay in sight at the top of their list, one below the other; what is more than the most is marked.

    `Choices` has no limit of its own. Without ">": the editor takes the style with its entities unresolved.
    """
    most = contract.topic_rules.max_secondary
    marked = words.too_many.format(most)
    names = (topic.name_vi if vietnamese else topic.name_en for topic in contract.topics)
    row = chosen_row(f"{marked} {name}" for name in names)
    chosen = ".lsf-choice:has(input:checked)"
    rules = [f".tinbai-topic-list {chosen} label {{ height: {row}px; }}\n"]
    rules += [
        f".tinbai-topic-list {' ~ '.join([chosen] * (number + 1))} {{ top: {number * row}px; }}\n"
        for number in range(most + 1)
    ]
    one_more = f".tinbai-{SECONDARY_TOPICS} {' ~ '.join([chosen] * (most + 1))}"
    rules.append(f"{one_more} {{ background: #fde7e7; }}\n")
    told = f'content: "{marked} "; color: #b3261e;'
    rules.append(f"{one_more} label span:not(.ant-checkbox) span::before {{ {told} }}\n")
    return "".join(rules)


def in_branches(topics: Sequence[Topic]) -> list[Topic]:
    """Each topic right after the one that it belongs to."""
    children: defaultdict[str | None, list[Topic]] = defaultdict(list)
    for topic in topics:
        children[topic.parent].append(topic)

    def under(parent: str | None) -> list[Topic]:
        return [one for topic in children[parent] for one in (topic, *under(topic.code))]

    return under(None)


def _topic_column(
    page: ET.Element, contract: Contract, words: _Words, *, vietnamese: bool, adjudication: bool
) -> None:
    # The adjudicator's comment stands below the lists.
    place = "tinbai-topics tinbai-settling" if adjudication else "tinbai-topics"
    column = ET.SubElement(page, "View", className=place)
    rules = contract.topic_rules

    def choices(name: str, heading: str, key: str, rest: dict[str, str]) -> None:
        head = ET.SubElement(heads, "View", className="tinbai-topic-head")
        ET.SubElement(head, "Header", value=heading, size="5")
        filter_ = {"name": f"find_{name}", "toName": name, "minlength": "0", "hotkey": key}
        ET.SubElement(head, "Filter", {**filter_, "placeholder": words.find.format(key.title())})
        view = ET.SubElement(lists, "View", className=f"tinbai-topic-list tinbai-{name}")
        control = ET.SubElement(view, "Choices", {"name": name, "toName": TEXT, **rest})
        for topic in in_branches(contract.topics):
            shown, other = topic.name_vi, topic.name_en
            if not vietnamese:
                shown, other = other, shown
            hint = f"{other}: {topic.definition}"
            ET.SubElement(control, "Choice", value=shown, alias=topic.code, hint=hint, hotkey=_NO_KEY)

    # Both finders come before both lists: whoever works by keys is out of the second one after two steps back.
    heads = ET.SubElement(column, "View", className="tinbai-topic-row")
    lists = ET.SubElement(column, "View", className="tinbai-topic-row")
    needed = {"required": "true", "requiredMessage": words.required}
    choices(PRIMARY_TOPIC, words.primary, "shift+f", {"choice": "single-radio", **needed})
    if rules.max_secondary:
        heading = words.secondary.format(rules.max_secondary)
        choices(SECONDARY_TOPICS, heading, "shift+g", {"choice": "multiple"})
    ET.SubElement(
        column,
        "TextArea",
        name=COMMENT,
        toName=TEXT,
        placeholder=words.reason if adjudication else words.remark,
        rows="4" if adjudication else "2",
        maxSubmissions="1",
        editable="true",
        showSubmitButton="false",
    )
