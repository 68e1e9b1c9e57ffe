"""What a corpus says of its lines, and what is made of it."""

import random
import tracemalloc

import polars as pl
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.normalize.cleaned import CLEANED
from dataset.normalize.evidence import SAMPLE, Seen, counts_of, seen, site_keys, survey
from dataset.normalize.line_table import lines_of, raw_lines
from dataset.normalize.merge import merge
from dataset.normalize.words import keys_of
from tests.normalize.pages import SENTENCE


def table(pages: list[tuple[str, str]]) -> pa.Table:
    rows = [
        {
            "source_path": f"{n}",
            "root": "r",
            "site": site,
            "text": text,
            "prefix": "",
            "outside": [],
            "captions": [],
        }
        for n, (site, text) in enumerate(pages)
    ]
    return pa.Table.from_pylist(rows, schema=CLEANED)


def page(story: int, *around: str) -> str:
    return "\n".join([*around, f"Chuyện thứ {story} kể về {SENTENCE} {SENTENCE}", *around])


def key_of(line: str) -> int:
    return int(raw_lines(pl.Series([line])).key[0])


def stories_of(counts: pa.Table, site: str, line: str) -> int:
    frame = pl.from_arrow(counts)
    assert isinstance(frame, pl.DataFrame)
    of_site = pl.col("site") == site_keys(pl.Series([site]))[0]
    found = frame.filter(of_site & (pl.col("line") == key_of(line)))
    return int(found["stories"][0]) if len(found) else 0


def seen_of(pages: list[tuple[str, str]], line: str) -> Seen:
    """What the pages say about a line of another page of the first site."""
    counts = counts_of(survey(table(pages)))
    return seen(lines_of(pl.Series([line])), site_keys(pl.Series([pages[0][0]])), counts)


def test_a_line_counts_once_for_each_story_of_its_site() -> None:
    pages = [("a", page(n, "Góc của bạn", f"Dòng riêng {n}")) for n in range(5)] + [
        ("b", page(9, "Góc của bạn"))
    ]
    counts = counts_of(survey(table(pages)))
    assert stories_of(counts, "a", "Góc của bạn") == 5
    assert stories_of(counts, "a", "Góc của bạn:") == 0  # a site writes its furniture one way
    assert stories_of(counts, "a", "Dòng riêng 3") == 0  # what stands on one story is not kept
    assert stories_of(counts, "b", "Góc của bạn") == 0


def test_copies_of_one_story_are_one_story() -> None:
    """Ten pages with one story: no line of it repeats, however often it was crawled."""
    copies = [("a", page(1, "Một đoạn của chính câu chuyện ấy")) for _ in range(10)]
    assert stories_of(counts_of(survey(table(copies))), "a", "Một đoạn của chính câu chuyện ấy") == 0


def test_what_follows_a_heading_differs_and_what_follows_a_menu_entry_does_not() -> None:
    pages = [("a", page(n, "Đọc gì hôm nay", f"Tin số {n}", "Trang một", "Trang hai")) for n in range(6)]
    frame = pl.from_arrow(counts_of(survey(table(pages))))
    assert isinstance(frame, pl.DataFrame)
    nexts = {
        line: frame.filter(pl.col("line") == key_of(line))["nexts"][0]
        for line in ("Đọc gì hôm nay", "Trang một")
    }
    assert nexts == {"Đọc gì hôm nay": 6, "Trang một": 1}


def test_a_line_written_anew_for_each_page_is_known_by_its_ends() -> None:
    """Its digits do not count: "tháng 5: 77.000 đồng" is next month's "tháng 6: 79.000 đồng"."""
    pages = [("a", page(n, f"Đặt báo tháng {n}: {70 + n}.000 đồng, giao tận nhà.")) for n in range(1, 7)]
    known = seen_of(pages, "Đặt báo tháng 9: 99.000 đồng, giao tận nhà.")
    assert [known.known[0], known.stories[0], known.openings[0], known.closings[0]] == [6, 0, 6, 6]
    other = seen_of(pages, "Đặt bàn tháng 9: 99.000 đồng, giao tận nơi.")
    assert [other.openings[0], other.closings[0]] == [0, 0]
    # A short line has no ends of its own; a long one is a paragraph.
    assert seen_of([("a", page(n, "Góc bạn")) for n in range(3)], "Góc bạn").openings[0] == 3
    long = [("a", page(n, f"Đặt báo tháng {n}: {SENTENCE} {SENTENCE} {SENTENCE}")) for n in range(3)]
    assert seen_of(long, f"Đặt báo tháng 8: {SENTENCE} {SENTENCE} {SENTENCE}").openings[0] == 0


def test_lines_that_open_alike_on_one_page_are_counted() -> None:
    lines = lines_of(
        pl.Series(["Bạn đọc Lan: hay quá.\nBạn đọc Minh: cảm ơn.\nMột dòng khác hẳn", "Bạn đọc Tú: chào."])
    )
    assert seen(lines, site_keys(pl.Series(["a", "a"])), counts_of(merge([]))).alike.tolist() == [1, 1, 0, 0]


def test_counts_hold_no_more_memory_than_they_have_rows() -> None:
    """A million pages took the process that learns 4 GB, for parts of arrays that were made for all rows."""
    lines = [f"Dòng riêng {n}" for n in range(5_000)]
    evidence = survey(table([("a", page(1, *lines)), ("a", page(2, "Góc của bạn"))]))
    tracemalloc.start()
    try:
        counts = counts_of(evidence)
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert counts.num_rows < 10 < 5_000 < evidence.num_rows
    assert held < 50_000


@given(st.integers(0, 2**32), st.integers(1, 4))
@settings(max_examples=25, deadline=None)
def test_evidence_does_not_depend_on_how_pages_are_shared_out(seed: int, parts: int) -> None:
    rng = random.Random(seed)
    pages = [
        (rng.choice("ab"), page(rng.randrange(6), *rng.sample(["Một", "Hai", "Ba"], 2))) for _ in range(12)
    ]
    whole = merge([survey(table(pages))])
    rng.shuffle(pages)
    shards = [survey(table(pages[part::parts])) for part in range(parts)]
    rng.shuffle(shards)
    assert merge(shards).equals(whole)
    assert merge([merge(shards[:1]), *shards[1:], *shards[:1]]).equals(whole)


def test_a_site_is_known_by_a_sample_of_its_stories() -> None:
    pages = [("a", page(n, "Góc của bạn")) for n in range(SAMPLE + 300)]
    half = len(pages) // 2
    merged = merge([survey(table(pages[:half])), survey(table(pages[half:]))])
    assert stories_of(counts_of(merged), "a", "Góc của bạn") == SAMPLE
    assert merged.equals(merge([survey(table(pages))]))


def test_no_pages_give_no_evidence() -> None:
    assert survey(table([])).num_rows == 0
    assert survey(table([("a", ""), ("a", "\n\n")])).num_rows == 0
    assert counts_of(merge([])).num_rows == 0


def test_keys_are_the_same_for_ever() -> None:
    """They are stored between runs: another key is another format."""
    assert keys_of(["Hòa", "hòa", "HÒA", "Nguyễn", "nghiêng"]).tolist() == EXPECTED


EXPECTED = [
    17908995103092323812,
    17908995103092323812,
    17908995103092323812,
    427154201238036055,
    15617108553011067727,
]
