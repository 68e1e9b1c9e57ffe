"""A document finds its article whatever its white space and form, and each span its place there."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.bring.match import Articles, Match
from annotation.bring.visible import Visible, visible_of_clean
from annotation.formats.labelled import Labelled
from annotation.results import Fault
from schemas.contract import Contract, default_contract
from schemas.language.clean import clean
from schemas.records import Span
from tests.formats.documents import texts
from tests.tables import articles_of

STORY = "Nguyễn Văn Tám ở Hà Nội 🌾.\n\nBà Đặng Thị Huế 👨\u200d👩\u200d👧 nói: “Lúa_Xanh”.\nHết."
_SPACES = st.sampled_from([" ", "  ", "\n", "\r\n", "\t", "\u00a0", "_", ""])


@settings(deadline=None, max_examples=60)
@given(text=texts)
def test_the_fast_way_sees_the_same(text: str) -> None:
    cleaned = clean(text)
    assert Visible.of(cleaned).letters == visible_of_clean(cleaned)
    assert Visible.of(text).letters == visible_of_clean(cleaned)


@st.composite
def retold(draw: st.DrawFn) -> tuple[str, list[int]]:
    """The story with other white space, letters taken apart, and lines around it; and where each code point went."""
    parts = [draw(st.sampled_from(["", "Trang chủ > Tin\n", "Hà Nội\r\n"]))]
    length = len(parts[0])
    places = []
    for character in STORY:
        places.append(length)
        if character in " \n_":
            part = draw(_SPACES)
        else:
            part = unicodedata.normalize(draw(st.sampled_from(["NFC", "NFD"])), character)
        parts.append(part)
        length += len(part)
    places.append(length)
    parts.append(draw(st.sampled_from(["", "\nChia sẻ", "\n\nNguyễn Văn Tám"])))
    return "".join(parts), places


@settings(deadline=None, max_examples=60)
@given(case=retold(), data=st.data())
def test_every_span_finds_its_place(case: tuple[str, list[int]], data: st.DataObject) -> None:
    told, places = case
    articles = Articles(articles_of(default_contract(), {"bai-1": STORY, "bai-2": "Một bài khác.\nHết."}))
    match = articles.find(Labelled(told, data.draw(st.sampled_from([None, "bai-1", "lạ"]))))
    assert isinstance(match, Match)
    assert match.id == "bai-1"
    for _ in range(8):
        start = data.draw(st.integers(0, len(STORY) - 1))
        end = data.draw(st.integers(start + 1, len(STORY)))
        surface = STORY[start:end]
        # At its edges a joiner, like a space, is not seen.
        if surface.strip(" \n_\u200d") != surface or not surface:
            continue
        there = told[places[start] : places[end]]
        found = match.place(Span(places[start], places[end], "PER", there))
        assert found == Span(start, end, "PER", surface)


def find(contract: Contract, texts: dict[str, str], document: Labelled) -> Match | str:
    return Articles(articles_of(contract, texts)).find(document)


def test_what_is_no_article_is_said(contract: Contract) -> None:
    texts = {"a": STORY, "b": "Mưa lớn ở Huế.\nHết.", "c": "Nắng to ở Vinh.\nHết."}
    assert find(contract, texts, Labelled("Chuyện khác.")) == "unknown_article"
    assert find(contract, texts, Labelled("Chuyện khác.", "a")) == "other_text"
    assert find(contract, texts, Labelled(f"{texts['b']}\n{texts['c']}")) == "several_articles"
    # A part of a story is not the story: the rest would count as labelled with nothing.
    assert find(contract, texts, Labelled(STORY.split("\n")[0])) == "unknown_article"


@pytest.mark.parametrize(
    ("surface", "reason"),
    [
        ("Trang chủ", "outside_text"),
        ("chủ\nNguyê\u0303n", "outside_text"),
        ("Nguye", "cut_letter"),
        ("\n", "blank"),
    ],
)
def test_spans_without_a_place(surface: str, reason: str, contract: Contract) -> None:
    told = "Trang chủ\n" + unicodedata.normalize("NFD", STORY)
    told = told.replace(unicodedata.normalize("NFD", "Trang chủ"), "Trang chủ")
    surface = surface.replace("Nguyê\u0303n", unicodedata.normalize("NFD", "Nguyễn"))
    match = find(contract, {"a": STORY}, Labelled(told))
    assert isinstance(match, Match)
    start = told.index(surface)
    found = match.place(Span(start, start + len(surface), "PER", surface))
    assert isinstance(found, Fault)
    assert found.reason == reason
