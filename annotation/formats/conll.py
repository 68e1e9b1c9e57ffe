"""CoNLL: a token and its tag a line, a blank line after a sentence, `-DOCSTART-` before a document.

Written with 2 columns (token, tag) between tabs, or with the 4 of CoNLL-2003 (Tjong Kim Sang & De Meulder
2003) between spaces, `-X- _` where part of speech and chunk would stand. Read with any number of columns,
the token first and the tag last, in IOB, IOB2, BIOES or BILOU, as conlleval reads them: a span goes on
with I or E of its label, and begins with anything else. Words joined by `_`, as Vietnamese segmenters write
them, are parted again. A file without `-DOCSTART-` is one document. White space is one space between
tokens and a line feed between sentences, since the format keeps none.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from annotation.formats.files import text_of, texts_below
from annotation.formats.labelled import Labelled, Lost, broken
from schemas.files import write_text
from schemas.ner import tag_article
from schemas.records import Span

Tags = Literal["iob2", "iob", "bioes"]
_DOCUMENT = "-DOCSTART-"
_TAG = re.compile(r"(?P<prefix>[BIESLU])-(?P<label>\S+)|O")
_JOINED = re.compile(r"(?<=\w)_(?=\w)")
_BEGINS, _ENDS = "BSU", "ESLU"


def read(path: Path) -> Iterator[Labelled]:
    """The documents of a file, or of every `.conll`, `.iob`, `.bio` or `.txt` file of a folder.

    Raises:
        DataError: a line is no token with its tag.
    """
    if path.is_dir():
        suffix = next((s for s in (".conll", ".iob", ".bio") if any(path.rglob(f"*{s}"))), ".txt")
    else:
        suffix = ""
    for file, place in texts_below(path, suffix):
        document, first = _Document(), 1
        for number, raw in enumerate(text_of(file, place).split("\n"), start=1):
            line = raw.removesuffix("\r")
            columns = line.split("\t") if "\t" in line else line.split(" ")
            columns = [column for column in columns if column]
            if columns and columns[0] == _DOCUMENT:
                yield from document.labelled(f"{place}:{first}")
                document, first = _Document(), number
            elif not line.strip(" \t"):
                document.end_sentence()
            elif (tag := _TAG.fullmatch(columns[-1])) is not None and len(columns) > 1:
                document.add(columns[0], tag["prefix"], tag["label"])
            elif not line.startswith("#"):  # a comment, as CoNLL-U has them
                raise broken(
                    f"{place}:{number}",
                    f"{line[:60]!r} is not a token with its tag last",
                    "Tags are O, B-LABEL, I-LABEL, E-LABEL, S-LABEL",
                )
        yield from document.labelled(f"{place}:{first}")


class _Document:
    """What was read of a document."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._open: tuple[int, str] | None = None
        self._spans: list[tuple[int, int, str]] = []
        self._gap = ""

    def add(self, token: str, prefix: str | None, label: str | None) -> None:
        surface = _JOINED.sub(" ", token)
        end = self._length
        start = end + len(self._gap)
        goes_on = self._open is not None and prefix not in (None, *_BEGINS) and self._open[1] == label
        if not goes_on:
            self._close(end)
            if label is not None:
                self._open = (start, label)
        self._parts += self._gap, surface
        self._length = start + len(surface)
        self._gap = " "
        if prefix is not None and prefix in _ENDS:
            self._close(self._length)

    def end_sentence(self) -> None:
        self._close(self._length)
        if self._parts:
            self._gap = "\n"

    def _close(self, end: int) -> None:
        if self._open is not None:
            self._spans.append((self._open[0], end, self._open[1]))
            self._open = None

    def labelled(self, place: str) -> Iterator[Labelled]:
        self._close(self._length)
        if self._parts:
            text = "".join(self._parts)
            spans = tuple(Span(start, end, label, text[start:end]) for start, end, label in self._spans)
            yield Labelled(text, spans=spans, place=place)


def write(
    documents: Iterable[Labelled], path: Path, *, columns: Literal[2, 4] = 2, tags: Tags = "iob2"
) -> Lost:
    """Write one file. Tokens are those of the release's config `ner`: syllables and punctuation marks."""
    lost: Lost = Lost()
    lines: list[str] = []
    join = "\t{}" if columns == 2 else " -X- _ {}"
    for document in documents:
        sentences, dropped = tag_article(document.text, document.spans)
        lost["nested"] += dropped.nested
        lost["cut"] += dropped.unaligned
        lost["topics"] += bool(document.topics)
        lost["ids"] += document.id is not None
        lost["blank_documents"] += not sentences
        lines += [_DOCUMENT + join.format("O"), ""]
        spoken = []
        for sentence in sentences:
            for (start, end), tag in zip(sentence.extents, _in_scheme(sentence.tags, tags), strict=True):
                token = document.text[start:end]
                spoken.append(token)
                lines.append(token + join.format(tag))
            lines.append("")
        lost["spaces"] += document.text != " ".join(spoken)
    write_text(path, "".join(line + "\n" for line in lines))
    return lost


def _in_scheme(tags: tuple[str, ...], scheme: Tags) -> Iterator[str]:
    """IOB2 tags in another scheme."""
    for before, tag, after in zip(("O", *tags), tags, (*tags[1:], "O"), strict=False):
        prefix, _, label = tag.partition("-")
        if scheme == "iob" and prefix == "B" and before.partition("-")[2] != label:
            yield f"I-{label}"
        elif scheme == "bioes" and prefix != "O" and after != f"I-{label}":
            yield f"{'S' if prefix == 'B' else 'E'}-{label}"
        else:
            yield tag
