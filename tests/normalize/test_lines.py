"""Whatever a page holds, every line of it ends up somewhere, and the text is clean."""

import time
import unicodedata
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.normalize.cleaned import cleaned_of
from dataset.normalize.decide import decide_batch
from dataset.normalize.decided import Decided
from dataset.normalize.evidence import survey
from dataset.normalize.furniture import dropped_lines
from dataset.normalize.lines import STORY_KINDS
from dataset.normalize.merge import merge
from dataset.normalize.rows import rows_of
from dataset.read.page import InputFile, Page
from schemas.contract import Contract, default_contract
from schemas.language.clean import clean_line, clean_texts, split_lines
from schemas.language.pack import language_pack
from tests.normalize.pages import SENTENCE

LINES = st.one_of(
    st.sampled_from(
        [
            *(
                "",
                " \xa0",
                "![]() |",
                "![chú thích](https://a.example/1.jpg)",
                "![]() Một tin khác có ảnh nhỏ. |",
            ),
            *("Tin liên quan", "Xem thêm", "Bình luận (3)", "Đọc nhiều", "Xem thêm: Một bài khác nữa"),
            *(
                "https://a.example/tin-1.html",
                "Theo Minh Anh/a.example",
                "Lê Minh Anh",
                "Ảnh: Minh Anh",
                "./.",
            ),
            *(
                "Chia sẻ Facebook Zalo",
                "Từ khóa: lúa, gạo",
                "Trang chủ › Kinh tế",
                "Thứ Hai, 01/07/2024, 10:20",
            ),
            *(
                "Một tiêu đề ngắn",
                "Một dòng dài hơn một chút nhưng không có dấu chấm ở cuối câu",
                "- Một mục;",
                "| a | b |",
            ),
            *(
                SENTENCE,
                f"{SENTENCE} {SENTENCE}",
                SENTENCE.replace(".", "..."),
                f"{SENTENCE}/.",
                f"“{SENTENCE}”",
            ),
            *(
                "404",
                "date 2023-06 Ngày 9-6, tại Hà Nội",
                "# Tiêu đề",
                "[liên kết](https://a.example)",
                "\u200b🌊",
            ),
        ]
    ),
    st.text(max_size=60),
)
FILE = InputFile(Path("a.txt"), "a.txt", "pages")
# A batch costs hardly more than a page, and gives each page what it would get alone (test_batch).
BATCHES = st.lists(st.lists(LINES, max_size=25).map("\n".join), min_size=10, max_size=40)


def cleaned_pages(texts: list[str]) -> pa.Table:
    return cleaned_of([(FILE, Page(f"{n}.txt", "0" * 64, len(text), text)) for n, text in enumerate(texts)])


def decided(cleaned: pa.Table, contract: Contract) -> Decided:
    return decide_batch(cleaned, merge([survey(cleaned)]), language_pack("vi"), contract.limits, "vi")


@given(BATCHES)
@settings(max_examples=20, deadline=None)
def test_no_line_is_lost_and_none_counts_twice(texts: list[str]) -> None:
    cleaned = cleaned_pages(texts)
    batch = decided(cleaned, default_contract())
    furniture = dropped_lines(batch.lines, pl.Series(cleaned["prefix"])).select("page", "line", "kind").rows()
    dropped = {(page, line): kind for page, line, kind in furniture}
    assert len(dropped) == len(furniture)
    found: dict[tuple[int, int], bool] = {}
    for page, number, kind, rule, kept in batch.lines.select(
        "page", "line", "kind", "rule", "kept"
    ).iter_rows():
        assert kind
        assert rule
        assert (page, number) not in found
        found[page, number] = kept
        assert kept == (kind in STORY_KINDS and not batch.pages["reason"][page])
        if kept:
            assert dropped.get((page, number), "meta") == "meta"
        else:
            assert (page, number) in dropped
    filled = {
        (page, number)
        for page, text in enumerate(texts)
        for number, line in enumerate(split_lines(text), 1)
        if clean_line(line)
    }
    assert found.keys() | dropped.keys() == filled


@given(BATCHES)
@settings(max_examples=15, deadline=None)
def test_offsets_give_back_the_paragraphs(texts: list[str]) -> None:
    cleaned, contract = cleaned_pages(texts), default_contract()
    rows = rows_of(cleaned, decided(cleaned, contract).pages, contract, "rules", None)
    for row in rows.articles.to_pylist():
        body, places = row["text"], row["paragraphs"]
        pieces = [body[place["start"] : place["end"]] for place in places]
        assert "\n\n".join(pieces) == body
        assert all(piece and piece == piece.strip() for piece in pieces)
        assert unicodedata.is_normalized("NFC", body)


def test_line_breaks_of_any_kind_give_the_same_lines() -> None:
    page = f"Một tiêu đề dài\n\n{SENTENCE}\n{SENTENCE}"
    (lines,) = clean_texts([page])
    for other in ("\r\n", "\r", "\u2028", "\x85"):
        assert clean_texts([page.replace("\n", other)]) == [lines]


@pytest.mark.parametrize(
    "line",
    [
        "Một dòng ngắn ở đây\n",
        f"Một tiêu đề dài hơn bốn mươi chữ cái ở đây nhé\n{SENTENCE}\n",
        f"Tin liên quan\n{SENTENCE}\nTheo Minh Anh\n",
        "![](a.jpg)\nMột dòng\n",
        "![",
        "[(",
        "Ngày 1/",
    ],
)
def test_time_grows_with_the_page_and_not_with_its_square(line: str) -> None:
    """4,000 of these took up to 18 s when places were looked up from the page's top."""
    start = time.process_time()
    decided(cleaned_pages([f"Tiêu đề của trang\n{line * 4_000}"]), default_contract())
    assert time.process_time() - start < 4


def test_a_page_of_headlines_is_no_article() -> None:
    page = "Trang tin\n" + "\n".join(f"Một tiêu đề của bài thứ {n} nào đó" for n in range(40))
    assert decided(cleaned_pages([page]), default_contract()).pages["reason"].to_list() == ["too_short"]
