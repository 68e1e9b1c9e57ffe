"""Whatever lines a page is made of, in whatever order: it is decided, and no line is lost."""

import random
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.normalize.cleaned import cleaned_of
from dataset.normalize.decide import decide_batch
from dataset.normalize.evidence import COUNTS
from dataset.read.page import InputFile, Page
from schemas.contract import default_contract
from schemas.language.clean import clean_line
from schemas.language.pack import language_pack
from schemas.resources import resource

CONTRACT = default_contract()
FILE = InputFile(Path("a.txt"), "a.txt", "pages")
PACK = language_pack(CONTRACT.language)
# What sites write, and each of it in other clothes; a line of lower-case words below an opener once stopped a run.
LINES = sorted(
    {
        clothed
        for path in (resource("examples") / "pages").glob("*.txt")
        if path.stat().st_size < 20_000 and b"\x00" not in path.read_bytes()
        for line in path.read_text(encoding="utf-8", errors="ignore").splitlines()
        for clothed in (line, line.lower(), line.upper(), line[:40], f"{line} {line}")
    }
)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.integers(1, 60), min_size=10, max_size=40))
def test_any_lines_in_any_order(seed: int, numbers: list[int]) -> None:
    rng = random.Random(seed)
    pages = [rng.choices(LINES, k=number) for number in numbers]
    cleaned = cleaned_of(
        [(FILE, Page(f"{n}.txt", "0" * 64, 0, "\n".join(lines))) for n, lines in enumerate(pages)]
    )
    batch = decide_batch(cleaned, COUNTS.empty_table(), PACK, CONTRACT.limits, CONTRACT.language)
    decided = batch.lines.filter(pl.col("text") != "").group_by("page").len()
    counts = dict(decided.iter_rows())
    for page, lines in enumerate(pages):
        filled = sum(bool(clean_line(line)) for line in lines)
        assert counts.get(page, 0) >= filled - 1, lines
        assert filled or batch.pages["reason"][page] == "empty"
