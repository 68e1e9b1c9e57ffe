"""Stamps, credits and names: each language's own words tell them, and no other's."""

import polars as pl
import pytest

from dataset.normalize.cues import Cues, cues_of
from dataset.normalize.words import keys_of
from schemas.language.pack import language_pack

CUES = {tag: cues_of(language_pack(tag)) for tag in ("vi", "en")}


def fits(pattern: str, line: str) -> bool:
    return bool(pl.Series([line]).str.contains(pattern)[0])


def is_aged(cues: Cues, line: str) -> bool:
    """As `named_lines` asks: by a word at either end first."""
    words = keys_of([line])
    gate = words[-1] in cues.aged_last or words[0] in cues.aged_first
    found = fits(cues.aged, line)
    assert gate or not found
    return found


@pytest.mark.parametrize(
    ("line", "vi", "en"),
    [
        ("5 phút trước", True, False),
        ("khoảng 2 giờ trước", True, False),
        ("7 minutes ago", True, True),  # Vietnamese sites keep a template's English
        ("12 mins ago", False, True),
        ("1.234 lượt xem", True, False),
        ("lượt xem : 12k", True, False),
        ("reads: 1,204", False, True),
        ("5 phút trước khi tàu chạy", False, False),
        ("phút trước", False, False),
    ],
)
def test_ages_and_counts(line: str, vi: bool, en: bool) -> None:
    assert (is_aged(CUES["vi"], line), is_aged(CUES["en"], line)) == (vi, en)


@pytest.mark.parametrize(
    ("line", "vi", "en"),
    [
        ("12 tháng 5, 2024", True, False),
        ("12 tháng 5 năm 2024", True, False),
        ("may 12, 2024", True, True),
        ("12/5", True, True),
        ("12 tháng 5", False, False),
    ],
)
def test_dates(line: str, vi: bool, en: bool) -> None:
    assert (fits(CUES["vi"].date, line), fits(CUES["en"].date, line)) == (vi, en)


@pytest.mark.parametrize(
    ("line", "vi", "en"),
    [("10:30", True, True), ("10h30", True, True), ("10 giờ 30", True, False), ("10g30", True, False)],
)
def test_times_of_day(line: str, vi: bool, en: bool) -> None:
    assert (fits(CUES["vi"].clock, line), fits(CUES["en"].clock, line)) == (vi, en)


@pytest.mark.parametrize(
    ("line", "vi", "en"),
    [
        ("Lan Anh và Minh Hà", True, False),
        ("Anna Holt and Tom Reed", True, True),
        ("Minh Hà (tổng hợp)", True, False),
        ("Anna Holt (edited)", False, True),
        ("Minh Hà/TTXVN", True, True),
        ("Minh Hà về quê", False, False),
    ],
)
def test_names(line: str, vi: bool, en: bool) -> None:
    assert (fits(CUES["vi"].names, line), fits(CUES["en"].names, line)) == (vi, en)


@pytest.mark.parametrize(
    ("line", "vi", "en"),
    [
        ("Theo Lan Anh", True, False),
        ("(THEO TTXVN)", True, False),
        ("Phóng viên: Minh Hà", True, False),
        ("By Anna Holt", True, True),
        ("Reporting by Anna Holt", False, True),
        ("Bytes of text", False, False),
    ],
)
def test_bylines(line: str, vi: bool, en: bool) -> None:
    for tag, told in (("vi", vi), ("en", en)):
        cues = CUES[tag]
        assert fits(cues.byline, line[: cues.byline_reach]) == told
        assert not told or keys_of([line])[0] in cues.byline_words


@pytest.mark.parametrize(
    ("line", "vi", "en"),
    [
        ("Cầu mới lúc rạng sáng. Ảnh: Minh Hà", True, False),
        ("Cầu mới (ảnh minh họa)", True, False),
        ("The bridge at dawn. Photo: Anna Holt", True, True),
        ("Ông nói: trời đẹp", False, False),
    ],
)
def test_photo_credits(line: str, vi: bool, en: bool) -> None:
    for tag, told in (("vi", vi), ("en", en)):
        assert fits(CUES[tag].photo, line) == told
        assert not told or fits(CUES[tag].photo_words, line)
