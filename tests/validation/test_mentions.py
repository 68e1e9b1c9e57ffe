"""Mentions of labelled names: the Aho-Corasick pass against a search without any cleverness."""

import unicodedata
from collections import Counter

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validation.engine.mentions import Finder, Mentions
from validation.engine.spans import spans_of
from validation.engine.whole_words import is_whole, may_be_a_common_word

# Few syllables, so that names meet: composed and decomposed Vietnamese, emoji beyond the BMP with what joins them,
# digits and what stands between them, spaces and breaks.
_PARTS = st.sampled_from(["ba", "Hà", "tế", "e\u0323", " ", " ", " ", ", ", "🎉", "\ufe0f", "1", "2/", "\n"])
TEXT = st.lists(_PARTS, max_size=16).map("".join)
SURFACES = st.lists(
    st.lists(_PARTS, min_size=1, max_size=4).map("".join), min_size=1, max_size=8, unique=True
)
CUTS = st.lists(st.integers(0, 30), max_size=8)
Span = tuple[int, int, str]


def _spans(text: str, cuts: list[int]) -> list[Span]:
    """Flat spans between cuts, one of two labels."""
    places = sorted({cut for cut in cuts if cut <= len(text)})
    pairs = zip(places[::2], places[1::2], strict=False)
    return [(start, end, "PER" if start % 2 else "GPE") for start, end in pairs]


def _found(texts: list[tuple[str, list[Span]]], surfaces: list[str], batches: int = 1) -> Mentions:
    rows = [
        {
            "row": row,
            "place": row,
            "article": row,
            "record_id": str(row),
            "article_id": str(row),
            "comparable": True,
            "was_skipped": False,
            "text": text,
            "chars": len(text),
            "n_entities": len(spans),
            "entities": [
                {"start": start, "end": end, "label": label, "text": text[start:end]}
                for start, end, label in spans
            ],
        }
        for row, (text, spans) in enumerate(texts)
    ]
    entity = {"start": pl.Int32, "end": pl.Int32, "label": pl.String, "text": pl.String}
    frame = pl.DataFrame(rows, schema_overrides={"entities": pl.List(pl.Struct(entity))})
    finder = Finder("gold", surfaces)
    for batch in range(batches):
        part = frame.filter(pl.col("row") % batches == batch)
        finder.add(part, spans_of(part, {"found"}))
    return finder.found()


def _in_word(one: str) -> bool:
    return unicodedata.category(one)[0] in "LMN"


def _whole(text: str, start: int, end: int) -> bool:
    before, after = text[:start][-1:], text[end:][:1]
    if (before and _in_word(before) and _in_word(text[start])) or (
        after and _in_word(after) and (_in_word(text[end - 1]) or unicodedata.category(after)[0] == "M")
    ):
        return False
    in_number = (
        text[:start][-1:] in tuple(".,:/-–") and text[:start][-2:-1].isdigit() and text[start].isdigit()
    )
    goes_on = text[end - 1].isdigit() and after in tuple(".,:/-–") and text[end + 1 :][:1].isdigit()
    return not in_number and not goes_on


def _mentions(text: str, surfaces: list[str]) -> list[tuple[int, int, str]]:
    return [
        (start, start + len(surface), surface)
        for surface in surfaces
        for start in range(len(text))
        if text[start : start + len(surface)] == surface and _whole(text, start, start + len(surface))
    ]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(TEXT, CUTS), min_size=1, max_size=4), SURFACES)
