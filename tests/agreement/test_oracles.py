"""Every measure like other people's implementations, or like its definition written out in plain loops."""

import warnings
from itertools import combinations, pairwise, permutations

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from nervaluate import Evaluator
from sklearn.metrics import cohen_kappa_score, confusion_matrix, f1_score, jaccard_score
from statsmodels.stats.inter_rater import fleiss_kappa as statsmodels_fleiss

from annotation.agreement.characters import character_alpha, painted
from annotation.agreement.confusion import confusion
from annotation.agreement.dawid_skene import dawid_skene
from annotation.agreement.kappa import fleiss_kappa, fleiss_tally, topic_kappa
from annotation.agreement.overlap import meetings_of, one_to_one
from annotation.agreement.pairs import pairs_of
from annotation.agreement.topics import topic_jaccard, topic_prevalence
from annotation.agreement.unitizing import unitizing_alpha
from tests.agreement.columns import LABELS, TOPICS, Spans, Words, f1_of, said_of, values_of
from tests.agreement.strategies import FLAT, LENGTH, TANGLED, documents, pairs

Documents = list[dict[str, Words]]
few = settings(max_examples=40, deadline=None)  # the peers are slow


def said(listed: Documents):  # type: ignore[no-untyped-def]
    return said_of(listed, length=LENGTH)


@few
@given(pairs(FLAT))
def test_f1_like_nervaluate(listed: Documents) -> None:
    found = f1_of(said(listed))
    ordered = [
        [[_inclusive(span) for span in one[name].spans] for one in listed] for name in sorted(listed[0])
    ]
    if not any(spans for side in ordered for spans in side):
        assert found["span_f1_exact",] is None
        return
    theirs = Evaluator(*ordered, tags=list(LABELS), loader="dict").evaluate()["overall"]
    assert found["span_f1_exact",] == pytest.approx(theirs["strict"].f1)
    assert found["span_f1_boundary",] == pytest.approx(theirs["exact"].f1)


def _inclusive(span: tuple[int, int, str]) -> dict[str, object]:
    return {"start": span[0], "end": span[1] - 1, "label": span[2]}


@few
@given(pairs(TANGLED))
def test_f1_of_overlapping_spans_like_scikit_learn(listed: Documents) -> None:
    found = f1_of(said(listed))
    names = sorted(listed[0])
    items = sorted({(n, *span) for n, one in enumerate(listed) for name in names for span in one[name].spans})
    for label in (None, *LABELS):
        mine = [item for item in items if label in {None, item[3]}]
        value = found[("span_f1_exact",) if label is None else ("span_f1_exact", label)]
        if not mine:
            assert value is None
            continue
        marked = [[item[1:] in set(listed[item[0]][name].spans) for item in mine] for name in names]
        assert value == pytest.approx(f1_score(*marked, zero_division=0.0))


@few
@given(pairs(FLAT))
def test_overlap_pairs_one_to_one_like_trying_all(listed: Documents) -> None:
    columns = said(listed)
    meetings = meetings_of(pairs_of(columns))
    taken = one_to_one(meetings)
    assert len(set(meetings.one[taken])) == len(set(meetings.other[taken])) == len(taken)
    best = sum(_most(*(one[name].spans for name in sorted(one))) for one in listed)
    assert len(taken) == best


def _most(one: Spans, other: Spans) -> int:
    short, long = sorted((one, other), key=len)
    return max(
        sum(a[2] == b[2] and a[0] < b[1] and b[0] < a[1] for a, b in zip(short, chosen, strict=True))
        for chosen in permutations(long, len(short))
    )


@few
@given(documents(TANGLED, least=1))
def test_characters_like_krippendorff(listed: Documents) -> None:
    columns = said(listed)
    found = values_of(character_alpha(columns), columns.n_documents)
    names = sorted({name for one in listed for name in one})
    numbers: dict[frozenset[str], int] = {frozenset(): 0}
    painting = np.full((len(names), len(listed) * LENGTH), np.nan)
    for document, one in enumerate(listed):
        for name, words in one.items():
            for place in range(LENGTH):
                labels = frozenset(label for start, end, label in words.spans if start <= place < end)
                value = numbers.setdefault(labels, len(numbers))
                painting[names.index(name), document * LENGTH + place] = value
    twice = painting[:, (~np.isnan(painting)).sum(axis=0) >= 2]
    if len(np.unique(twice[~np.isnan(twice)])) < 2:
        assert found["span_alpha_characters",] is None
        return
    theirs = krippendorff.alpha(reliability_data=painting, level_of_measurement="nominal")
    assert found["span_alpha_characters",] == pytest.approx(theirs, abs=1e-6)
    single = (painting == numbers.get(frozenset({"PER"}), -1)).astype(float)
    single[np.isnan(painting)] = np.nan
    per = single[:, (~np.isnan(painting)).sum(axis=0) >= 2]
    if len(np.unique(per[~np.isnan(per)])) == 2:
        theirs = krippendorff.alpha(reliability_data=single, level_of_measurement="nominal")
        assert found["span_alpha_characters", "PER"] == pytest.approx(theirs, abs=1e-6)


