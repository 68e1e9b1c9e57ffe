"""Spans and topics to Label Studio's form and back, and what is refused on the way."""

from hypothesis import given
from hypothesis import strategies as st

from annotation.results import read_results, to_results
from schemas.contract import Contract, default_contract
from schemas.label_config import ENTITIES, PRIMARY_TOPIC, SECONDARY_TOPICS
from schemas.records import Span

# Letters, astral characters, combining marks, every kind of space.
_CHARACTERS = st.sampled_from("aệ̂Đ🌾👨‍👩‍👧  \n\t\u00a0.")
_LABELS = st.sampled_from(default_contract().entity_names)
_TOPICS = st.lists(st.sampled_from(default_contract().topic_codes), unique=True, max_size=4)


@st.composite
def labelled(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(st.text(_CHARACTERS, min_size=1, max_size=60))
    spans = []
    for _ in range(draw(st.integers(0, 5))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        if text[start:end].strip() == text[start:end]:
            spans.append(Span(start, end, draw(_LABELS), text[start:end]))
    return text, sorted(set(spans))


@given(labelled(), _TOPICS, st.booleans())
def test_round_trip(case: tuple[str, list[Span]], topics: list[str], has_primary: bool) -> None:
    contract = default_contract()
    text, spans = case
    primary = topics[0] if topics and has_primary else None
    read = read_results(contract, text, to_results(contract, spans, topics, primary))
    assert list(read.spans) == spans
    assert read.primary_topic == primary
    assert set(read.topics) == set(topics)
    if primary:
        assert read.topics[0] == primary
    assert not read.faults


@given(labelled())
def test_what_the_page_draws_proves_the_same_stretch(case: tuple[str, list[Span]]) -> None:
    """The page collapses spaces and writes a line feed as a backslash and n."""
    contract = default_contract()
    text, spans = case
    results = to_results(contract, spans, [], None)
    for result in results:
        value = result["value"]
        assert isinstance(value, dict)
        value["text"] = " ".join(value["text"].replace("\n", "\\n").split(" "))
    assert list(read_results(contract, text, results).spans) == spans


def _entity(start: object, end: object, label: object = "PER", **value: object) -> dict[str, object]:
    return {"from_name": ENTITIES, "value": {"start": start, "end": end, "labels": [label], **value}}


def _reasons(contract: Contract, text: str, *results: dict[str, object]) -> list[str]:
    read = read_results(contract, text, results)
    assert read.spans == ()
    return [fault.reason for fault in read.faults]


def test_utf16_offsets_are_refused_where_the_surface_differs(contract: Contract) -> None:
    text = "🌾🌾 Ông Tám ở Huế"
    python = text.index("Tám")
    utf16 = len(text[:python].encode("utf-16-le")) // 2
    assert utf16 == python + 2
    assert _reasons(contract, text, _entity(utf16, utf16 + 3, text="Tám")) == ["surface"]
    good = read_results(contract, text, [_entity(python, python + 3, text="Tám")])
    assert good.spans == (Span(python, python + 3, "PER", "Tám"),)


def test_offsets_outside_the_text_are_refused(contract: Contract) -> None:
    for start, end in ((-1, 2), (2, 2), (3, 2), (0, 6), ("0", 1), (None, 1), (0.0, 1)):
        assert _reasons(contract, "Hà Nội"[:5], _entity(start, end)) == ["offsets"]


def test_unknown_labels_are_refused(contract: Contract) -> None:
    assert _reasons(contract, "Hà Nội", _entity(0, 2, "CITY")) == ["label"]
    two = {"from_name": ENTITIES, "value": {"start": 0, "end": 2, "labels": ["PER", "GPE"]}}
    assert _reasons(contract, "Hà Nội", two) == ["label"]


def test_white_space_at_the_ends_is_cut_and_alone_refused(contract: Contract) -> None:
    text = "ở Huế \n và"
    read = read_results(contract, text, [_entity(1, 8, text=" Huế \\n ")])
    assert read.spans == (Span(2, 5, "PER", "Huế"),)
    assert read.trimmed == 1
    assert _reasons(contract, text, _entity(5, 8)) == ["blank"]


def test_a_doubled_span_counts_once_and_two_labels_twice(contract: Contract) -> None:
    read = read_results(contract, "Huế", [_entity(0, 3), _entity(0, 3), _entity(0, 3, "GPE")])
    assert [span.label for span in read.spans] == ["GPE", "PER"]


def test_the_origin_of_a_suggestion_is_kept(contract: Contract) -> None:
    first, second = _entity(0, 3), _entity(4, 6)
    first["origin"], second["origin"] = "prediction-changed", "something-new"
    assert read_results(contract, "Huế và", [second, first]).origins == ("prediction-changed", "manual")


def test_unknown_and_contradicting_topics(contract: Contract) -> None:
    def choices(control: str, *codes: str) -> dict[str, object]:
        return {"from_name": control, "value": {"choices": list(codes)}}

    sport, health = "medtop:15000000", "medtop:07000000"
    read = read_results(
        contract,
        "",
        [choices(PRIMARY_TOPIC, sport, health), choices(SECONDARY_TOPICS, sport, "medtop:1")],
    )
    assert read.primary_topic is None
    assert read.topics == ("medtop:07000000", "medtop:15000000")
    assert [fault.reason for fault in read.faults] == ["topic", "topic_count"]


def test_topics_of_an_earlier_page_are_read(contract: Contract) -> None:
    """Its topics were taxonomies, whose choices are paths."""
    path = {"from_name": PRIMARY_TOPIC, "value": {"taxonomy": [["medtop:11000000", "medtop:20000638"]]}}
    assert read_results(contract, "", [path]).primary_topic == "medtop:20000638"
