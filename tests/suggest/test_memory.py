"""Memory suggests what people accepted, and keeps quiet where people were of two minds."""

import unicodedata

from annotation.suggest.labelled import Labelled
from annotation.suggest.memory import Memory, remember
from annotation.suggest.reading import Candidate
from annotation.suggest.resolve import resolve
from tests.suggest.lessons import lesson


def told(memory: Memory, text: str) -> list[tuple[str, str]]:
    return [(text[c.start : c.end], c.label) for c in resolve(memory.candidates(text))]


def test_an_accepted_surface_is_suggested_where_it_stands_again_surer_with_every_time() -> None:
    once = remember([lesson("a", "Máy gặt [Kim Ngưu|MISC] chạy.")])
    thrice = remember([lesson(name, "Máy gặt [Kim Ngưu|MISC] chạy.") for name in "abc"])
    text = "Ruộng này có Kim Ngưu; ruộng kia cũng (Kim Ngưu)."
    assert told(once, text) == [("Kim Ngưu", "MISC")] * 2
    assert [c.score for c in once.candidates(text)] == [2 / 3] * 2  # rule of succession: 1 of 1
    assert [c.score for c in thrice.candidates(text)] == [4 / 5] * 2


def test_several_labels_are_ambiguous() -> None:
    lessons = [
        lesson("a", "Ông [Hồ Chí Minh|PER] đến [Hồ Chí Minh|GPE]."),
        lesson("b", "[Cà Mau|GPE] và [Cà Mau|GPE], ba lần [Cà Mau|GPE], bốn lần [Cà Mau|ORG]."),
    ]
    memory = remember(lessons)
    assert told(memory, "Hồ Chí Minh ở Cà Mau.") == [("Cà Mau", "GPE")]  # 3 of 4 is clear, 1 of 2 is not


def test_what_is_mostly_left_unmarked_is_not_suggested() -> None:
    memory = remember([lesson("a", "Báo [Mới|ORG] ra. Mới có mưa. Mới hôm qua. Mới đây thôi.")])
    assert told(memory, "Mới có mưa.") == []


def test_within_a_longer_span_says_nothing_against_the_shorter() -> None:
    memory = remember(
        [
            lesson("a", "Đi [Việt Nam|GPE]."),
            lesson("b", *["Họp ở [Đại sứ quán Việt Nam tại Lào|ORG]."] * 5),
        ]
    )
    assert told(memory, "Đi Việt Nam.") == [("Việt Nam", "GPE")]
    assert told(memory, "Ở Đại sứ quán Việt Nam tại Lào.") == [("Đại sứ quán Việt Nam tại Lào", "ORG")]


def test_disputed_occurrences_teach_nobody() -> None:
    one = lesson("a", "Máy gặt [Kim Ngưu|MISC] chạy. Có Kim Ngưu, Kim Ngưu, Kim Ngưu.")
    left = one.text.index("Có")
    disputed = Labelled("a", "", one.text, one.spans, ((left, len(one.text)),), None, False)
    assert told(remember([one]), "Kim Ngưu") == []
    assert told(remember([disputed]), "Kim Ngưu") == [("Kim Ngưu", "MISC")]


def test_never_half_a_syllable_nor_over_a_line_and_capitals_count() -> None:
    memory = remember([lesson("a", "Máy [Hoa Ban|MISC] chạy ở [Ho|MISC].")])
    assert told(memory, "hoa ban; Hoa Bang; Hoà; Hoa\nBan; HOA BAN") == []
    assert told(memory, "Hoa  Ban, Ho!") == [("Hoa  Ban", "MISC"), ("Ho", "MISC")]


def test_unicode_forms_and_tone_marks_meet_and_offsets_are_of_the_text_itself() -> None:
    memory = remember([lesson("a", "Xã [Hoà Thuỷ|GPE] xanh.")])
    for form in ("NFC", "NFD"):
        text = unicodedata.normalize(form, "Ở Hòa Thủy, và Hoà Thuỷ.")
        assert [unicodedata.normalize("NFC", s) for s, _ in told(memory, text)] == ["Hòa Thủy", "Hoà Thuỷ"]
        for found in memory.candidates(text):
            assert not unicodedata.combining(text[found.end])


def test_rules_are_corrected_by_what_people_did_with_the_same_surface() -> None:
    lessons = [
        lesson("a", "Báo Sông Xanh đưa tin. Sông Xanh viết."),
        lesson("b", "Theo [Cánh Đồng|ORG], mưa to."),
    ]
    proposed = [
        [Candidate(4, 13, "LOC", "rule", 0.9), Candidate(23, 32, "LOC", "rule", 0.9)],
        [Candidate(5, 14, "LOC", "rule", 0.9)],
    ]
    memory = remember(lessons, proposed)
    text = "Sông Xanh và Cánh Đồng gặp Núi Đỏ."
    rules = [
        Candidate(0, 9, "LOC", "rule", 0.9),
        Candidate(13, 22, "LOC", "rule", 0.9),
        Candidate(27, 33, "LOC", "rule", 0.9),
    ]
    found = resolve(memory.correct(text, rules))
    assert [(text[c.start : c.end], c.label, c.source) for c in found] == [
        ("Cánh Đồng", "ORG", "memory"),
        ("Núi Đỏ", "LOC", "rule"),
    ]
