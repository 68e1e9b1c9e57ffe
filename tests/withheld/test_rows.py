"""Rows over any text: what was taken out comes back to the letter, and what does not fit is told."""

import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dataset.withheld.digest import digest_of, key_of
from dataset.withheld.rows import Found, Row, attached, contradiction, withheld
from schemas.contract import default_contract
from schemas.files import text_sha256
from tests.fuzz import tried
from tests.release.samples import article

CONTRACT = default_contract()
# Combining marks, emoji of several code points, both ends of the surrogates' gap and what lies past it, and CR before LF.
LETTERS = [
    "a",
    "ế",
    "ê\u0301",
    "\u0323",
    "🌊",
    "👩‍🌾",
    "\U0010ffff",
    "\ud7ff",
    "\ue000",
    "\r\n",
    "\n\n",
    " ",
    "đ",
    "\x00",
]
TEXTS = st.one_of(
    st.lists(st.sampled_from(LETTERS), min_size=1, max_size=30).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40),
)


@st.composite
def cut_texts(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    text = draw(TEXTS)
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
    return text, [(min(two), max(two)) for two in draw(st.lists(places, max_size=6))]


def of(config: str) -> Any:
    return CONTRACT.table(config).fields


def names(config: str) -> list[str]:
    return [field.name for field in of(config)]


def entities_row(text: str, places: list[tuple[int, int]]) -> Row:
    spans = [{"start": a, "end": b, "label": 0, "text": text[a:b]} for a, b in places]
    return {
        "id": "x", "text": text, "text_sha256": text_sha256(text), "entities": spans, "n_annotators": 2, "status": "agreed"
    }  # fmt: skip


def ner_row(text: str, places: list[tuple[int, int]]) -> Row:
    starts, ends = [a for a, _ in places], [b for _, b in places]
    tokens = [text[a:b] for a, b in places]
    return {
        "id": "x", "sent_id": 0, "tokens": tokens, "ner_tags": [0] * len(places), "token_start": starts, "token_end": ends
    }  # fmt: skip


def found_in(text: str, **said: object) -> Found:
    page = {"title": None, "author": None, "section": None, "captions": [], **said}
    return Found(text, text_sha256(text), key_of(text), [page])


def words_of(value: object) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(words_of, value.values())) if value else set()
    if isinstance(value, list):
        return set().union(*map(words_of, value)) if value else set()
    return {value} if isinstance(value, str) else set()


@tried(150)
@given(cut_texts())
def test_spans_and_tokens_come_back(drawn: tuple[str, list[tuple[int, int]]]) -> None:
    text, places = drawn
    for config, row in (("entities", entities_row(text, places)), ("ner", ner_row(text, places))):
        lean = withheld(row, of(config), key_of(text))
        assert all(re.fullmatch(r"x|agreed|[0-9a-f]{16}|[0-9a-f]{64}", word) for word in words_of(lean))
        found = found_in(text)
        assert contradiction(lean, found) is None
        assert attached(lean, names(config), found) == (row, ())


@tried(150)
@given(cut_texts(), st.integers(-2, 2), st.integers(-2, 2))
def test_a_moved_offset_is_told(drawn: tuple[str, list[tuple[int, int]]], by: int, more: int) -> None:
    """Also where the same letters stand at the other place."""
    text, places = drawn
    if not places or by == more == 0:
        return
    for config, row in (("entities", entities_row(text, places)), ("ner", ner_row(text, places))):
        lean = withheld(row, of(config), key_of(text))
        if config == "entities":
            lean["entities"][0]["start"] += by
            lean["entities"][0]["end"] += more
            start, end = lean["entities"][0]["start"], lean["entities"][0]["end"]
        else:
            lean["token_start"][0] += by
            lean["token_end"][0] += more
            start, end = lean["token_start"][0], lean["token_end"][0]
        odd = contradiction(lean, found_in(text))
        assert odd is not None
        inside = 0 <= start <= end <= len(text)
        assert odd.reason == ("surface_differs" if inside else "out_of_bounds")


@tried(100)
@given(TEXTS, st.none() | TEXTS, st.lists(TEXTS, max_size=3), TEXTS)
def test_what_a_page_says_besides_comes_back_or_is_lost(
    text: str, title: str | None, captions: list[str], other: str
) -> None:
    row = article(1, text, title=title, captions=captions, author="Bút danh", section=None)
    lean = withheld(row, of("articles"), key_of(text))
    assert contradiction(lean, found_in(text)) is None
    same = found_in(text, title=title, captions=captions, author="Bút danh", section="Đời sống")
    assert attached(lean, names("articles"), same) == (row, ())
    made, lost = attached(lean, names("articles"), found_in(text, title=other, captions=[*captions, other]))
    assert lost == tuple(name for name, is_lost in (("title", title not in {None, other}), ("author", True), ("captions", True)) if is_lost)  # fmt: skip
    assert made["captions"] == []
    assert made["author"] is None
    assert made["title"] == (title if title == other else None)


@tried(100)
@given(TEXTS, TEXTS)
def test_a_digest_tells_nothing_without_the_text(text: str, other: str) -> None:
    """The same name beside another text has another digest, so a list of names is of no use."""
    assert (digest_of(key_of(text), "text", "Hà Nội") == digest_of(key_of(other), "text", "Hà Nội")) == (
        text == other
    )
    assert digest_of(key_of(text), "title", "Hà Nội") != digest_of(key_of(text), "author", "Hà Nội")


def test_the_digests_of_today_are_those_of_tomorrow() -> None:
    """A release outlives the version of tinbai that made it."""
    key = key_of("Chiều 5/3, bà Lê Thị Cốm 🎉")
    assert digest_of(key, "text", [14, 24, "Lê Thị Cốm"]) == "8f09cb355bbad5e3"
    assert digest_of(key, "captions", ["Ảnh: Thu Gạo", ""]) == "2607187981ee88c5"


def test_a_row_of_another_text_is_told() -> None:
    lean = withheld(entities_row("một", []), of("entities"), key_of("một"))
    odd = contradiction(lean, found_in("hai"))
    assert odd is not None
    assert odd.reason == "other_text"


def test_the_value_of_any_page_with_the_text_will_do() -> None:
    row = article(1, "một", title="Hai")
    lean = withheld(row, of("articles"), key_of("một"))
    pages = [{"title": title, "author": None, "section": None, "captions": ["Ảnh: Thu Gạo"]} for title in (None, "Ba", "Hai")]  # fmt: skip
    made, lost = attached(lean, names("articles"), Found("một", text_sha256("một"), key_of("một"), pages))
    assert (made["title"], lost) == ("Hai", ())
