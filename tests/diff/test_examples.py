"""A few of each kind, side by side."""

import shutil
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset.diff.difference import Difference, difference
from dataset.diff.examples import Example, SpanSeen, Value, spread
from dataset.diff.marked import Piece, spans_in_text, text_change
from schemas.contract import Contract
from schemas.release.relabelled import span_changes
from tests.diff.by_hand import drop, rewrite
from tests.release.samples import TOPICS, newsroom, release


def example(found: Difference, config: str, kind: str, number: int) -> Example:
    (one,) = [
        one for one in found.examples if (one.config, one.kind, one.id) == (config, kind, f"{number:032x}")
    ]
    return one


def marked(pieces: tuple[Piece, ...]) -> list[tuple[str, str, str]]:
    return [(one.text, one.label, one.mark) for one in pieces if one.mark]


def test_a_relabelled_article_span_by_span_and_in_its_text(found: Difference) -> None:
    one = example(found, "entities", "relabelled", 0)
    assert [(span.kind, span.old, span.old_label, span.new, span.new_label) for span in one.spans] == [
        ("ends", "UBND thị xã Gò Mận", "ORG", "thị xã Gò Mận", "ORG"),
        ("label", "sông Trà Mơ", "LOC", "sông Trà Mơ", "GPE"),
        ("went", "Lê Văn Đậu", "PER", "", ""),
    ]
    assert marked(one.old_text) == [
        ("UBND thị xã Gò Mận", "ORG", "ends"),
        ("sông Trà Mơ", "LOC", "label"),
        ("Lê Văn Đậu", "PER", "went"),
    ]
    assert marked(one.new_text) == [("thị xã Gò Mận", "ORG", "ends"), ("sông Trà Mơ", "GPE", "label")]
    unmarked = [(piece.text, piece.label) for piece in one.new_text if piece.label and not piece.mark]
    assert unmarked == [("5/3", "DATE")]
    assert one.new_text[-1].gap, "the rest of the article is left out"
    assert "".join(p.text for p in one.old_text) == "".join(p.text for p in one.new_text)
    assert example(found, "entities", "relabelled", 1).spans == (
        SpanSeen("both", "Trường THPT Mai Sơn", "ORG", "THPT Mai Sơn", "LOC", 7, 19),
    )


def test_topics_old_and_new(found: Difference) -> None:
    topics, primary = example(found, "topics", "relabelled", 3).values
    assert (topics.went, topics.came, topics.stayed) == ((TOPICS[3],), (TOPICS[0],), (TOPICS[4],))
    assert primary == Value("primary", TOPICS[3], TOPICS[4])


def test_a_rewritten_text_and_amended_columns(found: Difference) -> None:
    one = example(found, "articles", "rewritten", 14)
    assert marked(one.old_text) == [("ba", "", "went")]
    assert marked(one.new_text) == [("bốn", "", "came"), (" hẳn", "", "came")]
    assert example(found, "articles", "amended", 15).values == (
        Value("title", "Tin số 15", "Vắc-xin Lúa Non vào vụ mới"),
        Value("author", "null", "Thu Gạo"),
    )


def test_what_one_config_shows_another_does_not_repeat(found: Difference) -> None:
    kinds = Counter((one.config, one.kind) for one in found.examples)
    assert kinds == {
        ("articles", "rewritten"): 1,
        ("articles", "amended"): 2,
        ("entities", "relabelled"): 4,
        ("topics", "relabelled"): 1,
    }
    assert found.comparison.configs["ner"].relabelled, "shown under entities, which it is made from"


def test_nothing_of_what_went_is_shown(found: Difference, pair: tuple[Path, Path], page: str) -> None:
    gone = f"{18:032x}"
    assert found.comparison.configs["articles"].removed == found.new.removed_ids == (gone,)
    assert all(one.id != gone for one in found.examples)
    assert "Tin số 18" not in page


