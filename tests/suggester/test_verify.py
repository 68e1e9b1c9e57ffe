"""What comes from outside is located in the text and verified: nothing else is ever suggested."""

import json
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.suggest.outside import Answer, combine, questions_of, without_rules
from annotation.suggest.outside.question import Part, kept
from annotation.suggest.outside.verify import Verified, verify
from annotation.suggest.tables import suggest
from schemas.contract import Contract, default_contract
from tests.suggester.samples import IDS, TEXT, answer
from tests.tables import articles_of

HUE = [(29, 32), (43, 46)]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "gold"


def verified(*spans: object, text: str = TEXT, **more: object) -> Verified:
    return verify(answer(text, *spans, **more), text, default_contract(), "mine@1")


def standing(found: Verified) -> list[tuple[int, int, str]]:
    return [(span.start, span.end, span.label) for span in found.spans]


def test_offsets_that_hold() -> None:
    found = verified({"start": 15, "end": 25, "label": "PER", "text": "Lê Hữu Trí", "score": 0.75})
    assert standing(found) == [(15, 25, "PER")]
    assert (found.spans[0].source, found.spans[0].score) == ("mine@1", 0.75)
    assert (found.said, found.dropped) == (1, {})


def test_words_stand_at_every_place() -> None:
    found = verified({"text": "Huế", "label": "GPE"})
    assert [TEXT[start:end] for start, end, _ in standing(found)] == ["Huế", "Huế"]
    assert standing(found) == [(*place, "GPE") for place in HUE]


def test_an_occurrence_or_a_context_picks_one() -> None:
    assert standing(verified({"text": "Huế", "label": "GPE", "occurrence": 2})) == [(*HUE[1], "GPE")]
    found = verified({"text": "Huế", "label": "GPE", "context": "về Huế"})
    assert standing(found) == [(*HUE[0], "GPE")]


def test_a_picked_place_is_left_by_who_means_every() -> None:
    found = verified({"text": "Huế", "label": "GPE"}, {"text": "Huế", "label": "ORG", "occurrence": 1})
    assert standing(found) == [(*HUE[0], "ORG"), (*HUE[1], "GPE")]
    assert not found.dropped


def test_decomposed_words_and_other_spaces_are_found() -> None:
    text = "Tại Hoà\u00a0Bình – Hà Nội và Hòa Bình"
    assert standing(verified({"text": unicodedata.normalize("NFD", "Hà Nội"), "label": "GPE"}, text=text))
    # Exactly where it stands so; only words that stand nowhere are looked for otherwise.
    assert standing(verified({"text": "Hòa Bình", "label": "GPE"}, text=text)) == [(25, 33, "GPE")]
    assert standing(verified({"text": "Hoà Bình - Hà Nội", "label": "LOC"}, text=text)) == [(4, 21, "LOC")]


@pytest.mark.parametrize(
    ("span", "why"),
    [
        ({"text": "Sài Gòn", "label": "GPE"}, "not in the text"),
        ({"text": "huế", "label": "GPE"}, "not in the text"),
        ({"text": "Hu", "label": "GPE"}, "not in the text"),
        ({"text": "Huế", "label": "CITY"}, "unknown label"),
        ({"text": "Huế", "label": ["GPE"]}, "unknown label"),
        ({"text": "Huế"}, "unknown label"),
        ({"text": "Huế", "label": "GPE", "occurrence": 3}, "no such occurrence"),
        ({"text": "Huế", "label": "GPE", "occurrence": 0}, "no such occurrence"),
        ({"text": "Huế", "label": "GPE", "occurrence": True}, "no such occurrence"),
        ({"text": "Huế", "label": "GPE", "context": "tới Huế"}, "context is not in the text"),
        ({"text": "Huế", "label": "GPE", "context": "Đà Nẵng"}, "context is not in the text"),
        ({"text": " \n", "label": "GPE"}, "empty"),
        ({"text": 5, "label": "GPE"}, "text is no text"),
        ({"label": "GPE"}, "says no place"),
        ({"start": 29, "end": 32, "label": "GPE", "text": "Huê"}, "the text says something else there"),
        ({"start": 30, "end": 32, "label": "GPE"}, "cuts a word"),
        ({"start": 29, "end": 33_000, "label": "GPE"}, "outside the text"),
        ({"start": -4, "end": 2, "label": "GPE"}, "outside the text"),
        ({"start": 32, "end": 29, "label": "GPE"}, "outside the text"),
        ({"start": 29, "end": 29, "label": "GPE"}, "empty"),
        ({"start": 29.0, "end": 32.0, "label": "GPE"}, "offsets are no whole numbers"),
        ({"start": 29, "label": "GPE"}, "offsets are no whole numbers"),
        ({"start": False, "end": True, "label": "GPE"}, "offsets are no whole numbers"),
        ({"start": 29, "end": 38, "label": "GPE"}, "crosses a line"),
        ({"text": "Huế", "label": "GPE", "score": 1.5}, "score is no number from 0 to 1"),
        ({"text": "Huế", "label": "GPE", "score": float("nan")}, "score is no number from 0 to 1"),
        ({"text": "Huế", "label": "GPE", "score": "high"}, "score is no number from 0 to 1"),
        ({"text": "Huế", "label": "GPE", "score": 0.2}, "score below 0.5"),
        (None, "no JSON object"),
        ("Huế", "no JSON object"),
    ],
)
def test_what_does_not_hold_is_dropped_with_its_reason(span: object, why: str) -> None:
    found = verified(span, {"text": "Đà Nẵng", "label": "GPE"})
    assert [TEXT[start:end] for start, end, _ in standing(found)] == ["Đà Nẵng"]
    assert found.dropped == {why: 1}


