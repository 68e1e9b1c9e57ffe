"""Whatever lines a page is made of, in whatever order: it is decided, and no line is lost."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.normalize.one_page import decide
from dataset.read.page import Page
from schemas.contract import default_contract
from schemas.language.clean import clean_line
from schemas.language.pack import language_pack
from schemas.resources import resource

CONTRACT = default_contract()
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


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 60))
def test_any_lines_in_any_order(seed: int, number: int) -> None:
    chosen = random.Random(seed).choices(LINES, k=number)
    decided = decide(Page("a.txt", "0" * 64, 0, "\n".join(chosen)), PACK, CONTRACT.limits, CONTRACT.language)
    filled = [line for line in chosen if clean_line(line)]
    if decided.lines:
        assert sum(bool(line.text) for line in decided.lines) >= len(filled) - 1
    else:
        assert decided.reason == "empty"
