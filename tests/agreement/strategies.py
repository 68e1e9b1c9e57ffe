"""Documents that people might have labelled, for Hypothesis."""

from hypothesis import strategies as st

from tests.agreement.columns import LABELS, TOPICS, Spans, Words

LENGTH = 24
_ONE = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 6), st.sampled_from(LABELS)).map(
    lambda drawn: (drawn[0], min(drawn[0] + drawn[1], LENGTH), drawn[2])
)
TANGLED = st.lists(_ONE, max_size=6, unique=True)


def flat(spans: Spans) -> Spans:
    kept: Spans = []
    for span in sorted(spans):
        if not kept or kept[-1][1] <= span[0]:
            kept.append(span)
    return kept


FLAT = TANGLED.map(flat)
SETS = st.lists(st.sampled_from(TOPICS), max_size=3, unique=True)


def words(spans: st.SearchStrategy[Spans]) -> st.SearchStrategy[Words]:
    return st.builds(Words, spans=spans, topics=SETS, week=st.sampled_from(["2026-W01", "2026-W02"]))


def documents(
    spans: st.SearchStrategy[Spans], *, people: int = 3, least: int = 2
) -> st.SearchStrategy[list[dict[str, Words]]]:
    """Lists of documents, each labelled by `least` to `people` annotators."""
    names = [f"annotator-{number:08x}" for number in range(1, people + 1)]
    one = st.dictionaries(st.sampled_from(names), words(spans), min_size=least, max_size=people)
    return st.lists(one, min_size=1, max_size=5)


def pairs(spans: st.SearchStrategy[Spans]) -> st.SearchStrategy[list[dict[str, Words]]]:
    """Documents that the same two people labelled."""
    return documents(spans, people=2)
