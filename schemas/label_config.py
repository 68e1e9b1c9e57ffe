"""The Label Studio labeling page, generated from the contract.

Tried in Chromium at 1440x900 with Label Studio 1.23.2. Topics are a `Taxonomy` because it is the only
control that folds 37 topics into one searchable line, limits the number of choices (docs/adr/0003 says
how surely), and takes no
hotkeys of its own: `Choices` hands a letter to every choice, so that typing in its drop-down silently
picked another topic. What an annotator sees is `value`; what is stored is `alias`, the contract's name.
"""

import xml.etree.ElementTree as ET
from collections import defaultdict
from dataclasses import dataclass

from schemas.contract import Contract, Topic

# Names of the page's controls, which every stored result repeats.
TEXT = "text"
ENTITIES = "entities"
PRIMARY_TOPIC = "primary_topic"
SECONDARY_TOPICS = "secondary_topics"
COMMENT = "comment"

# The editor joins a topic's path with this, so it must not occur in a name ("/" does).
_PATH_SEPARATOR = " › "

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
.tinbai-topics { position: sticky; top: 0; flex: 0 0 290px; }
.tinbai-topics :is(h1, h2, h3, h4, h5) { font-size: 15px; font-weight: 600; }
.tinbai-topics .ant-select { width: 100%; }
.lsf-outliner-item__title { min-width: 0; overflow: hidden; }
.lsf-outliner-item__title .lsf-labels-list { flex: none; white-space: nowrap; }
.lsf-outliner-item__text { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.tinbai-note { margin-bottom: 12px; padding: 2px 12px; max-height: 35vh; overflow: auto; border-left: 4px solid #b26a00; background: var(--color-warning-background, #fff6e5); }
.lsf-modal-ls__body, .lsf-modal-ls__body * { font-family: "Noto Sans", "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif !important; }
.lsf-modal-ls__body { font-size: 15px; line-height: 1.55; }
.lsf-modal-ls__body :is(h1, h2) { font-weight: 600; }
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
    choose: str
    required: str
    remark: str
    reason: str


_VIETNAMESE = _Words(
    primary="Chủ đề chính",
    secondary="Chủ đề phụ (tối đa {})",
    choose="Bấm để chọn",
    required="Hãy chọn một chủ đề chính trước khi gửi.",
    remark="Ghi chú cho người phân xử (không bắt buộc)",
    reason="Lý do của quyết định (không bắt buộc)",
)
_ENGLISH = _Words(
    primary="Main topic",
    secondary="Other topics (at most {})",
    choose="Click to choose",
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
    ET.SubElement(page, "Style").text = _CSS
    story = ET.SubElement(page, "View", className="tinbai-story")
    if adjudication:
        note = ET.SubElement(story, "View", className="tinbai-note")
        ET.SubElement(note, "Header", value="$note", size="6")
    ET.SubElement(story, "Header", value="$title", size="4")
    bar = ET.SubElement(story, "View", className="tinbai-labels")
    labels = ET.SubElement(bar, "Labels", name=ENTITIES, toName=TEXT, showInline="true")
    for label in contract.entities:
        ET.SubElement(
            labels,
            "Label",
            value=label.name_vi if vietnamese else label.name_en,
            alias=label.name,
            hotkey=label.hotkey,
            background=label.colour,
            hint=label.definition_vi if vietnamese else label.definition,
        )
    body = ET.SubElement(story, "View", className="tinbai-text")
    ET.SubElement(body, "Text", name=TEXT, value="$text", granularity="word")
    if contract.topics:
        _topic_column(page, contract, words, vietnamese=vietnamese, adjudication=adjudication)
    ET.indent(page)
    return ET.tostring(page, encoding="unicode") + "\n"


def topic_path(contract: Contract, code: str) -> tuple[str, ...]:
    """A topic's codes from its top concept down to itself: how the page's taxonomy stores a choice."""
    parents = {topic.code: topic.parent for topic in contract.topics}
    path = [code]
    while (parent := parents[path[0]]) is not None:
        path.insert(0, parent)
    return tuple(path)


def _topic_column(
    page: ET.Element, contract: Contract, words: _Words, *, vietnamese: bool, adjudication: bool
) -> None:
    column = ET.SubElement(page, "View", className="tinbai-topics")
    children: defaultdict[str | None, list[Topic]] = defaultdict(list)
    for topic in contract.topics:
        children[topic.parent].append(topic)

    def grow(element: ET.Element, parent: str | None) -> None:
        for topic in children[parent]:
            name = topic.name_vi if vietnamese else topic.name_en
            choice = ET.SubElement(element, "Choice", value=name, alias=topic.code)
            grow(choice, topic.code)

    def taxonomy(name: str, heading: str, most: int, required: dict[str, str]) -> None:
        ET.SubElement(column, "Header", value=heading, size="5")
        control = ET.SubElement(
            column,
            "Taxonomy",
            {
                "name": name,
                "toName": TEXT,
                "maxUsages": str(most),
                "placeholder": words.choose,
                "pathSeparator": _PATH_SEPARATOR,
                "minWidth": "290",
                "maxWidth": "290",
                **required,
            },
        )
        grow(control, None)

    rules = contract.topic_rules
    needed = {"required": "true", "requiredMessage": words.required}
    taxonomy(PRIMARY_TOPIC, words.primary, rules.primary, needed)
    if rules.max_secondary:
        taxonomy(SECONDARY_TOPICS, words.secondary.format(rules.max_secondary), rules.max_secondary, {})
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
