"""The model: spans that hold in any text, the same bytes each time, surer of what it knows."""

import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.suggest.crf import open_model, tag, train
from annotation.suggest.labelled import Labelled
from annotation.suggest.memory import remember
from annotation.suggest.resolve import resolve
from annotation.suggest.syllables import lines_of
from schemas.records import Span
from tests.suggest.lessons import MACHINES, lesson, lessons
from tests.suggest.marked import entities
from tests.suggest.test_any_text import PIECES

LESSONS = [
    *lessons(24),
    lesson("x", "Sáng [12/4|DATE], [Bộ Y tế|ORG] và ông [Lê Hữu Trí|PER] đến [TP.HCM|GPE], [Cư M'gar|GPE]."),
]
TEXTS = st.lists(
    st.one_of(PIECES, st.sampled_from([*MACHINES, "máy gặt ", "TP.HCM", "Bộ Y tế "]), st.text(max_size=6)),
    max_size=40,
).map("".join)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("crf") / "model.crf"
    assert train(LESSONS, [entities(one.text) for one in LESSONS], path)
    return path


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.sampled_from(["NFC", "NFD"]))
def test_spans_of_model_and_memory_hold_in_any_text(model: Path, text: str, form: str) -> None:
    text = unicodedata.normalize(form, text)
    proposed = entities(text)
    memory = remember(LESSONS)
    for spans in (
        tag(open_model(model), text, proposed).spans,
        resolve(memory.candidates(text)),
        resolve(memory.correct(text, proposed)),
    ):
        assert all(left.end <= right.start for left, right in pairwise(spans))
        for span in spans:
            surface = text[span.start : span.end]
            assert 0 <= span.start < span.end <= len(text)
            assert surface == surface.strip()
            assert "\n" not in surface
            assert 0 <= span.score <= 1
            # never half a character, whatever its Unicode form
            assert not unicodedata.combining(text[span.end : span.end + 1] or " ")


@given(st.text())
def test_tokens_are_what_is_visible_in_order(text: str) -> None:
    for line in lines_of(text):
        assert all(left <= right for left, right in zip(line.ends, line.starts[1:], strict=False))
        for k, word in enumerate(line.words):
            assert unicodedata.normalize("NFC", text[line.starts[k] : line.ends[k]]) == word
            assert line.tokens(line.starts[k], line.ends[k]) == (k, k + 1)


def test_an_unseen_name_is_found_by_what_stands_around_it(model: Path) -> None:
    text = "Hợp tác xã mua thêm máy gặt Sư Tử để kịp mùa vụ."
    (span,) = tag(open_model(model), text, entities(text)).spans
    assert (text[span.start : span.end], span.label, span.source) == ("Sư Tử", "MISC", "crf")


def test_the_same_lessons_give_the_same_bytes(model: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.crf"
    train(LESSONS, [entities(one.text) for one in LESSONS], again)
    assert again.read_bytes() == model.read_bytes()
    other = tmp_path / "other.crf"
    train(LESSONS[:-1], [entities(one.text) for one in LESSONS[:-1]], other)
    assert other.read_bytes() != model.read_bytes()


def test_what_it_knows_it_is_surer_of(model: Path) -> None:
    tagger = open_model(model)
    known = tag(tagger, LESSONS[0].text, entities(LESSONS[0].text)).uncertainty
    strange = "Bộ gặt 12/4 Lê máy TP Kim và Trí đến Xử chạy."
    assert 0 <= known < tag(tagger, strange, entities(strange)).uncertainty
    assert tag(tagger, "", ()).uncertainty == 0


def test_nothing_marked_is_no_model(tmp_path: Path) -> None:
    assert not train([lesson("a", "Trời mưa.")], [()], tmp_path / "model.crf")
    assert not (tmp_path / "model.crf").exists()


def test_disputed_lines_and_half_syllables_are_left_out(tmp_path: Path) -> None:
    text = "Máy Kim Ngưu chạy."
    half = Labelled("a", "", text, (Span(4, 6, "MISC", "Ki"),), (), None, True)
    disputed = Labelled("a", "", text, (Span(4, 12, "MISC", "Kim Ngưu"),), ((13, 17),), None, False)
    for one in (half, disputed):
        assert not train([one], [()], tmp_path / "model.crf")
