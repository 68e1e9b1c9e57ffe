"""What an adjudicator reads above the story: where the annotators differ, side by side."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotation.consensus import Consensus
from annotation.settle import Conflict
from annotation.usable import Version
from schemas.contract import Contract
from schemas.records import Span

_NOTHING = "–"
# What the note holds in a line beside the topics' column, at 1440 pixels' width.
_LINE = 90
# Three words on either side, with the punctuation that clings to the place itself.
_BEFORE = re.compile(r"(?:\S+\s+){0,3}\S*$")
_AFTER = re.compile(r"\S*(?:\s+\S+){0,3}")


@dataclass(frozen=True, slots=True)
class _Words:
    spans: str
    topics: str
    comments: str
    decided: str
    consensus: str


_VIETNAMESE = _Words(
    spans="Khác nhau ở {} chỗ",
    topics="Chủ đề",
    comments="Ghi chú của {}",
    decided="quyết định trước của {}",
    consensus="đồng thuận tính theo Dawid–Skene (chỉ để tham khảo)",
)
_ENGLISH = _Words(
    spans="They differ in {} places",
    topics="Topics",
    comments="{} remarks",
    decided="decided before by {}",
    consensus="consensus by Dawid and Skene's model (to look at, not to follow)",
)
# The consensus is nobody's version: it gets no letter.
_CONSENSUS = "≈"


def note(
    conflict: Conflict,
    contract: Contract,
    text: str,
    *,
    comments: Mapping[str, str] | None = None,
    offered: Consensus | None = None,
) -> str:
    """Lines of plain text: who is A and B, each disputed place with what each marked there, the topics, remarks.

    `Huế` GPE against `thành phố Huế` GPE is one place, since the spans touch. A dash is nothing marked.
    Where the words stand in `text`, the article's, more than once, their neighbours tell which are meant.
    `comments` are by annotation number.
    """
    vietnamese = contract.language.split("-")[0] == "vi"
    words = _VIETNAMESE if vietnamese else _ENGLISH
    names = {topic.code: topic.name_vi if vietnamese else topic.name_en for topic in contract.topics}
    lettered = list(
        zip((_letter(number) for number in range(len(conflict.said))), conflict.said, strict=True)
    )
    who = [f"{letter} = {version.annotator}" for letter, version in lettered]
    if conflict.decided:
        who[-1] = f"{lettered[-1][0]} = {words.decided.format(conflict.decided.annotator)}"
    if offered:
        who.append(f"{_CONSENSUS} = {words.consensus}")
    lines = ["; ".join(who)]
    # First, since the note scrolls where much is disputed.
    for letter, version in lettered:
        if remark := (comments or {}).get(version.annotation_id):
            lines.append(f"{words.comments.format(letter)}: “{' '.join(remark.split())}”")
    places = _places(conflict)
    if places:
        lines.append(words.spans.format(len(places)) + ":")
    for start, end in places:
        said = {letter: _spans_in(version.spans, start, end) for letter, version in lettered}
        if offered:
            said[_CONSENSUS] = _offered_in(offered, start, end)
        lines += _row("• " + _whereabouts(text, start, end), said)
    if not conflict.topics_agree:
        said = {letter: _topics_of(version, names) for letter, version in lettered}
        if offered:
            said[_CONSENSUS] = _topics_of(offered, names)
        lines += _row(f"{words.topics}: ", said)
    return "\n".join(lines)


def _row(head: str, said: Mapping[str, str]) -> list[str]:
    """What each said of one thing, who says the same together; side by side where it fits on a line."""
    who: dict[str, list[str]] = {}
    for letter, words in said.items():
        who.setdefault(words, []).append(letter)
    parts = [f"{', '.join(letters)}: {words}" for words, letters in who.items()]
    row = head + " | ".join(parts)
    return [row] if len(row) <= _LINE else [head + parts[0], *parts[1:]]


def _letter(number: int) -> str:
    """A to Z, then A1, B1 ..."""
    turn, place = divmod(number, 26)
    return chr(ord("A") + place) + (str(turn) if turn else "")


def _places(conflict: Conflict) -> list[tuple[int, int]]:
    """The stretches that disputed spans cover, those that touch as one."""
    places: list[tuple[int, int]] = []
    for span in conflict.disputed:
        if places and span.start < places[-1][1]:
            places[-1] = (places[-1][0], max(places[-1][1], span.end))
        else:
            places.append((span.start, span.end))
    return places


def _whereabouts(text: str, start: int, end: int) -> str:
    if text.count(text[start:end]) == 1:
        return ""
    before, after = _BEFORE.search(text[:start]), _AFTER.match(text[end:])
    assert before
    assert after
    around = f"{before[0]}[{text[start:end]}]{after[0]}"
    return f"… {' '.join(around.split())} … "


def _spans_in(spans: Sequence[Span], start: int, end: int) -> str:
    inside = [span for span in spans if span.start < end and start < span.end]
    return ", ".join(f"“{' '.join(span.text.split())}” {span.label}" for span in inside) or _NOTHING


def _offered_in(offered: Consensus, start: int, end: int) -> str:
    """As `_spans_in`, with the chance of each in per cent."""
    inside = [
        f"{_spans_in((span,), start, end)} {chance:.0%}"
        for span, chance in zip(offered.spans, offered.chances, strict=True)
        if span.start < end and start < span.end
    ]
    return ", ".join(inside) or _NOTHING


def _topics_of(version: Version | Consensus, names: Mapping[str, str]) -> str:
    """The main topic first, the others in brackets."""
    main = names.get(version.primary_topic or "", _NOTHING)
    others = [
        name for code, name in names.items() if code in version.topics and code != version.primary_topic
    ]
    return f"{main} (+ {', '.join(others)})" if others else main
