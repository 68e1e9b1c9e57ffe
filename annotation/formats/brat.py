"""brat standoff (brat.nlplab.org/standoff.html): `ID.txt` with the text, `ID.ann` with its annotations.

Offsets are code points, end exclusive. A span over a line break is written as brat itself does, in one
piece a line; pieces with white space alone between them are one span again when read. Relations, events,
attributes and notes have no place in tinbai and are counted.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote, unquote

from annotation.formats.files import text_of, texts_below
from annotation.formats.labelled import Labelled, Lost, broken, spans_of
from annotation.results import Fault, bare
from schemas.errors import DataError
from schemas.files import write_bytes
from schemas.records import Span

_BOUND = re.compile(r"T\d+\S*\t(?P<label>\S+) (?P<pieces>\d+ \d+(?:;\d+ \d+)*)\t(?P<surface>.*)")
_OTHER = {"R": "relations", "*": "relations", "E": "events", "A": "attributes", "M": "attributes",
          "N": "normalisations", "#": "notes"}  # fmt: skip
# brat shows a span on one line: it cuts it here.
_BREAKS = re.compile(r"[\n\r]+")


def read(path: Path) -> Iterator[Labelled]:
    """The document of an `.ann` file, or those of a folder; each has its `.txt` beside it.

    Raises:
        DataError: a line is none of brat's, or a text is missing.
    """
    for file, place in texts_below(path, ".ann"):
        if file.suffix != ".ann":
            raise broken(place, "does not end in .ann", "Give the folder, or the .ann file of a document")
        beside = file.with_suffix(".txt")
        if not beside.exists():
            raise broken(place, f"its text {beside.name} is not beside it", "Put the .txt file there")
        text = text_of(beside, place.removesuffix(".ann") + ".txt")
        found: list[tuple[int, int, str]] = []
        faults: list[Fault] = []
        ignored: Counter[str] = Counter()
        for number, raw in enumerate(text_of(file, place).split("\n"), start=1):
            line = raw.removesuffix("\r")
            bound = _BOUND.fullmatch(line)
            if bound is not None:
                _add(text, bound, found, faults)
            elif line[:1] in _OTHER and "\t" in line:
                ignored[_OTHER[line[0]]] += 1
            elif line.strip():
                raise broken(f"{place}:{number}", f"{line[:60]!r} is no annotation of brat's")
        spans, outside = spans_of(text, found)
        yield Labelled(
            text, unquote(file.stem), spans, place=place, faults=(*faults, *outside), ignored=ignored
        )


def _add(text: str, bound: re.Match[str], found: list[tuple[int, int, str]], faults: list[Fault]) -> None:
    pieces = [(int(start), int(end)) for start, end in (p.split(" ") for p in bound["pieces"].split(";"))]
    start, end = pieces[0][0], pieces[-1][1]
    between = [text[a:b] for (_, a), (b, _) in pairwise(pieces)]
    where = f"span {bound['pieces']}"
    if any(gap.strip() for gap in between) or any(a > b for (_, a), (b, _) in pairwise(pieces)):
        faults.append(Fault("discontinuous", f"{where} is in pieces, and words stand between them"))
    elif end <= len(text) and bare(text[start:end]) != bare(bound["surface"]):
        faults.append(
            Fault("surface", f"{where} is {text[start:end]!r} in the text and {bound['surface']!r} beside it")
        )
    else:
        found.append((start, end, bound["label"]))


def write(documents: Iterable[Labelled], path: Path) -> Lost:
    """Write two files for each document into the folder `path`.

    Raises:
        DataError: a document has no id, or a label that brat cannot hold.
    """
    lost: Lost = Lost()
    for document in documents:
        if not document.id:
            raise DataError("a document without an id", hint="brat names its files by them")
        lines = []
        for number, span in enumerate(document.spans, start=1):
            if re.search(r"\s", span.label):
                raise DataError(f"label {span.label!r} holds white space", hint="brat cannot hold it")
            pieces = [piece for piece in _pieces(document.text, span) if piece[0] < piece[1]]
            if not pieces:
                lost["blank_spans"] += 1
                continue
            lost["edge_space"] += (pieces[0][0], pieces[-1][1]) != (span.start, span.end)
            surface = " ".join(document.text[start:end] for start, end in pieces)
            extents = ";".join(f"{start} {end}" for start, end in pieces)
            lines.append(f"T{number}\t{span.label} {extents}\t{surface}\n")
        lost["topics"] += bool(document.topics)
        name = quote(document.id, safe=" ")
        write_bytes(path / f"{name}.txt", document.text.encode("utf-8"))
        write_bytes(path / f"{name}.ann", "".join(lines).encode("utf-8"))
    return lost


def _pieces(text: str, span: Span) -> Iterator[tuple[int, int]]:
    """The span line by line."""
    start = span.start
    for gap in _BREAKS.finditer(text, span.start, span.end):
        yield start, gap.start()
        start = gap.end()
    yield start, span.end
