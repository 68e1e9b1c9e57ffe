"""What happened to each span, and the counts of it."""

from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from schemas.release.compare import compare_releases
from schemas.release.relabelled import SpanChange, SpanCounts, TopicCounts, span_changes

ORG, SAME, LOC = (0, 8, "ORG"), (10, 14, "PER"), (0, 8, "LOC")
EXTENTS = st.tuples(st.integers(0, 30), st.integers(1, 9), st.sampled_from(["PER", "ORG", "LOC"])).map(
    lambda one: (one[0], one[0] + one[1], one[2])
)


def test_each_kind_of_change() -> None:
    assert span_changes([ORG, SAME], [SAME, ORG]) == []
    assert span_changes([ORG, SAME], [SAME]) == [SpanChange("went", ORG, None)]
    assert span_changes([SAME], [ORG, SAME]) == [SpanChange("came", None, ORG)]
    assert span_changes([ORG], [LOC]) == [SpanChange("label", ORG, LOC)]
    assert span_changes([ORG], [(5, 8, "ORG")]) == [SpanChange("ends", ORG, (5, 8, "ORG"))]
    assert span_changes([ORG], [(5, 8, "LOC")]) == [SpanChange("both", ORG, (5, 8, "LOC"))]
    assert [one.kind for one in span_changes([ORG], [(8, 12, "ORG")])] == ["went", "came"]


def test_the_same_stretch_goes_before_the_same_label_and_that_before_any_other() -> None:
    assert span_changes([(0, 10, "ORG")], [(0, 10, "GPE"), (0, 4, "ORG")]) == [
        SpanChange("came", None, (0, 4, "ORG")),
        SpanChange("label", (0, 10, "ORG"), (0, 10, "GPE")),
    ]
    cut = span_changes([(0, 10, "ORG")], [(0, 2, "ORG"), (3, 10, "ORG")])
    assert cut[1] == SpanChange("ends", (0, 10, "ORG"), (3, 10, "ORG")), "the one that shares most"


@given(st.lists(EXTENTS, max_size=8), st.lists(EXTENTS, max_size=8))
def test_the_changes_lead_from_the_one_to_the_other(old: list[tuple[int, int, str]], new: list[tuple[int, int, str]]) -> None:  # fmt: skip
    changes = span_changes(old, new)
    left = Counter(old) - Counter(one.old for one in changes if one.old)
    assert left + Counter(one.new for one in changes if one.new) == Counter(new)
    for one in changes:
        assert (one.kind == "came") == (one.old is None)
        assert (one.kind == "went") == (one.new is None)
        if one.old and one.new:
            assert one.old != one.new
            assert (one.kind == "label") == (one.old[:2] == one.new[:2])
            assert (one.kind == "ends") == (one.old[2] == one.new[2])
    assert not any(
        a.kind == "went"
        and b.kind == "came"
        and a.old
        and b.new
        and a.old[0] < b.new[1]
        and b.new[0] < a.old[1]
        for a in changes
        for b in changes
    ), "what overlaps is told together"


def test_the_counts_of_a_release_are_those_of_its_articles(pair: tuple[Path, Path]) -> None:
    configs = compare_releases(*pair).configs
    assert configs["entities"].spans == SpanCounts(came=1, went=1, label=2, ends=1, both=1)
    assert configs["topics"].topics == TopicCounts(came=1, went=1, primary=1)
    assert configs["entities"].topics is configs["topics"].spans is configs["articles"].spans is None


def test_counts_in_words() -> None:
    assert str(SpanCounts(12, 3, 4, 0, 1)) == "12 spans came, 3 went, 4 changed label, 1 changed both"
    assert str(SpanCounts(label=1_234)) == "1,234 spans changed label"
    assert str(TopicCounts(0, 1, 2)) == "1 topic went, 2 main topics changed"
    assert str(TopicCounts(primary=1)) == "1 main topic changed"
