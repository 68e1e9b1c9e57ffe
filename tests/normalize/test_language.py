"""The language pack's promises, on text that nobody chose."""

import datetime
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.errors import ConfigError
from schemas.language.clean import clean, clean_line, split_lines
from schemas.language.edtf import DateContext, dates_in, edtf, precision_of
from schemas.language.match_key import match_key
from schemas.language.pack import language_pack
from schemas.language.vi.syllable import syllable_of
from schemas.language.vi.tones import tone_new, tone_old

# Letters, tones typed apart, every kind of space, break and invisible character, emoji and joiners.
AWKWARD = (
    "aăâeêioôơuưyđAĐUƠ nghctmpQq"
    "\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b"
    "\xa0\t\u2009\u3000\u200b\u200d\u200e\u2028\r\n\x0b\x85\x00\x1f\x7f\xad\ufeff\ufffe"
    "ÐðƉ\u2011👨👩\ufe0f❤“”–-.,:/|0123456789"
)
texts = st.text(alphabet=st.one_of(st.sampled_from(AWKWARD), st.characters(codec="utf-8")), max_size=80)
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\xa0\u2000-\u200c\u200e\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufffe\uffff]"
)

ONSETS = ["", "b", "ch", "đ", "h", "kh", "l", "ng", "ph", "t", "th", "tr", "x"]
OPEN = ["oa", "oe", "uy"]
CLOSED = ["oan", "oang", "oac", "oai", "oay", "oeo", "uynh", "uyt", "uyu"]
TONES = ["\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]


@given(texts)
def test_clean_text_is_nfc_and_holds_nothing_invisible(text: str) -> None:
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not FORBIDDEN.search(cleaned)
    assert "  " not in cleaned
    assert "\n\n\n" not in cleaned
    assert cleaned == cleaned.strip("\n ")


@given(texts)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert all(clean_line(clean_line(line)) == clean_line(line) for line in split_lines(text))


@given(texts)
def test_nobody_downstream_sees_other_lines(text: str) -> None:
    assert clean(text).split("\n") == (clean(text).splitlines() or [""])


def test_a_joiner_stays_in_an_emoji_and_nowhere_else() -> None:
    assert clean("a\u200db 👨\u200d👩\u200d👧 👨\u200d x\u200d👩") == "ab 👨\u200d👩\u200d👧 👨 x👩"
    assert clean("❤\ufe0f\u200d🔥") == "❤\ufe0f\u200d🔥"


@pytest.mark.parametrize("vowel", ["â", "ă", "ê", "ô", "ơ", "ư"])
@pytest.mark.parametrize("tone", TONES)
def test_a_tone_typed_before_the_vowel_mark_composes(vowel: str, tone: str) -> None:
    letter, mark = unicodedata.normalize("NFD", vowel)
    assert clean(letter + tone + mark) == unicodedata.normalize("NFC", letter + mark + tone)


@given(st.sampled_from(ONSETS), st.sampled_from(OPEN), st.sampled_from(TONES), st.sampled_from([0, 1]))
def test_open_syllables_go_from_old_to_new_and_back(onset: str, rhyme: str, tone: str, place: int) -> None:
    typed = unicodedata.normalize("NFC", onset + rhyme[: place + 1] + tone + rhyme[place + 1 :])
    old = unicodedata.normalize("NFC", onset + rhyme[0] + tone + rhyme[1])
    new = unicodedata.normalize("NFC", onset + rhyme + tone)
    assert (tone_old(typed), tone_new(typed)) == (old, new)
    assert (tone_old(tone_new(old)), tone_new(tone_old(new))) == (old, new)
    assert tone_old(typed.upper()) == old.upper()


@given(st.sampled_from(ONSETS), st.sampled_from(CLOSED), st.sampled_from(TONES), st.sampled_from([0, 1]))
def test_closed_syllables_have_one_spelling(onset: str, rhyme: str, tone: str, place: int) -> None:
    typed = unicodedata.normalize("NFC", onset + rhyme[: place + 1] + tone + rhyme[place + 1 :])
    right = unicodedata.normalize("NFC", onset + rhyme[:2] + tone + rhyme[2:])
    assert tone_old(typed) == tone_new(typed) == right


@given(texts)
def test_placing_tones_keeps_length_and_settles(text: str) -> None:
    text = clean(text)
    for place in (tone_old, tone_new):
        assert len(place(text)) == len(text)
        assert place(place(text)) == place(text)
    assert tone_old(tone_new(text)) == tone_old(text)


@given(texts)
def test_match_keys_settle(text: str) -> None:
    assert match_key(match_key(text)) == match_key(text)
    assert match_key(tone_new(clean(text))) == match_key(tone_old(clean(text)))


@pytest.mark.parametrize(
    "word", ["nghiêng", "khuỷu", "gì", "giếng", "quốc", "uyên", "ý", "Đắk", "khoẻ", "oà"]
)
def test_syllables(word: str) -> None:
    assert syllable_of(word) is not None


@pytest.mark.parametrize("word", ["Hernández", "Goya", "José", "Perú", "vắcxin", "zalo", "schön", "áà"])
def test_foreign_words_are_no_syllables(word: str) -> None:
    assert syllable_of(word) is None


YEARS = st.integers(1950, 2049)
CUES = st.sampled_from(["Ngày ", "Sáng ", "chiều ngày ", "tối ", "đến hết ngày "])


@given(CUES, st.dates(), st.sampled_from("/.-"), st.booleans(), st.booleans())
def test_a_date_is_read_with_the_parts_it_states(
    cue: str, date: datetime.date, mark: str, year: bool, padded: bool
) -> None:
    if not 1900 <= date.year < 2100:
        date = date.replace(year=2000 + date.year % 100 // 4 * 4)
    day, month = (f"{part:02}" if padded else str(part) for part in (date.day, date.month))
    text = f"{cue}{day}{mark}{month}{f'{mark}{date.year}' if year else ''}, tại Hà Nội"
    expected = f"{date.year if year else 'XXXX'}-{date.month:02}-{date.day:02}"
    assert edtf(text) == expected


@given(st.text(alphabet="0123456789/.- ngàythánămquýIV", max_size=40))
def test_dates_never_invent_a_part(text: str) -> None:
    for date in dates_in(text):
        digits = text[date.start : date.end]
        years = set(re.findall(r"\d{4}", digits))
        assert set(re.findall(r"\d{4}(?=-|/|$)", date.edtf)) <= years
        if re.search(r"-\d\d-\d\d", date.edtf):
            assert len(re.findall(r"\d+", digits)) >= 2


@given(st.text(alphabet="0123456789/.- ngày", max_size=30), st.dates())
def test_a_context_adds_a_year_and_nothing_else(text: str, page: datetime.date) -> None:
    alone = dates_in(text)
    informed = dates_in(text, DateContext(page.year, page.month, page.day))
    assert [date.edtf.removeprefix("XXXX")[-6:] for date in alone] == [date.edtf[-6:] for date in informed]
    for one, other in zip(alone, informed, strict=True):
        if "XXXX" not in one.edtf:
            assert one == other


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ngày 30/2/2024", None),
        ("ngày 29/2/2023", None),
        ("ngày 29/2", "XXXX-02-29"),
        ("từ ngày 26-22/9", None),
        ("từ 22 đến 26 tháng 9 năm 2024", "2024-09-22/2024-09-26"),
        ("trong hai ngày 22 và 23/9", "XXXX-09-22/XXXX-09-23"),
        ("Nghị định 15/2020/NĐ-CP", None),
        ("thắng 3-1, trực 24/7", None),
        # Around the clock, or the day on which this happened, as the word before says.
        ("mở cửa 24/7, kể cả chủ nhật", None),
        ("Sáng 24/7, đoàn xe lên đường", "XXXX-07-24"),
        ("Đến sáng 24/7, nước đã rút", "XXXX-07-24"),
        ("ngày 24/7/2024", "2024-07-24"),
        ("mùng 10/3 âm lịch", None),
        # The minutes of a time are no day of an interval.
        ("10:05 - 12/05/2024", "2024-05-12"),
        ("Chủ nhật, 9:05 – 12/5/2024", "2024-05-12"),
        ("2024-09-30", "2024-09-30"),
        ("Từ 5/11 đến 30/11", "XXXX-11-05/XXXX-11-30"),
    ],
)
def test_dates_of_the_press(text: str, expected: str | None) -> None:
    assert edtf(text) == expected


@pytest.mark.parametrize(
    ("text", "page", "expected"),
    [
        ("Ngày 29/12", DateContext(2024, 1, 2), "2023-12-29"),
        ("Ngày 5/1", DateContext(2023, 12, 30), "2024-01-05"),
        ("Ngày 9/6", DateContext(2023, 6), "2023-06-09"),
        ("Ngày 9/6", DateContext(2023, 9, 1), "XXXX-06-09"),
        ("Ngày 29/2", DateContext(2023, 2), "XXXX-02-29"),
    ],
)
def test_a_year_is_completed_only_near_the_pages_date(text: str, page: DateContext, expected: str) -> None:
    assert edtf(text, page) == expected


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        ("2024-09-22", "day"),
        ("2024-09", "month"),
        ("2024", "year"),
        ("XXXX-07-01", None),
        ("2024-35", None),
        ("2023/2024", None),
    ],
)
def test_precision(value: str, precision: str | None) -> None:
    assert precision_of(value) == precision


def test_a_language_without_a_pack_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(ConfigError, match=r"no language pack for 'tlh'; there are: en, vi"):
        language_pack("tlh")
    assert language_pack("vi-VN") == language_pack("vi")
