"""Writing WebAnno TSV 3.3, for INCEpTION: one file a document, the layer NamedEntity, offsets in UTF-16 code units.

A sentence is written with the white space after it, since the format drops what stands between sentences;
of that before the first word spaces remain. A span that cuts a token stands on sub-token lines; one that
spans several units carries a number `[n]`, and so do spans that stand on one unit together.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from urllib.parse import quote

from annotation.formats.labelled import Labelled, Lost
from annotation.formats.utf16 import to_utf16
from schemas.errors import DataError
from schemas.files import write_text
from schemas.ner.sentences import sentences
from schemas.ner.tokens import tokens
from schemas.records import Span

LAYER = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
NAMED = {"t": "\t", "n": "\n", "f": "\f", "r": "\r", "b": "\b"}
"""What stands after a backslash for a character that has no sign."""
_IN_TEXT = re.compile("[\\\\\x00-\x08\t\n\x0c\r\x0e-\x1f]")
_IN_VALUE = re.compile(r"->|[\\\[\]|_;*]")


def _escaped(text: str) -> str:
    names = {character: name for name, character in NAMED.items()}
    return _IN_TEXT.sub(lambda m: "\\" + names.get(m[0], m[0]), text)


def write(documents: Iterable[Labelled], path: Path) -> Lost:
    """Write a file for each document into the folder `path`.

    Raises:
        DataError: a document has no id.
    """
    lost: Lost = Lost()
    for document in documents:
        if not document.id:
            raise DataError("a document without an id", hint="WebAnno TSV names its files by them")
        lost["topics"] += bool(document.topics)
        body = _body(document, lost)
        head = f"#FORMAT=WebAnno TSV 3.3\n#T_SP={LAYER}|identifier|value\n\n"
        write_text(path / f"{quote(document.id, safe=' ')}.tsv", head + "".join(f"\n{part}" for part in body))
    return lost


def _body(document: Labelled, lost: Lost) -> Iterator[str]:
    text, units = document.text, to_utf16(document.text)
    begins = [begin for begin, _ in sentences(text)]
    if not begins:
        lost["blank_documents"] += 1
        lost["blank_spans"] += len(document.spans)
        return
    extents = list(pairwise([*begins, len(text)]))
    lost["leading_space"] += bool(text[: begins[0]].strip(" "))
    words = [tokens(text, begin, end) for begin, end in extents]
    on = _placed(document.spans, [word for sentence in words for word in sentence], lost)
    for number, ((begin, end), sentence) in enumerate(zip(extents, words, strict=True), start=1):
        lines = [f"#Text={_escaped(line)}" for line in text[begin:end].split("\n")]
        for place, word in enumerate(sentence, start=1):
            inside = sorted(part for part in on.get(word, {}) if part != word)
            for count, part in enumerate([word, *inside]):
                name = f"{number}-{place}" + (f".{count}" if count else "")
                said = on.get(word, {}).get(part, [])
                identifiers = "|".join(f"*{mark}" for _, mark in said) or "_"
                values = "|".join(_IN_VALUE.sub(r"\\\g<0>", label) + mark for label, mark in said) or "_"
                where = f"{units[part[0]]}-{units[part[1]]}"
                lines.append(f"{name}\t{where}\t{text[part[0] : part[1]]}\t{identifiers}\t{values}\t")
        yield "".join(f"{line}\n" for line in lines)


_Extent = tuple[int, int]
_Said = list[tuple[str, str]]


def _placed(
    spans: Sequence[Span], words: Sequence[_Extent], lost: Lost
) -> Mapping[_Extent, Mapping[_Extent, _Said]]:
    """For each word, its parts (or itself) and what stands on them: label and number."""
    starts, ends = [start for start, _ in words], [end for _, end in words]
    parts_of: list[list[tuple[_Extent, _Extent]]] = []
    crowd: defaultdict[_Extent, int] = defaultdict(int)
    for span in spans:
        on_it = words[bisect_right(ends, span.start) : bisect_left(starts, span.end)]
        parts = [(word, (max(word[0], span.start), min(word[1], span.end))) for word in on_it]
        if parts:
            lost["edge_space"] += (parts[0][1][0], parts[-1][1][1]) != (span.start, span.end)
        else:
            lost["blank_spans"] += 1
        parts_of.append(parts)
        for _, part in parts:
            crowd[part] += 1
    on: defaultdict[_Extent, defaultdict[_Extent, _Said]] = defaultdict(lambda: defaultdict(list))
    number = 0
    for span, parts in zip(spans, parts_of, strict=True):
        shared = len(parts) > 1 or any(crowd[part] > 1 for _, part in parts)
        number += shared
        for word, part in parts:
            on[word][part].append((span.label, f"[{number}]" if shared else ""))
    return on