def test_tags_alone_are_shown_in_their_sentences(
    pair: tuple[Path, Path], found: Difference, contract: Contract, tmp_path: Path
) -> None:
    """Where entities are the same, as after a change of the tagger, or are not there."""
    new = Path(shutil.copytree(pair[0], tmp_path / "v1.0.1"))
    rewrite(new, "ner", "train", lambda rows: rows[0]["ner_tags"].__setitem__(0, 1), version="1.0.1")
    (one,) = difference(str(pair[0]), str(new), contract, token=None).examples
    assert (one.config, one.kind) == ("ner", "relabelled")
    assert [(span.kind, span.new, span.new_label) for span in one.spans] == [
        ("came", "Trường", "PER"),
        ("ends", "THPT Mai Sơn", "ORG"),
    ]
    assert marked(one.new_text) == [("Trường", "PER", "came"), ("THPT Mai Sơn", "ORG", "ends")]


def test_without_texts_spans_are_told_by_their_places(
    pair: tuple[Path, Path], contract: Contract, tmp_path: Path
) -> None:
    bare = [Path(shutil.copytree(one, tmp_path / one.name)) for one in pair]
    for folder in bare:
        drop(folder, "entities", ["text"], within=["text"])
        drop(folder, "articles", ["text", "paragraphs"])
    found = difference(str(bare[0]), str(bare[1]), contract, token=None)
    one = example(found, "entities", "relabelled", 1)
    assert (one.old_text, one.new_text) == ((), ())
    assert one.spans == (SpanSeen("both", "0 to 19", "ORG", "7 to 19", "LOC", 7, 19),)
    assert found.comparison.configs["entities"].rewritten == (f"{14:032x}",), "text_sha256 tells"


def test_the_same_few_are_chosen_each_time() -> None:
    assert spread([], 5) == []
    assert spread(list("abc"), 5) == ["a", "b", "c"]
    assert spread([f"{n:02}" for n in range(100)], 5) == ["00", "20", "40", "60", "80"]
    assert len(spread([str(n) for n in range(7)], 5)) == 5


def test_a_huge_change_is_cut() -> None:
    old, new = "x " * 20_000, "y " * 20_000
    pieces = text_change(old, new)
    assert all(sum(len(piece.text) for piece in side) < 1_000 for side in pieces)
    spans = [(place, place + 1_000, "ORG") for place in range(0, 30_000, 1_100)]
    changes = span_changes(spans, [])
    shown = spans_in_text(old, spans, changes[:12], new=False)
    assert sum(len(piece.text) for piece in shown) < 2_000
    assert shown[0].mark == "went"


@given(
    st.text("ab \n", max_size=60),
    st.lists(st.tuples(st.integers(-3, 60), st.integers(0, 9), st.sampled_from("XY")), max_size=6),
)
def test_pieces_are_the_text_whatever_the_spans(text: str, spans: list[tuple[int, int, str]]) -> None:
    """Offsets that lead nowhere hide nothing and break nothing."""
    extents = [(start, start + length, label) for start, length, label in spans]
    pieces = spans_in_text(text, extents, span_changes(extents, []), new=False)
    shown = "".join(piece.text for piece in pieces)
    if pieces and not any(piece.gap for piece in pieces):
        assert shown == text
    assert len(shown) <= len(text)


def test_a_longer_label_set_relabels_nothing(contract: Contract, tmp_path: Path) -> None:
    """A label that comes in the middle moves every id behind it; the names are what people said."""
    tables = newsroom(contract, copies=2)
    entities = list(contract.entities)
    entities.insert(2, entities[0].model_copy(update={"name": "LAW", "hotkey": "9", "colour": "#123456"}))
    longer = contract.model_copy(update={"entities": tuple(entities)})
    old = release(contract, tmp_path, tables).folder
    new = release(longer, tmp_path, tables, "2.0.0", old).folder
    found = difference(str(old), str(new), contract, token=None)
    change = found.comparison.configs["entities"]
    assert (change.relabelled, change.columns_changed) == ((), ("entities",))
    assert change.column_changes[0].came == ("LAW",)
    assert [one.short for one in found.comparison.reasons if one.config == "entities"] == [
        "entities: 1 column with another type or other labels"
    ]
    assert found.mix is not None
    assert {one.name: one.psi for one in found.mix.dimensions}["label"] == pytest.approx(0)