def test_two_labels_for_one_place_are_nobodys() -> None:
    found = verified({"text": "Huế", "label": "GPE"}, {"text": "Huế", "label": "ORG"})
    assert not found.spans
    assert found.dropped == {"two labels for one place": 2}


def test_the_surer_of_two_labels_stands() -> None:
    found = verified(
        {"text": "Huế", "label": "GPE", "score": 0.6}, {"text": "Huế", "label": "ORG", "score": 0.9}
    )
    assert {label for *_, label in standing(found)} == {"ORG"}
    assert found.dropped == {"overlaps another": 1}


def test_the_longest_of_overlapping_spans_stands() -> None:
    found = verified({"text": "Huế và Đà Nẵng", "label": "LOC"}, {"text": "Đà Nẵng", "label": "GPE"})
    assert [label for *_, label in standing(found)] == ["LOC"]
    assert found.dropped == {"overlaps another": 1}


def test_topics() -> None:
    found = verified(
        topics=["medtop:15000000", "nonsense", "medtop:15000000"], primary_topic="medtop:03000000"
    )
    assert found.topics == ("medtop:03000000", "medtop:15000000")
    assert found.topics_dropped == {"unknown topic": 1}
    many = default_contract().topic_codes[:6]
    found = verified(topics=list(many))
    assert found.topics == many[:4]
    assert found.topics_dropped == {"too many topics": 2}


def test_parts_are_searched_alone_and_mapped_back() -> None:
    cut = TEXT.index("Ông nói")
    said = {"spans": [{"text": "Huế", "label": "GPE"}]}
    both = Answer("a1", "x", (Part(0, cut, {"spans": []}), Part(cut, len(TEXT), said)))
    assert standing(verify(both, TEXT, default_contract(), "mine")) == [(*HUE[1], "GPE")]
    counted = {"spans": [{"start": HUE[1][0] - cut, "end": HUE[1][1] - cut, "label": "GPE", "text": "Huế"}]}
    both = Answer("a1", "x", (Part(cut, len(TEXT), counted),))
    assert standing(verify(both, TEXT, default_contract(), "mine")) == [(*HUE[1], "GPE")]


