"""What lines of a page share, against sets of strings."""

from collections import Counter
from itertools import pairwise

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from dataset.normalize.coherence import Terms, name_terms, pair_terms, shared
from dataset.normalize.line_table import lines_of
from dataset.normalize.words import keys_of, table_of
from tests.fuzz import tried

SMALL = ["va", "cua"]
WORDS = st.lists(st.sampled_from(["an", "binh", "Cao", "Dung", "em", *SMALL]), min_size=1, max_size=9)
PAGES = st.lists(st.lists(WORDS.map(" ".join), min_size=1, max_size=7), min_size=1, max_size=4)


def expected(terms: list[list[str]], source: list[bool]) -> tuple[list[int], list[int]]:
    """How many of a line's terms a source line above has, and one below."""
    above = [
        sum(any(source[other] and term in terms[other] for other in range(at)) for term in own)
        for at, own in enumerate(terms)
    ]
    below = [
        sum(
            any(source[other] and term in terms[other] for other in range(at + 1, len(terms))) for term in own
        )
        for at, own in enumerate(terms)
    ]
    return above, below


def check(found: Terms, pages: list[list[list[str]]], source: list[bool]) -> None:
    told = [own for page in pages for own in page]
    assert found.found.tolist() == [len(own) for own in told]
    counts = [Counter(term for own in page for term in own) for page in pages]
    many = [{term for term, times in count.items() if times > 1} for count in counts]
    assert found.count == sum(map(len, many))
    lines = [(page, own) for page, some in enumerate(pages) for own in some]
    assert np.bincount(found.line, minlength=len(lines)).tolist() == [
        sum(term in many[page] for term in own) for page, own in lines
    ]
    above, below = shared(found, np.array(source))
    at = 0
    for page in pages:
        over, under = expected(page, source[at : at + len(page)])
        assert above[at : at + len(page)].tolist() == over
        assert below[at : at + len(page)].tolist() == under
        at += len(page)


@given(PAGES, st.randoms(use_true_random=False))
@tried(300)
def test_terms_that_lines_share(pages: list[list[str]], rng: object) -> None:
    table = lines_of(pl.Series(["\n".join(page) for page in pages]))
    source = [bool(rng.getrandbits(1)) for page in pages for _ in page]  # type: ignore[attr-defined]
    split = [[line.split() for line in page] for page in pages]
    pairs = [
        [[f"{a} {b}".lower() for a, b in pairwise(own) if a not in SMALL and b not in SMALL] for own in page]
        for page in split
    ]
    check(pair_terms(table.words, table.first, table_of(keys_of(SMALL))), pairs, source)
    names = [[[word for word in own[1:] if word[0].isupper()] for own in page] for page in split]
    check(name_terms(table.words, table.first), names, source)
