"""What an adjudicator reads above the story: where the annotators differ, side by side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from annotation.settle import Conflict
from annotation.usable import Version
from schemas.contract import Contract
from schemas.records import Span

_NOTHING = "–"
# Three words on either side, with the punctuation that clings to the place itself.
_BEFORE = re.compile(r"(?:\S+\s+){0,3}\S*$")
_AFTER = re.compile(r"\S*(?:\s+\S+){0,3}")


@dataclass(frozen=True, slots=True)
class _Words:
    spans: str
    topics: str


_VIETNAMESE = _Words(spans="Khác nhau ở {} chỗ", topics="Chủ đề")
_ENGLISH = _Words(spans="They differ in {} places", topics="Topics")


def note(conflict: Conflict, contract: Contract, text: str) -> str:
    """Lines of plain text: who is A and B, each disputed place with what each marked there, the topics.

    `Huế` GPE against `thành phố Huế` GPE is one place, since the spans touch. A dash is nothing marked.
    Where the words stand in `text`, the article's, more than once, their neighbours tell which are meant.
    """
    vietnamese = contract.language.split("-")[0] == "vi"
    words = _VIETNAMESE if vietnamese else _ENGLISH
    letters = [_letter(number) for number in range(len(conflict.versions))]
    lines = [
        "; ".join(
            f"{letter} = {version.annotator}"
            for letter, version in zip(letters, conflict.versions, strict=True)
        )
    ]
    places = _places(conflict)
    if places:
        lines.append(words.spans.format(len(places)) + ":")
    for start, end in places:
        said = [
            f"{letter}: {_spans_in(version, start, end)}"
            for letter, version in zip(letters, conflict.versions, strict=True)
        ]
        lines.append("• " + _whereabouts(text, start, end) + " | ".join(said))
    if not conflict.topics_agree:
        names = {topic.code: topic.name_vi if vietnamese else topic.name_en for topic in contract.topics}
        said = [
            f"{letter}: {_topics_of(version, names)}"
            for letter, version in zip(letters, conflict.versions, strict=True)
        ]
        lines.append(f"{words.topics}: " + " | ".join(said))
    return "\n".join(lines)


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


def _spans_in(version: Version, start: int, end: int) -> str:
    inside: Sequence[Span] = [span for span in version.spans if span.start < end and start < span.end]
    return ", ".join(f"“{' '.join(span.text.split())}” {span.label}" for span in inside) or _NOTHING


def _topics_of(version: Version, names: dict[str, str]) -> str:
    """The main topic first, the others in brackets."""
    main = names.get(version.primary_topic or "", _NOTHING)
    others = [
        name for code, name in names.items() if code in version.topics and code != version.primary_topic
    ]
    return f"{main} (+ {', '.join(others)})" if others else main
