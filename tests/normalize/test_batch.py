"""A batch gives each page what it would get alone: nothing leaks over a page's edge."""

import random
from pathlib import Path

import polars as pl
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.normalize.cleaned import cleaned_of
from dataset.normalize.decide import decide_batch
from dataset.normalize.evidence import COUNTS
from dataset.read.page import InputFile, Page, Refused
from schemas.contract import default_contract
from schemas.language.pack import language_pack
from schemas.resources import resource

CONTRACT = default_contract()
PACK = language_pack("vi")
TEXTS = [
    path.read_text(encoding="utf-8", errors="ignore")
    for path in sorted((resource("examples") / "pages").glob("*.txt"))
    if path.stat().st_size < 20_000 and b"\x00" not in path.read_bytes()
] + ["", "\n\n", "Một dòng", "Tin liên quan"]
FILE = InputFile(Path("a.txt"), "a.txt", "pages")


def table(pages: list[str]) -> pa.Table:
    return cleaned_of(
        [(FILE, Page(f"{n}.txt", "0" * 64, 1, text, outside=("Menu",))) for n, text in enumerate(pages)]
    )


def decided(cleaned: pa.Table) -> tuple[pl.DataFrame, pl.DataFrame]:
    found = decide_batch(cleaned, COUNTS.empty_table(), PACK, CONTRACT.limits, "vi")
    return found.pages, found.lines


@given(st.integers(0, 2**32), st.integers(1, 9))
@settings(max_examples=15, deadline=None)
def test_pages_do_not_see_one_another(seed: int, count: int) -> None:
    rng = random.Random(seed)
    texts = rng.choices(TEXTS, k=count)
    texts = ["\n".join(rng.sample(lines := text.split("\n"), rng.randint(1, len(lines)))) for text in texts]
    cleaned = table(texts)
    pages, lines = decided(cleaned)
    for number in range(count):
        alone, its_lines = decided(cleaned.slice(number, 1))
        assert pages[number].equals(alone)
        together = lines.filter(pl.col("page") == number).drop("page", "place")
        assert together.equals(its_lines.drop("page", "place"))


def test_a_refused_record_is_an_empty_page_with_its_reason() -> None:
    cleaned = cleaned_of(
        [(FILE, Refused("a.txt", "binary", "null bytes")), (FILE, Page("b.txt", "0" * 64, 1, TEXTS[0]))]
    )
    pages, lines = decided(cleaned)
    assert pages["kind"].to_list()[0] == "empty"
    assert pages["reason"].to_list()[0] == "binary"
    assert lines["page"].unique().to_list() == [1]


def test_no_page_at_all() -> None:
    pages, lines = decided(table([]))
    assert (len(pages), len(lines)) == (0, 0)
