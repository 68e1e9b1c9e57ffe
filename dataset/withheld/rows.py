"""A row with text as the row without, and back.

Which columns come and go is told by their names alone: `NAME_digest` stands for `NAME`, `text_sha256` for `text`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dataset.withheld.digest import digest_of
from schemas.contract import TableField
from schemas.files import text_sha256
from schemas.without_text import DIGEST, TEXT, TEXT_SHA256, members_of

Row = dict[str, Any]
# Token lists lie beside these, which say where each was cut.
TOKENS = "tokens"
STARTS, ENDS = "token_start", "token_end"


def withheld(row: Row, fields: Sequence[TableField], key: bytes) -> Row:
    """`row` of a released table with these `fields`, without what carries text; `key` is that of the article's text."""
    made: Row = {}
    for field in fields:
        value = row[field.name]
        if field.carries_text:
            if field.name == TEXT:
                made[TEXT_SHA256] = text_sha256(value)
            else:
                made[field.name + DIGEST] = _digest(key, field.name, value, row)
        elif any(member.carries_text for member in members_of(field)):
            made[field.name] = [_span_withheld(key, members_of(field), span) for span in value]
        else:
            made[field.name] = value
    return made


def _digest(key: bytes, name: str, value: Any, row: Mapping[str, Any]) -> str | None:
    if value is None:
        return None
    if name == TOKENS:
        value = [list(cut) for cut in zip(row[STARTS], row[ENDS], value, strict=True)]
    return digest_of(key, name, value)


def _span_withheld(key: bytes, members: Sequence[TableField], span: Row) -> Row:
    made: Row = {}
    for member in members:
        if member.carries_text:
            cut = [span["start"], span["end"], span[member.name]]
            made[member.name + DIGEST] = digest_of(key, member.name, cut)
        else:
            made[member.name] = span[member.name]
    return made


@dataclass(frozen=True, slots=True)
class Found:
    """An article of a crawl with the very text of a released one, and what else its page says.

    `said` are the values of the columns title, author, section and captions, of this article and of others with the
    same text.
    """

    text: str
    text_sha256: str
    key: bytes
    said: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """The text is the released one, and what the row says of it cannot be: somebody changed the row."""

    reason: str
    detail: str


def contradiction(row: Row, found: Found) -> Contradiction | None:
    """What is wrong with a row without text, held against the text: an offset outside it, or another surface."""
    text, key = found.text, found.key
    if row.get(TEXT_SHA256, found.text_sha256) != found.text_sha256:
        return Contradiction("other_text", "it belongs to another text than the article")
    spans = row.get("entities", ())
    cuts = list(zip(row.get(STARTS, ()), row.get(ENDS, ()), strict=True))
    places = [(place["start"], place["end"]) for place in (*row.get("paragraphs", ()), *spans)]
    for start, end in (*places, *cuts):
        if not 0 <= start <= end <= len(text):
            return Contradiction("out_of_bounds", f"{start}-{end} in a text of {len(text)}")
    for span in spans:
        start, end = span["start"], span["end"]
        if digest_of(key, TEXT, [start, end, text[start:end]]) != span[TEXT + DIGEST]:
            return Contradiction("surface_differs", f"at {start}-{end} stands not what was labelled")
    if TOKENS + DIGEST in row:
        tokens = [[start, end, text[start:end]] for start, end in cuts]
        if digest_of(key, TOKENS, tokens) != row[TOKENS + DIGEST]:
            return Contradiction("surface_differs", f"the tokens of sentence {row['sent_id']} are other ones")
    return None


def attached(row: Row, columns: Sequence[str], found: Found) -> tuple[Row, tuple[str, ...]]:
    """A row without contradiction, with all `columns` of the release with text; and which of them are lost.

    Those no page of the crawl says as they were, and they are null, or an empty list.
    """
    text = found.text
    made: Row = {}
    lost: list[str] = []
    for name in columns:
        if name == TEXT:
            made[name] = text
        elif name == TOKENS:
            made[name] = [text[start:end] for start, end in zip(row[STARTS], row[ENDS], strict=True)]
        elif name == "entities":
            made[name] = [_span_attached(span, text) for span in row[name]]
        elif name + DIGEST in row:
            made[name], same = _said(found, name, row[name + DIGEST])
            if not same:
                lost.append(name)
        else:
            made[name] = row[name]
    return made, tuple(lost)


def _span_attached(span: Row, text: str) -> Row:
    kept = {name: value for name, value in span.items() if name != TEXT + DIGEST}
    return {**kept, TEXT: text[span["start"] : span["end"]]}


def _said(found: Found, name: str, stated: str | None) -> tuple[Any, bool]:
    """The value that has the stated digest, of those that pages with this text say; whether there is one."""
    if stated is None:
        return None, True
    for page in found.said:
        if page[name] is not None and digest_of(found.key, name, page[name]) == stated:
            return page[name], True
    return ([] if any(isinstance(page[name], list) for page in found.said) else None), False