def test_memory_goes_with_spans_and_not_with_text() -> None:
    """A text of a thousand million code points: one cell for each would not fit here."""
    long = 10**9
    listed = [{"1": Words([(5, 10, "PER")]), "2": Words([(5, 12, "PER")])}]
    columns = said_of(listed, length=long)
    assert len(painted(columns).version) == 2
    found = values_of(character_alpha(columns), 1)
    assert found["span_alpha_characters",] == pytest.approx(10 / 12, abs=1e-6)


@few
@given(documents(FLAT))
def test_alpha_u_like_its_formula(listed: Documents) -> None:
    columns = said(listed)
    both = pairs_of(columns)
    found = values_of(unitizing_alpha(both, meetings_of(both)), columns.n_documents)
    parts = {label: _alpha_u(listed, label) for label in LABELS}
    for label, (observed, expected) in parts.items():
        value = found["span_alpha_u", label]
        assert value is None if expected == 0 else value == pytest.approx(1 - observed / expected, abs=1e-5)
    observed, expected = (sum(part[n] for part in parts.values()) for n in (0, 1))
    value = found["span_alpha_u",]
    assert value is None if expected == 0 else value == pytest.approx(1 - observed / expected, abs=1e-5)


def _alpha_u(listed: Documents, label: str) -> tuple[float, float]:
    """Krippendorff 2004, pages 251 to 256, section by section: begin, length, whether it is a unit."""
    sections = []
    for one in listed:
        cut = {}
        for name, words in one.items():
            units = [(start, end - start, 1) for start, end, of in sorted(words.spans) if of == label]
            edges = [0, *(edge for start, long, _ in units for edge in (start, start + long)), LENGTH]
            gaps = [(a, b - a, 0) for a, b in zip(edges[::2], edges[1::2], strict=True) if b > a]
            cut[name] = sorted(units + gaps)
        sections.append(cut)
    told = sum(LENGTH * len(one) for one in listed)
    observed = 0.0
    for cut in sections:
        for one, other in permutations(cut, 2):
            for b, long, v in cut[one]:
                for b2, long2, v2 in cut[other]:
                    if v and v2 and -long < b - b2 < long2:
                        square = (b - b2) ** 2 + (b + long - b2 - long2) ** 2
                    elif v and not v2 and long2 - long >= b - b2 >= 0:
                        square = long**2
                    elif not v and v2 and long2 - long <= b - b2 <= 0:
                        square = long2**2
                    else:
                        square = 0
                    observed += square / (len(cut) - 1)
    everything = [section for cut in sections for listed in cut.values() for section in listed]
    units = [long for _, long, v in everything if v]
    expected = sum(
        (len(units) - 1) / 3 * (2 * long**3 - 3 * long**2 + long)
        + long**2 * sum(gap - long + 1 for _, gap, v in everything if not v and gap >= long)
        for long in units
    )
    ways = told * (told - 1) - sum(long * (long - 1) for long in units)
    return observed / told, 2 * expected / ways


@few
@given(pairs(FLAT))
def test_confusion_like_scikit_learn(listed: Documents) -> None:
    columns = said(listed)
    found = values_of(confusion(pairs_of(columns)), columns.n_documents)
    names = sorted(listed[0])
    true, told = [], []
    for one in listed:
        marked = [{span[:2]: span[2] for span in one[name].spans} for name in names]
        for mine, theirs in (marked, marked[::-1]):
            for place in mine.keys() & theirs.keys():
                true.append(mine[place])
                told.append(theirs[place])
    rows = [label for label in LABELS if label in true]
    expected = confusion_matrix(true, told, labels=list(LABELS)) if rows else np.zeros((3, 3))
    for label, row in zip(LABELS, expected, strict=True):
        for other, count in zip(LABELS, row, strict=True):
            value = found.get(("label_confusion_boundary", label, other))
            assert value is None if count == 0 else value == pytest.approx(count / row.sum())


@few
@given(documents(TANGLED))
def test_confusion_at_the_greatest_overlap(listed: Documents) -> None:
    columns = said(listed)
    found = values_of(confusion(pairs_of(columns)), columns.n_documents)
    met: dict[str, list[str | None]] = {label: [] for label in LABELS}
    for one in listed:
        for mine, theirs in permutations(one.values(), 2):
            for start, end, label in mine.spans:
                common = [
                    (min(end, e) - max(start, s), other == label, (-s, -e, -LABELS.index(other)), other)
                    for s, e, other in theirs.spans
                    if s < end and start < e
                ]
                met[label].append(max(common)[3] if common else None)
    for label, others in met.items():
        for other in LABELS:
            value = found.get(("label_confusion_overlap", label, other))
            share = others.count(other) / len(others) if others else 0
            assert value is None if share == 0 else value == pytest.approx(share)
        missed = found["span_missed", label]
        assert missed is None if not others else missed == pytest.approx(others.count(None) / len(others))


