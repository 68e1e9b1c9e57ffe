"""Named or numbered laws, resolutions, treaties and declarations (DOC)."""

import re
from collections.abc import Iterator

from annotation.suggest.bodies import Bodies
from annotation.suggest.phrase import phrase_end
from annotation.suggest.places import Places
from annotation.suggest.reading import Candidate, Reading

# 57-NQ/TW, 15/2020/NĐ-CP, 128/NQ-CP, 68
_CODE = re.compile(
    r" (?:số )?(?:\d+(?:/\d{4})?(?:[-/][^\W\d_][\w]*(?:[-/&][^\W\d_]\w*)*)|\d{1,4})(?![\w/-]|[.,]\d|%)"
)
_YEAR = re.compile(
    r" (?:(?:năm )?(?:1[89]|20)\d\d|giai đoạn (?:1[89]|20)\d\d ?- ?(?:1[89]|20)\d\d)(?![\w/]|[.,]\d)",
    re.IGNORECASE,
)
_LATER_CODE = re.compile(r"(?: [^\W\d_]+){0,3} số \d+(?:/\d{4})?(?:[-/][^\W\d_]\w*)+(?:-[^\W\d_]\w*)*")


def find_documents(reading: Reading, places: Places, bodies: Bodies) -> Iterator[Candidate]:
    for first, last in reading.hits.get("doc", {}).items():
        yield reading.candidate(first, last, "DOC", "gazetteer.doc", 0.9)
    for first, last in reading.hits.get("document_heads", {}).items():
        code = _CODE.match(reading.folded, reading.ends[last - 1])
        if code is not None and (reading.named[first] or "/" in code[0]):
            score = 0.9 if "/" in code[0] else 0.7
            yield Candidate(reading.starts[first], code.end(), "DOC", "doc.number", score)
    for first, last in reading.hits.get("law_heads", {}).items():
        if not (reading.named[first] and reading.near[last - 1]) or not reading.named[last]:
            continue
        name = reading.at("law_names", last)
        if name is not None:
            yield _dated(reading, first, name, "doc.law", 0.85)
    for first, last in reading.hits.get("treaty_heads", {}).items():
        safe = reading.at("safe_treaty_heads", first) == last
        if reading.named[first] or safe:
            yield from _treaty(reading, places, bodies, first, last)


def _dated(reading: Reading, first: int, last: int, source: str, score: float) -> Candidate:
    """With the year that tells one version from another: `Luật Đất đai năm 2013`."""
    start, end = reading.starts[first], reading.ends[last - 1]
    year = _YEAR.match(reading.text, end)
    return Candidate(start, year.end() if year else end, "DOC", source, score)


def _treaty(reading: Reading, places: Places, bodies: Bodies, first: int, head: int) -> Iterator[Candidate]:
    """`Hiệp định Paris`, `Tuyên bố chung Việt Nam-Cuba`, `Hiến pháp năm 2013`."""
    last = head
    if reading.near[head - 1]:
        begin = reading.at("fields", head) or head
        last = phrase_end(reading, places, begin)
        last = head if last == begin else last
        body = bodies.get(last) if last < len(reading) and reading.near[last - 1] else None
        last = body.last if body is not None and reading.named[body.last - 1] else last
    later = _LATER_CODE.match(reading.folded, reading.ends[head - 1])
    if later is not None and reading.named[first]:
        yield Candidate(reading.starts[first], later.end(), "DOC", "doc.number", 0.85)
        return
    candidate = _dated(reading, first, last, "doc.treaty", 0.75 if reading.named[first] else 0.6)
    bare = last == head and candidate.end == reading.ends[head - 1]
    # `Tuyên bố Nguyễn Văn A ...` at the head of a sentence is a verb.
    verb = head - first == 2 and reading.opens_sentence(first) and not reading.at("safe_treaty_heads", first)
    if not bare and not verb:
        yield candidate
