"""What a suggester is asked, and what comes back: an answer, or the reason why there is none."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa

from annotation.suggest.tables import arm_of

# An article in one state of its text: id and text_sha256. Answers are kept by it.
TextKey = tuple[str, str]

# Longest line of a command, longest response of an endpoint. The longest answer that can be of use names
# every character of an article of `limits.max_article_chars` (200,000) once, at some 40 bytes a span.
MOST_BYTES = 8 << 20


@dataclass(frozen=True, slots=True)
class Question:
    """An article as a suggester sees it. Offsets in answers are code points of `text`, end exclusive."""

    id: str
    text_sha256: str
    title: str | None
    text: str

    @property
    def key(self) -> TextKey:
        return self.id, self.text_sha256


@dataclass(frozen=True, slots=True)
class Part:
    """What was said about `text[start:end]`: whatever JSON object came, unverified."""

    start: int
    end: int
    said: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said about an article, part by part; a command says it in one."""

    id: str
    text_sha256: str
    parts: tuple[Part, ...]

    @property
    def key(self) -> TextKey:
        return self.id, self.text_sha256


@dataclass(frozen=True, slots=True)
class Unanswered:
    """No use came of asking about an article; it is asked again in the next run."""

    id: str
    reason: str


_OF_A_SPAN = ("start", "end", "text", "label", "occurrence", "context", "score")

# Rows of `suggestions` that annotators were shown, by id: they stand while the text is the same.
Shown = Mapping[str, Mapping[str, object]]

Take = Callable[[Answer | Unanswered], None]


def questions_of(
    articles: pa.Table, known: Collection[TextKey], shown: Shown | None = None
) -> list[Question]:
    """The articles that a suggester is yet to be asked about, in their order.

    The tenth that stays without suggestions is not among them, nor what annotators were shown already: what
    is not needed is not sent.
    """
    return [
        question
        for question in _questions(articles)
        if question.key not in known and shown_row(shown, question.key) is None
    ]


def shown_row(shown: Shown | None, key: TextKey) -> Mapping[str, object] | None:
    """What annotators were shown of an article in this state of its text, if they were shown something."""
    row = (shown or {}).get(key[0])
    return row if row is not None and row["text_sha256"] == key[1] else None


def _questions(articles: pa.Table) -> Iterator[Question]:
    for batch in articles.select(["id", "text_sha256", "title", "text"]).to_batches(max_chunksize=256):
        for row in batch.to_pylist():
            if arm_of(row["id"]) != "none":
                yield Question(**row)


def readable(said: object) -> str | None:
    """Why a JSON value is no answer at all, or None. Its spans and topics are judged one by one later."""
    if not isinstance(said, dict):
        return "no JSON object"
    if (error := said.get("error")) is not None:
        return f"it says: {printable(str(error))}"
    if any(not isinstance(said.get(name, []), list) for name in ("spans", "topics")):
        return "spans or topics are no list"
    return None


def kept(said: Mapping[str, object]) -> dict[str, object]:
    """What of a readable answer is judged later, as it came; what is a list or an object where there is none is False.

    So an answer has no more than three levels, however deep the one was that came.
    """
    answer = {name: _plain(said[name]) for name in ("score", "primary_topic") if name in said}
    spans, topics = said.get("spans"), said.get("topics")
    if isinstance(spans, list):
        answer["spans"] = [_span(item) for item in spans]
    if isinstance(topics, list):
        answer["topics"] = [_plain(topic) for topic in topics]
    return answer


def _span(item: object) -> dict[str, object] | None:
    return (
        {name: _plain(item[name]) for name in _OF_A_SPAN if name in item} if isinstance(item, dict) else None
    )


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, str | int | float) else False


def printable(text: str, most: int = 200) -> str:
    """Text from outside for a line on a terminal: no control characters, and an end."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line if len(line) <= most else line[: most - 1] + "…"
