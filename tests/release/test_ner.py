from hypothesis import given
from hypothesis import strategies as st

from schemas.ner import Dropped, Tagged, tag_article
from schemas.ner.sentences import sentences
from schemas.ner.tokens import tokens
from schemas.records import Span
from tests.release.samples import STORIES

PIECES = (
    "Ông Tám", "TP. Huế", "nói", "“Vâng!”", "…", ". ", "? ", "\n", "\n\n", " ", "12/4/2023", "3-1", "🎉", "👩\u200d🌾",
    "e\u0323\u0302", "(", ")", "A. B.", "1. ", "_", "v.v.", "\u00a0", "hợp tác xã",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=25).map("".join)


def parts(text: str) -> list[str]:
    return [text[begin:end] for begin, end in sentences(text)]


def words(text: str) -> list[str]:
    return [text[begin:end] for begin, end in tokens(text, 0, len(text))]


def spans_of(text: str, tagged: list[Tagged]) -> list[Span]:
    """What a reader of the tags gets back: the oracle of the round trip."""
    found: list[Span] = []
    for sentence in tagged:
        for (start, end), tag in zip(sentence.extents, sentence.tags, strict=True):
            prefix, _, label = tag.partition("-")
            if prefix == "B":
                found.append(Span(start, end, label, text[start:end]))
            elif prefix == "I":
                assert found, "an I- follows a B-"
                assert found[-1].label == label
                found[-1] = Span(found[-1].start, end, label, text[found[-1].start : end])
    return found


def test_sentences_end_where_a_reader_ends_them() -> None:
    assert parts("Chợ mở sớm. Ông Tám nói: “Vui quá!” Rồi ông về… Trời mưa\n\nĐoạn sau? Có.") == [
        "Chợ mở sớm.", "Ông Tám nói: “Vui quá!”", "Rồi ông về…", "Trời mưa", "Đoạn sau?", "Có.",
    ]  # fmt: skip


def test_full_stops_that_end_nothing() -> None:
    for text in (
        "TS. Phan Kè và GS. Lò Thị Mây tới TP. Sen.",
        "Giá 1.200 đồng, tăng 3.5 điểm.",
        "Ông Lê Văn T. Sau khai nhận.",
        "1. Khoản thứ nhất",
        "IV. Điều khoản thi hành",
        "Trang bao-lang.example đưa tin... rồi thôi.",
    ):
        assert parts(text) == [text]


def test_tokens_are_syllables_and_marks() -> None:
    assert words("Ngày 12/4, giá 1.200đ (tăng).") == [
        "Ngày", "12", "/", "4", ",", "giá", "1", ".", "200đ", "(", "tăng", ")", ".",
    ]  # fmt: skip


def test_what_a_reader_sees_as_one_sign_is_one_token() -> None:
    assert words("vui 👩\u200d🌾! ❤️ ok e\u0323\u0302m") == [
        "vui",
        "👩\u200d🌾",
        "!",
        "❤️",
        "ok",
        "e\u0323\u0302m",
    ]


@given(TEXTS)
def test_sentences_and_tokens_hold_all_that_is_visible(text: str) -> None:
    extents = [extent for begin, end in sentences(text) for extent in tokens(text, begin, end)]
    covered = {place for begin, end in extents for place in range(begin, end)}
    assert len(covered) == sum(end - begin for begin, end in extents), "no two overlap"
    assert extents == sorted(extents)
    assert all(text[place].isspace() for place in range(len(text)) if place not in covered)
    assert not any(character.isspace() for begin, end in extents for character in text[begin:end])


def test_the_samples_come_back_from_their_tags() -> None:
    for story in STORIES:
        spans = [Span(**span) for span in story.entities]  # type: ignore[arg-type]  # rows are untyped
        tagged, dropped = tag_article(story.text, spans)
        assert dropped == Dropped()
        assert spans_of(story.text, tagged) == spans


@given(
    TEXTS,
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12), st.sampled_from(("PER", "ORG"))), max_size=6),
)
def test_every_span_comes_back_or_is_counted(text: str, drawn: list[tuple[int, int, str]]) -> None:
    spans = [
        Span(start, min(start + length, len(text)), label, text[start : start + length])
        for start, length, label in drawn
        if start < len(text)
    ]
    tagged, dropped = tag_article(text, spans)
    back = spans_of(text, tagged)
    assert len(back) + dropped.nested + dropped.unaligned == len(spans)
    assert set(back) <= set(spans)


def test_of_overlapping_spans_the_longer_stays() -> None:
    text = "Đại học Huế mở cửa"
    outer, inner = Span(0, 11, "ORG", "Đại học Huế"), Span(8, 11, "GPE", "Huế")
    tagged, dropped = tag_article(text, [inner, outer])
    assert spans_of(text, tagged) == [outer]
    assert dropped == Dropped(nested=1)


def test_spans_that_tags_cannot_say_are_counted() -> None:
    text = "Tin từ Covid19 hôm nay. Mai có mưa."
    inside, across = Span(7, 12, "MISC", "Covid"), Span(19, 27, "MISC", "nay. Mai")
    tagged, dropped = tag_article(text, [inside, across])
    assert spans_of(text, tagged) == []
    assert dropped == Dropped(unaligned=2)