@settings(max_examples=15, deadline=None)
@given(documents(FLAT))
def test_topics_like_scikit_learn(listed: Documents) -> None:
    columns = said(listed)
    both = pairs_of(columns)
    names = sorted({name for one in listed for name in one})
    found = values_of(topic_kappa(both), columns.n_documents)
    for topic in TOPICS:
        kappas = []
        for one, other in combinations(names, 2):
            seen = [d for d in listed if one in d and other in d]
            votes = [[topic in d[name].topics for d in seen] for name in (one, other)]
            if seen and len({vote for side in votes for vote in side}) == 2:
                kappas.append(cohen_kappa_score(*votes))
        value = found["topic_kappa", topic]
        assert value is None if not kappas else value == pytest.approx(np.mean(kappas))
    means = []
    for one in listed:
        rows = {name: [topic in words.topics for topic in TOPICS] for name, words in one.items()}
        means.append(
            np.mean(
                [jaccard_score(rows[a], rows[b], zero_division=1.0) for a, b in combinations(sorted(rows), 2)]
            )
        )
    value = values_of(topic_jaccard(both), columns.n_documents)["topic_jaccard",]
    assert value == pytest.approx(np.mean(means))
    prevalence = values_of(topic_prevalence(columns), columns.n_documents)
    everything = [words for one in listed for words in one.values()]
    for topic in TOPICS:
        share = sum(topic in words.topics for words in everything) / len(everything)
        assert prevalence["topic_prevalence", topic] == pytest.approx(share)


@few
@given(
    st.integers(2, 5).flatmap(
        lambda raters: st.lists(
            st.lists(st.integers(0, 3), min_size=raters, max_size=raters), min_size=1, max_size=8
        )
    )
)
def test_fleiss_like_statsmodels(readings: list[list[int]]) -> None:
    counts = np.array([np.bincount(one, minlength=4) for one in readings], dtype=float)
    ours = fleiss_kappa(fleiss_tally(counts).sums(np.ones((len(counts), 1))))[0]
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", RuntimeWarning
        )  # theirs divides by 0 where one category is all there is
        theirs = statsmodels_fleiss(counts)
    assert (
        np.isnan(ours)
        if len({one for line in readings for one in line}) == 1
        else ours == pytest.approx(theirs, abs=1e-6)
    )


@few
@given(arrays.arrays(np.int64, st.tuples(st.integers(1, 8), st.just(3)), elements=st.integers(0, 2)))
def test_dawid_skene_like_the_paper_in_loops(votes: np.ndarray) -> None:
    items = len(votes)
    item, annotator = np.divmod(np.arange(items * 3), 3)
    ours = dawid_skene(item, annotator, votes.ravel(), (items, 3, 3), most_turns=7)
    chances = np.array([[np.mean(line == one) for one in range(3)] for line in votes])
    for _ in range(ours.turns):
        prior = chances.mean(axis=0)
        rates = np.zeros((3, 3, 3))
        for who in range(3):
            for true in range(3):
                for one in range(3):
                    whole = chances[:, true].sum()
                    rates[who, true, one] = chances[votes[:, who] == one, true].sum() / whole if whole else 0
        joint = np.array(
            [
                [
                    prior[true] * np.prod([rates[who, true, line[who]] for who in range(3)])
                    for true in range(3)
                ]
                for line in votes
            ]
        )
        chances = joint / joint.sum(axis=1, keepdims=True)
    assert ours.posteriors == pytest.approx(chances, abs=1e-9)
    assert ours.confusion == pytest.approx(rates, abs=1e-9)
    assert ours.log_likelihood == pytest.approx(np.log(joint.sum(axis=1)).sum())


@few
@given(arrays.arrays(np.int64, st.tuples(st.integers(1, 8), st.just(4)), elements=st.integers(0, 2)))
def test_dawid_skene_grows_likelier_and_ends(votes: np.ndarray) -> None:
    item, annotator = np.divmod(np.arange(votes.size), 4)
    shape = (len(votes), 4, 3)
    steps = [
        dawid_skene(item, annotator, votes.ravel(), shape, most_turns=n).log_likelihood for n in (1, 2, 3, 9)
    ]
    assert all(after >= before - 1e-9 for before, after in pairwise(steps))
    assert steps[-1] <= 1e-9
