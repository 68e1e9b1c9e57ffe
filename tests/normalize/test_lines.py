"""Whatever a page holds, every line of it ends up somewhere, and the text is clean."""

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.normalize.cleaned import cleaned_of
from dataset.normalize.decide import decide_batch
from dataset.normalize.evidence import merge, survey
from dataset.normalize.lines import STORY_KINDS
from dataset.normalize.one_page import DecidedPage, decide
from dataset.normalize.rows import Rows, rows_of
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
PAGES = st.lists(LINES, max_size=25).map("\n".join)


def decided(text: str, contract: Contract) -> DecidedPage:
    page = Page("a.txt", "0" * 64, len(text), text)
    return decide(page, language_pack("vi"), contract.limits, "vi")


def rows_of_text(text: str, contract: Contract) -> Rows:
    cleaned = cleaned_of([(FILE, Page("a.txt", "0" * 64, 1, text))])
    evidence = merge([survey(cleaned)])
    batch = decide_batch(cleaned, evidence, language_pack("vi"), contract.limits, "vi")
    return rows_of(cleaned, batch, contract, "rules", None)


@given(PAGES)
@settings(max_examples=300, deadline=None)
def test_no_line_is_lost_and_none_counts_twice(text: str) -> None:
    contract = default_contract()
    result = decided(text, contract)
    raw = [clean_line(line) for line in split_lines(text)]
    if result.kind == "empty":
        assert not any(raw)
        return
    assert [line.number for line in result.lines] == list(range(1, len(raw) + 1))
    assert all(line.kind and line.rule for line in result.lines)
    assert all((line.kind == "blank") == (line.text == "") for line in result.lines)
    furniture = rows_of_text(text, contract).furniture
    dropped = dict(zip(furniture["line"].to_pylist(), furniture["kind"].to_pylist(), strict=True))
    assert len(dropped) == furniture.num_rows
    for line in result.lines:
        in_text = line.kind in STORY_KINDS and not result.reason
        assert line.kind == "blank" or in_text or line.number in dropped
        if in_text:
            assert dropped.get(line.number, "meta") == "meta"


@given(PAGES)
@settings(max_examples=200, deadline=None)
def test_offsets_give_back_the_paragraphs(text: str) -> None:
    contract = default_contract()
    for row in rows_of_text(text, contract).articles.to_pylist():
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
    decided(f"Tiêu đề của trang\n{line * 4_000}", default_contract())
    assert time.process_time() - start < 4


def test_a_page_of_headlines_is_no_article() -> None:
    result = decided(
        "Trang tin\n" + "\n".join(f"Một tiêu đề của bài thứ {n} nào đó" for n in range(40)),
        default_contract(),
    )
    assert result.reason == "too_short"
