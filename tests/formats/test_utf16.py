"""Label Studio's offsets: code points, or UTF-16 where what was drawn proves it, and never a guess."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.formats import label_studio
from annotation.formats.labelled import Labelled
from schemas.records import Span
from tests.formats.documents import documents


def read(tasks: object) -> list[Labelled]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "export.json")
        path.write_text(json.dumps(tasks), encoding="utf-8")
        return list(label_studio.read(path))


def units(text: str, place: int) -> int:
    """What JavaScript counts before a code point."""
    return len(text[:place].encode("utf-16-le")) // 2


def exported(text: str, spans: object, *, wide: bool, drawn: bool = True, key: str = "annotations") -> object:
    results = []
    assert isinstance(spans, list | tuple)
    for span in spans:
        places = (units(text, span.start), units(text, span.end)) if wide else (span.start, span.end)
        value = {"start": places[0], "end": places[1], "labels": [span.label]}
        if drawn:
            value["text"] = span.text.replace("\n", "\\n")
        results.append({"from_name": "label", "to_name": "text", "type": "labels", "value": value})
    return [{"id": 1, "data": {"text": text}, key: [{"id": 1, "result": results}]}]


@pytest.mark.parametrize("wide", [True, False])
@settings(deadline=None, max_examples=150)
@given(document=documents(edges=False))
def test_a_span_comes_home_or_is_a_fault(wide: bool, document: Labelled) -> None:
    (home,) = read(exported(document.text, document.spans, wide=wide))
    assert set(home.spans) <= set(document.spans)
    assert len(home.spans) + len(home.faults) == len(document.spans)
    assert {fault.reason for fault in home.faults} <= {"ambiguous_offsets"}
    if max(document.text) <= "\uffff":
        assert not home.faults


def test_one_proven_span_decides_for_the_others() -> None:
    """“hahaha” holds “ha” one step further too; “Huế” stands once."""
    text = "🌾 hahaha ở Huế"
    spans = [Span(4, 6, "MISC", "ha"), Span(11, 14, "GPE", "Huế")]
    text = "🌾🌾 hahaha ở Huế"
    spans = [Span(5, 7, "MISC", "ha"), Span(12, 15, "GPE", "Huế")]
    assert [text[s.start : s.end] for s in spans] == ["ha", "Huế"]
    for wide in (True, False):
        (alone,) = read(exported(text, spans[:1], wide=wide))
        assert not alone.spans
        assert [fault.reason for fault in alone.faults] == ["ambiguous_offsets"]
        (both,) = read(exported(text, spans, wide=wide))
        assert both.spans == tuple(spans)
        assert not both.faults


def test_proofs_that_contradict_each_other_prove_nothing() -> None:
    text = "Mưa 🌾 Huế, Vinh"
    huế, vinh, mưa = Span(6, 9, "GPE", "Huế"), Span(11, 15, "GPE", "Vinh"), Span(0, 3, "MISC", "Mưa")
    tasks = exported(text, [huế, mưa], wide=True)
    other = exported(text, [vinh], wide=False)
    tasks[0]["annotations"][0]["result"] += other[0]["annotations"][0]["result"]  # type: ignore[index]
    (home,) = read(tasks)
    assert home.spans == (mưa,)  # before the emoji both count alike
    assert [fault.reason for fault in home.faults] == ["ambiguous_offsets"] * 2


def test_what_drew_nothing_is_code_points_unless_others_prove_utf16() -> None:
    text = "🌾 Huế, Vinh"
    spans = [Span(2, 5, "GPE", "Huế"), Span(7, 11, "GPE", "Vinh")]
    (home,) = read(exported(text, spans, wide=False, drawn=False))
    assert home.spans == tuple(spans)
    tasks = exported(text, spans, wide=True)
    del tasks[0]["annotations"][0]["result"][1]["value"]["text"]  # type: ignore[index]
    (home,) = read(tasks)
    assert home.spans == tuple(spans)


def test_an_export_from_before_1_0_has_completions() -> None:
    text = "🌾 Huế"
    (home,) = read(exported(text, [Span(2, 5, "GPE", "Huế")], wide=True, key="completions"))
    assert [span.text for span in home.spans] == ["Huế"]


@given(places=st.tuples(st.integers(-3, 12), st.integers(-3, 12)))
def test_what_holds_under_no_reading_is_a_fault(places: tuple[int, int]) -> None:
    tasks = exported("🌾 Huế 🌾", [Span(0, 1, "GPE", "Vinh")], wide=False)
    tasks[0]["annotations"][0]["result"][0]["value"] |= {"start": places[0], "end": places[1]}  # type: ignore[index]
    (home,) = read(tasks)
    assert not home.spans
    assert [fault.reason for fault in home.faults] == ["surface"]
