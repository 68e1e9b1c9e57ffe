"""One page decided alone, for tests, for people and for whoever has no corpus: a batch of one row."""

from dataclasses import dataclass, fields
from pathlib import Path

import pyarrow as pa

from dataset.normalize.cleaned import cleaned_of
from dataset.normalize.decide import decide_batch
from dataset.normalize.decided import Decided
from dataset.normalize.evidence import COUNTS
from dataset.normalize.facts import Facts
from dataset.normalize.lines import Line
from dataset.read.page import InputFile, Page
from schemas.contract import Limits
from schemas.language.pack import LanguagePack

_NO_EVIDENCE = pa.Table.from_batches([], COUNTS)
_FACTS = [field.name for field in fields(Facts)]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a listing page: its text, and the headline over it where it has one."""

    text: str
    title: str | None
    event_date: str | None


@dataclass(frozen=True, slots=True)
class DecidedPage:
    """A page, decided, with its blank lines. `reason` is why it cannot be an article or listing, or empty;
    `detail` what was measured; `meta` the metadata prefix that stood glued to its first line."""

    kind: str
    lines: tuple[Line, ...]
    meta: str
    paragraphs: tuple[str, ...]
    entries: tuple[Entry, ...]
    facts: Facts
    language: str | None
    reason: str
    detail: str


def decide(
    page: Page, pack: LanguagePack, limits: Limits, language: str, evidence: pa.Table = _NO_EVIDENCE
) -> DecidedPage:
    """Decide a page. `evidence` is the corpus' (see `decide_batch`), if there is one."""
    return decided_page(cleaned_page(page), evidence, pack, limits, language)[0]


def cleaned_page(page: Page, root: str = "") -> pa.Table:
    """A CLEANED table of one row. The input root stands for the site of a page that gives no address."""
    return cleaned_of([(InputFile(Path(page.source_path), page.source_path, root), page)])


def decided_page(
    cleaned: pa.Table, evidence: pa.Table, pack: LanguagePack, limits: Limits, language: str
) -> tuple[DecidedPage, Decided]:
    """The page of a CLEANED table of one row, decided; and the frames that say so."""
    decided = decide_batch(cleaned, evidence, pack, limits, language)
    row = decided.pages.row(0, named=True)
    text: str = cleaned["text"][0].as_py()
    named = {
        number: (kind, rule, words)
        for number, kind, rule, words in decided.lines.select("line", "kind", "rule", "text").iter_rows()
    }
    blank = ("blank", "blank", "")
    count = text.count("\n") + 1 if row["kind"] != "empty" else 0
    lines = tuple(
        Line(number, words, kind, rule)
        for number in range(1, count + 1)
        for kind, rule, words in [named.get(number, blank)]
    )
    story: str = row["text"]
    page = DecidedPage(
        kind=row["kind"],
        lines=lines,
        meta=cleaned["prefix"][0].as_py(),
        paragraphs=tuple(story[place["start"] : place["end"]] for place in row["paragraphs"]),
        entries=tuple(Entry(**entry) for entry in row["entries"]),
        facts=Facts(**{name: row[name] for name in _FACTS} | {"captions": tuple(row["captions"])}),
        language=row["language"],
        reason=row["reason"],
        detail=row["detail"],
    )
    return page, decided