def test_every_place_of_a_gold_surface_is_right() -> None:
    """The figures of `verify`, on the half of them that is ours: places are labelled so, or inside a longer label."""
    repeated = 0
    for path in sorted(EXAMPLES.glob("*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        for record in (page, *page.get("records", [])):
            if not record.get("entities"):
                continue
            text = record["text"]
            gold = sorted((e["start"], e["end"], e["label"]) for e in record["entities"])
            said = [{"text": text[start:end], "label": label} for start, end, label in gold]
            found = verified(*said, text=text)
            assert standing(found) == gold
            assert not found.dropped
            repeated += len(said) - len({item["text"] for item in said})
    assert repeated > 20


# Anything at all, and things that look right.
SCALARS: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | st.integers(-3, 90) | st.floats() | st.text(max_size=4)
)
ANY = SCALARS | st.lists(SCALARS, max_size=2) | st.dictionaries(st.text(max_size=3), SCALARS, max_size=1)
PIECES = st.sampled_from(
    [
        "Huế",
        "Đà Nẵng",
        "Hoà",
        "Hòa",
        "e\u0301",
        "\u0301",
        "😀",
        "\n",
        "\n\n",
        " ",
        "\u00a0",
        "a",
        "M'gar",
        "-",
        "–",
        "İ",
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=25).map("".join)
SPAN = st.fixed_dictionaries(
    {"label": st.sampled_from(["GPE", "PER", "ORG", "CITY"])},
    optional={
        "text": PIECES | st.lists(PIECES, max_size=3).map("".join) | ANY,
        "start": st.integers(-2, 60) | ANY,
        "end": st.integers(-2, 60) | ANY,
        "occurrence": st.integers(-1, 4) | ANY,
        "context": st.lists(PIECES, max_size=4).map("".join) | ANY,
        "score": st.floats(0, 1) | ANY,
    },
)
SAID = st.fixed_dictionaries(
    {"spans": st.lists(SPAN | ANY, max_size=12)},
    optional={
        "topics": st.lists(st.sampled_from(default_contract().topic_codes) | ANY, max_size=7),
        "primary_topic": st.sampled_from(default_contract().topic_codes) | ANY,
        "score": ANY,
    },
)


def test_what_is_kept_is_flat_and_no_list_passes_for_a_word() -> None:
    deep: object = "Huế"
    for _ in range(900):
        deep = [deep]
    said = {
        "spans": [{"start": deep, "end": 3, "text": "Huế", "label": {}, "more": deep}, deep],
        "topics": [deep],
    }
    assert kept({**said, "score": deep, "other": deep}) == {
        "score": False,
        "spans": [{"start": False, "end": 3, "text": "Huế", "label": False}, None],
        "topics": [False],
    }
    json.dumps(kept(said))


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.lists(SAID, min_size=1, max_size=3), st.data())
def test_whatever_comes_back_only_what_holds_is_in_the_table(
    text: str, said: list[dict[str, object]], data: st.DataObject
) -> None:
    contract = default_contract()
    name = IDS[0]
    articles = articles_of(contract, {name: text})
    cuts = sorted(
        data.draw(st.lists(st.integers(0, len(text)), min_size=len(said) - 1, max_size=len(said) - 1))
    )
    edges = [0, *cuts, len(text)]
    parts = tuple(Part(*edge, kept(one)) for edge, one in zip(pairwise(edges), said, strict=True))
    sha = articles["text_sha256"][0].as_py()
    came = Answer(name, sha, parts)
    found = verify(came, text, contract, "mine@1")
    lost = sum(found.dropped.values())
    assert found.said == sum(len(one["spans"]) for one in said)  # type: ignore[arg-type]
    assert lost <= found.said
    assert (lost < found.said) == bool(found.spans)
    table, _ = combine(suggest(articles, contract), articles, contract, {came.key: came}, "mine@1")
    row = table.to_pylist()[0]
    spans = row["entities"]
    for span in spans:
        start, end = span["start"], span["end"]
        assert 0 <= start < end <= len(text)
        assert text[start:end] == span["text"] == span["text"].strip() != ""
        assert "\n" not in span["text"]
        assert span["label"] in contract.entity_names
        assert 0.5 <= span["score"] <= 1
        assert not unicodedata.combining(text[end : end + 1] or " ")
        assert not (start and text[start - 1].isalnum() and text[start].isalnum())
        assert not (text[end : end + 1].isalnum() and text[end - 1].isalnum())
    assert all(left["end"] <= right["start"] for left, right in pairwise(spans))
    assert set(row["topics"]) <= set(contract.topic_codes)
    assert len(set(row["topics"])) == len(row["topics"]) <= 4
    assert row["primary_topic"] == (row["topics"][0] if row["topics"] else None)


def test_beside_rules_the_longest_then_the_surest_stays(contract: Contract) -> None:
    articles = articles_of(contract, {IDS[0]: TEXT})
    ruled = suggest(articles, contract)
    name = {"text": "ông Lê Hữu Trí", "label": "PER"}
    place = {"text": "Huế", "label": "ORG", "score": 1.0, "occurrence": 1}
    came = Answer(IDS[0], ruled["text_sha256"][0].as_py(), answer(TEXT, name, place).parts)
    table, counts = combine(ruled, articles, contract, {came.key: came}, "mine@1")
    row = table.to_pylist()[0]
    assert [(e["text"], e["label"], e["source"] == "mine@1") for e in row["entities"]] == [
        ("12/4", "DATE", False),
        ("ông Lê Hữu Trí", "PER", True),
        ("Huế", "ORG", True),
        ("Huế", "GPE", False),
        ("Đà Nẵng", "GPE", False),
    ]
    assert (row["arm"], row["suggester_version"]) == (
        "model",
        ruled["suggester_version"][0].as_py() + "+mine@1",
    )
    assert counts["suggester_spans"] == 2


def test_what_annotators_were_shown_stands(contract: Contract) -> None:
    articles = articles_of(contract, {IDS[0]: TEXT, IDS[1]: TEXT})
    sha = articles["text_sha256"][0].as_py()
    parts = answer(TEXT, {"text": "Huế", "label": "ORG", "score": 1}).parts
    answers = {(name, sha): Answer(name, sha, parts) for name in IDS[:2]}
    for base in (suggest(articles, contract), without_rules(articles, contract)):
        before, counts = combine(base, articles, contract, answers, "mine@1")
        assert counts["answered"] == 2
        shown = {IDS[0]: before.to_pylist()[0]}
        assert [q.id for q in questions_of(articles, (), shown)] == [IDS[1]]
        again = without_rules(articles, contract, shown)
        assert again.to_pylist()[0] == shown[IDS[0]]
        after, counts = combine(again, articles, contract, answers, "mine@2", shown)
        assert counts["answered"] == 1
        assert after.to_pylist()[0] == shown[IDS[0]]
        assert after["suggester_version"].to_pylist()[1] == "mine@2"
        # Of another state of the text nothing was shown.
        other = {IDS[0]: {**shown[IDS[0]], "text_sha256": "x"}}
        assert len(questions_of(articles, (), other)) == 2
