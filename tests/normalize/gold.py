"""Compare what normalize makes of a page with what a careful reader made of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dataset.normalize.one_page import DecidedPage, decide
from dataset.read.find import find_inputs
from dataset.read.options import ReadOptions
from dataset.read.page import Refused
from dataset.read.pages import page_of
from dataset.read.records import raws
from schemas.contract import Contract
from schemas.language.pack import language_pack

# One line may be called by two names: a headline behind a [Video] mark is a related headline too.
SAME_KIND = {"media_headline": "related_headline"}


def outcome(path: Path, contract: Contract) -> DecidedPage | Refused:
    """A page read and decided, as a shard does it."""
    (file,) = find_inputs([path])
    options = ReadOptions(max_page_bytes=contract.limits.max_page_bytes)
    (raw,) = raws(file, options)
    page = raw if isinstance(raw, Refused) else page_of(raw, options)
    if isinstance(page, Refused):
        return page
    return decide(page, language_pack(contract.language), contract.limits, contract.language)


def text_of(decided: DecidedPage) -> str:
    return "\n\n".join(decided.paragraphs)


def line_differences(decided: DecidedPage, gold: list[dict[str, Any]], *, kinds: bool) -> Iterator[str]:
    """Lines whose keep or drop (and, on demand, kind) is not the gold's."""
    assert [line.number for line in decided.lines] == [line["line"] for line in gold]
    for line, want in zip(decided.lines, gold, strict=True):
        what = f"{line.number} is {line.kind} ({line.rule}), not {want['kind']}: {line.text[:60]!r}"
        if line.keep != want["keep"]:
            yield f"keep: {what}"
        elif kinds and SAME_KIND.get(line.kind, line.kind) != SAME_KIND.get(want["kind"], want["kind"]):
            yield f"kind: {what}"
