"""Labels of an older text: what goes over has the same surface, in the same order; the rest is named."""

import time

from hypothesis import given
from hypothesis import strategies as st

from annotation.migrate import Carrier, carrier, carry_all
from schemas.align import align
from schemas.records import Span

OLD = "Sáng nay 🌾 tại Hà Nội, ông Nguyễn Văn Tám gặp bà Lan.\n\nÔng Tám nói ở Huế.\n\nHết."

words = st.sampled_from(
    ["Hà", "Nội", "Huế", "🌾", "e\u0301", "ông", ",", ".", " ", "  ", "\n", "\n\n", "2024", "a\nb"]
)
texts = st.lists(words, max_size=40).map("".join)
edits = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 6), words), max_size=6)


def edited(text: str, changes: list[tuple[int, int, str]]) -> str:
    for at, length, new in changes:
        text = text[:at] + new + text[at + length :]
    return text


def spans_of(text: str, surface: str) -> list[Span]:
    starts = [n for n in range(len(text)) if text.startswith(surface, n)]
    return [Span(start, start + len(surface), "GPE", surface) for start in starts]


@given(texts, texts)
def test_blocks_are_equal_and_rise(old: str, new: str) -> None:
    here = there = 0
    for block in align(old, new):
        assert block.length > 0
        assert (block.old_start, block.new_start) >= (here, there)
        assert block.new_start >= there
        here, there = block.old_start + block.length, block.new_start + block.length
        assert old[block.old_start : here] == new[block.new_start : there]


@given(texts, edits)
def test_nothing_shifts(old: str, changes: list[tuple[int, int, str]]) -> None:
    new = edited(old, changes)
    spans = [
        Span(a, b, "PER", old[a:b]) for a in range(0, len(old), 3) for b in (a + 1, a + 4) if b <= len(old)
    ]
    carried = carry_all(carrier(old, new), spans)
    assert len(carried.spans) == len(spans)
    assert list(carried.lost) == [s for s, now in zip(spans, carried.spans, strict=True) if now is None]
    for before, now in zip(spans, carried.spans, strict=True):
        if now is not None:
            assert new[now.start : now.end] == now.text == before.text
            assert now.label == before.label
    kept = [now for now in carried.spans if now is not None]
    assert kept == sorted(kept, key=lambda span: (span.start, span.end))


@given(texts)
def test_an_unchanged_text_keeps_everything(text: str) -> None:
    spans = [Span(a, a + 1, "PER", text[a]) for a in range(len(text))]
    assert carry_all(carrier(text, text), spans).spans == tuple(spans)


@given(texts, texts, texts)
def test_words_that_nobody_read_are_seen(before: str, new: str, after: str) -> None:
    whole = carrier(before + after, f"{before} mới{new} {after}")
    assert whole.unread


@given(texts, st.integers(0, 40), st.integers(1, 10))
def test_a_text_made_of_what_was_read_has_none(old: str, at: int, length: int) -> None:
    """Found by words, so a cut inside one leaves a word that the old text did not have."""
    pieces = old.split(" ")
    assert not carrier(old, " ".join(pieces[:at] + pieces[at + length :])).unread


def test_each_kind_of_edit() -> None:
    def said(new: str) -> tuple[list[str], bool]:
        spans = [*spans_of(OLD, "Hà Nội"), *spans_of(OLD, "Nguyễn Văn Tám"), *spans_of(OLD, "Huế")]
        carried = carry_all(carrier(OLD, new), spans)
        return [span.text for span in carried.lost], carried.whole

    assert said(OLD) == ([], True)
    assert said(OLD.replace("\n\n", "\n")) == ([], True)
    assert said(OLD.replace("Hết.", "")) == ([], True)
    assert said("Mở đầu.\n\n" + OLD) == ([], False)
    assert said(OLD.replace("Văn Tám", "Văn Bảy")) == (["Nguyễn Văn Tám"], False)
    assert said(OLD.replace("Hà Nội,", "Hà  Nội,")) == (["Hà Nội"], False)
    assert said(OLD.replace("Ông Tám nói ở Huế.\n\n", "")) == (["Huế"], False)


def test_long_and_repetitive_texts_take_no_square_of_time() -> None:
    """difflib needs 225 s for 34,000 code points of a text like the first; none of these may take a minute."""
    many = " ".join(f"từ{number * number % 997}" for number in range(20_000))
    pairs = [
        (many, many.replace("từ5", "chữ5")),
        ("Hà Nội, " * 20_000, "Hà Nội, " * 19_990),
        ("Hà Nội, " * 5_000 + "x", "y" + "Nội; Hà " * 5_000),
        ("a\nb\n" * 10_000, "b\na\n" * 10_000),
    ]
    start = time.process_time()
    for old, new in pairs:
        align(old, new)
    assert time.process_time() - start < 30


def test_a_span_before_the_first_block_is_lost() -> None:
    assert Carrier("", (), unread=False).carry(Span(0, 1, "PER", "a")) is None
