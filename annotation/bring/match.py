"""Which article a document that somebody brings is, and where each of its spans lies there."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyarrow as pa

from annotation.bring.visible import Visible, visible_of_clean
from annotation.formats.labelled import Labelled
from annotation.results import Fault
from schemas.records import Span

# Letters of an article's beginning by which it is looked up, a dozen syllables. Stories may begin alike: what is
# found is compared whole.
_KEY = 40


@dataclass(frozen=True, slots=True)
class Stretch:
    """`length` letters from `there` in the document are those from `here` in the article."""

    there: int
    here: int
    length: int


@dataclass(frozen=True, slots=True)
class Match:
    """An article and how the document's text lies on it; None: they are the same to the code point."""

    id: str
    text: str
    text_sha256: str
    document: Visible | None = None
    article: Visible | None = None
    stretches: tuple[Stretch, ...] = ()

    def place(self, span: Span) -> Span | Fault:
        """The span in the article's text, without white space at its edges; its surface is proven the same."""
        where = f"span {span.start} to {span.end}, {span.text!r},"
        if not span.text.strip():
            return Fault("blank", f"{where} holds white space alone")
        if self.document is None or self.article is None:
            start = span.start + len(span.text) - len(span.text.lstrip())
            surface = span.text.strip()
            return Span(start, start + len(surface), span.label, surface)
        first, last = self.document.within(span.start, span.end)
        letters = self.document.letters[first:last]
        if not letters or letters != Visible.of(span.text).letters:
            return Fault("cut_letter", f"{where} begins or ends inside a letter")
        for stretch in self.stretches:
            if stretch.there <= first and last <= stretch.there + stretch.length:
                shift = stretch.here - stretch.there
                start, end = self.article.starts[first + shift], self.article.ends[last - 1 + shift]
                surface = self.text[start:end]
                assert visible_of_clean(surface) == letters
                return Span(start, end, span.label, surface)
        return Fault("outside_text", f"{where} lies where the article's text has something else or nothing")


class Articles:
    """The workspace's articles, looked up by id, by text, and by what is visible of it."""

    def __init__(self, articles: pa.Table) -> None:
        rows = articles.select(["id", "text", "text_sha256"]).to_pylist()
        self._rows = {row["id"]: (row["text"], row["text_sha256"]) for row in rows}

    def __len__(self) -> int:
        return len(self._rows)

    def find(self, document: Labelled) -> Match | str:
        """The article, or why there is none: `unknown_article`, `other_text` (of that id), `several_articles`."""
        own = self._rows.get(document.id) if document.id is not None else None
        if own is not None and own[0] == document.text:
            return Match(document.id or "", *own)
        same = self._by_text.get(document.text)
        if same is not None:
            return Match(same, *self._rows[same])
        there = Visible.of(document.text)
        if own is not None:
            return self._on(document.id or "", there) or "other_text"
        found = [match for id_ in self._candidates(there, document.text) if (match := self._on(id_, there))]
        whole = [match for match in found if match.stretches == (Stretch(0, 0, len(there.letters)),)]
        found = whole or found
        if len(found) > 1:
            return "several_articles"
        return found[0] if found else "unknown_article"

    @cached_property
    def _by_text(self) -> dict[str, str]:
        return {text: id_ for id_, (text, _) in self._rows.items()}

    @cached_property
    def _by_beginning(self) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for id_, (text, _) in self._rows.items():
            first = text.split("\n", 1)[0]
            # The document may have other line breaks, or a line of furniture after a short first one.
            for key in {
                visible_of_clean(first)[:_KEY],
                visible_of_clean(text[: 2 * _KEY + len(first)])[:_KEY],
            }:
                found[key].append(id_)
        return found

    def _candidates(self, there: Visible, text: str) -> Sequence[str]:
        """Articles whose first line begins where a line of the document begins."""
        found: dict[str, None] = {}
        for start, end in _lines(text):
            first, last = there.within(start, end)
            for key in {there.letters[first : first + _KEY], there.letters[first:last][:_KEY]}:
                found.update(dict.fromkeys(self._by_beginning.get(key, ())))
        return list(found)

    def _on(self, id_: str, there: Visible) -> Match | None:
        """The article with all its lines found in the document, in their order; the document may have more."""
        text, digest = self._rows[id_]
        stretches: list[Stretch] = []
        begin = here = 0
        for line in text.split("\n"):
            letters = visible_of_clean(line)
            place = there.letters.find(letters, begin)
            if place < 0:
                return None
            last = stretches[-1] if stretches else None
            if last is not None and last.there + last.length == place:
                stretches[-1] = Stretch(last.there, last.here, last.length + len(letters))
            elif letters:
                stretches.append(Stretch(place, here, len(letters)))
            begin, here = place + len(letters), here + len(letters)
        return Match(id_, text, digest, there, Visible.of(text), tuple(stretches))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line)
        start += len(line)
