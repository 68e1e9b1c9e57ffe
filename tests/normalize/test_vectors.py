"""The Vietnamese vectors that stand beside the checkout. `legacy:*` waits for the legacy encodings."""

import csv
from pathlib import Path

import pytest

from dataset.normalize.marks import split_meta_prefix, without_endmark
from dataset.normalize.one_page import decide
from dataset.read.page import Page
from schemas.contract import default_contract
from schemas.language.clean import clean
from schemas.language.credit import credit_of
from schemas.language.edtf import DateContext, edtf
from schemas.language.match_key import match_key
from schemas.language.pack import language_pack
from schemas.language.vi.tones import tone_new, tone_old

pytestmark = pytest.mark.seeds

OPERATIONS = {"clean", "tone_old", "tone_new", "key", "edtf", "credit", "linekind", "endmark", "meta_prefix"}
# Rules that look at a line's place on its page, and not at the line.
PLACED = {
    "headline-after-story",
    "prose-in-box",
    "first-paragraph",
    "paragraph",
    "headline-over-story",
    "short-line-below-title",
    "name-below-title",
    "names-run-together",
    "short-line-above-title",
    "paragraph-without-stop",
    "list-item",
}


def result(op: str, text: str) -> str:
    name, _, context = op.partition("@")
    if name in {"clean", "tone_old", "tone_new", "key"}:
        functions = {"clean": clean, "tone_old": tone_old, "tone_new": tone_new, "key": match_key}
        return functions[name](text)
    if name == "edtf":
        year, _, month = context.partition("-")
        return edtf(text, DateContext(int(year), int(month)) if context else None) or ""
    if name == "credit":
        return credit(text)
    if name == "linekind":
        return line_kind(["![]() |", text] if context == "image" else [text])
    if name == "endmark":
        return without_endmark(text)[0]
    assert name == "meta_prefix"
    return "|".join(split_meta_prefix(text))


def credit(text: str) -> str:
    found = credit_of(text)
    assert found is not None
    fields = {"byline": ("author", "source"), "photo": ("source", "person"), "dateline": ("place", "agency")}
    return ";".join([found.kind, *(f"{name}={getattr(found, name)}" for name in fields[found.kind])])


def line_kind(lines: list[str]) -> str:
    """The kind of the last line where its form, or the image above it, says so; else it is text."""
    page = Page("a.txt", "0" * 64, 0, "\n".join(lines))
    line = decide(page, language_pack("vi"), default_contract().limits, "vi").lines[-1]
    return "text" if line.rule in PLACED else line.kind


def test_every_vector_but_legacy(shared: Path) -> None:
    with (shared / "reference" / "vectors.tsv").open(encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE))
    wrong = []
    seen = set()
    for row in rows:
        if row["op"].startswith("legacy:"):
            continue
        seen.add(row["op"].partition("@")[0])
        text, expected = (
            row[column].encode("latin-1").decode("unicode_escape")
            for column in ("input_escaped", "expected_escaped")
        )
        got = result(row["op"], text)
        if got != expected:
            wrong.append(f"{row['id']} {row['op']}: {text!r} gives {got!r}, not {expected!r}")
    assert not wrong, "\n".join(wrong)
    assert seen == OPERATIONS