def test_the_pass_and_a_plain_search_find_the_same(
    given_texts: list[tuple[str, list[int]]], surfaces: list[str]
) -> None:
    texts = [(text, _spans(text, cuts)) for text, cuts in given_texts]
    labelled: Counter[tuple[str, str]] = Counter()
    bare: Counter[str] = Counter()
    pieces: Counter[tuple[str, str]] = Counter()
    places: set[tuple[str, str, int, int]] = set()
    for row, (text, spans) in enumerate(texts):
        labelled.update((text[s:e], label) for s, e, label in spans if text[s:e] in surfaces)
        found = _mentions(text, surfaces)
        untouched = [
            (start, end) for start, end, _ in found if not any(s < end and e > start for s, e, _ in spans)
        ]
        for start, end, surface in sorted(found):
            inside = [(s, e) for s, e, _ in spans if s < end and e > start]
            longer = [(s, e) for s, e in untouched if s <= start and end <= e and (s, e) != (start, end)]
            if not inside and not longer and not may_be_a_common_word(text, start, end):
                bare[surface] += 1
                if not any(place[:2] == (surface, str(row)) for place in places):
                    places.add((surface, str(row), start, end))
            within = all(start <= s and e <= end for s, e in inside)
            if inside and within and (start, end) not in inside:
                pieces[surface, " + ".join(text[s:e] for s, e in inside)] += 1
    mentions = _found(texts, surfaces)
    assert mentions.n_spans == labelled
    assert mentions.n_bare == {(surface,): many for surface, many in bare.items()}
    assert mentions.n_parts == pieces
    assert set(mentions.bare.select("surface", "record_id", "start", "end").iter_rows()) == places
    assert mentions.bare["times"].sum() == sum(bare.values())
    for row, start, end, surface in mentions.parts.select("row", "start", "end", "surface").iter_rows():
        assert texts[row][0][start:end] == surface


@settings(deadline=None)
@given(st.lists(st.tuples(TEXT, CUTS), min_size=2, max_size=5), SURFACES)
def test_batches_change_nothing(given_texts: list[tuple[str, list[int]]], surfaces: list[str]) -> None:
    texts = [(text, _spans(text, cuts)) for text, cuts in given_texts]
    one, other = _found(texts, surfaces), _found(texts, surfaces, batches=2)
    assert (one.n_spans, one.n_bare, one.n_parts) == (other.n_spans, other.n_bare, other.n_parts)


def test_a_later_batch_comes_later() -> None:
    mentions = _found([("Mưa ở Cần Thơ.", [])] * 4, ["Cần Thơ"], batches=2)
    assert mentions.bare["order"].to_list() == [0, 1, 2, 3]
    assert mentions.bare["row"].to_list() == [0, 2, 1, 3], "in batches of every other row"


def test_a_text_too_long_to_be_news_is_left_alone() -> None:
    mentions = _found([("Mưa ở Cần Thơ. " + "a" * 1_000_000, []), ("Mưa ở Cần Thơ.", [])], ["Cần Thơ"])
    assert mentions.n_bare == {("Cần Thơ",): 1}


def test_offsets_are_code_points_after_an_emoji() -> None:
    mentions = _found([("🎉🎉 ở Cần Thơ", [])], ["Cần Thơ"])
    assert list(mentions.bare.select("start", "end").iter_rows()) == [(5, 12)]


@pytest.mark.parametrize(
    ("text", "surface", "whole"),
    [
        ("ở Cần Thơ.", "Cần Thơ", True),
        ("(Cần Thơ)", "Cần Thơ", True),
        ("ở Cần Thơm", "Cần Thơ", False),
        ("xCần Thơ", "Cần Thơ", False),
        ("Tho\u031b", "Tho", False),
        ("ngày 12/3.", "12/3", True),
        ("ngày 12/3/2024", "12/3", False),
        ("ngày 2/12/3", "12/3", False),
        ("năm 2024, 3 người", "2024", True),
        ("2.024", "024", False),
        ("2024-2028", "2024", False),
    ],
)
def test_whole_words_and_numbers(text: str, surface: str, whole: bool) -> None:
    start = text.index(surface)
    assert is_whole(text, start, start + len(surface)) is whole


@pytest.mark.parametrize(
    ("text", "surface", "common"),
    [
        ("An ninh tốt.", "An", True),
        ("Xong. An ninh tốt.", "An", True),
        ("Ông nói: “An ninh tốt”.", "An", True),
        ("phố Hội An đông", "An", True),
        ("về An Giang", "An", True),
        ("gặp An ở chợ", "An", False),
        ("WHO cho biết", "WHO", False),
        ("Cần Thơ mưa", "Cần Thơ", False),
    ],
)
def test_one_syllable_may_be_a_common_word(text: str, surface: str, common: bool) -> None:
    start = text.index(surface)
    assert may_be_a_common_word(text, start, start + len(surface)) is common
