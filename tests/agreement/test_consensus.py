"""The consensus of three annotators: what it says of the text, and of them."""

import numpy as np
import pyarrow as pa
import pytest

from annotation.agreement import measure_all
from annotation.agreement.dawid_skene import dawid_skene
from schemas.contract import Contract
from tests.tables import annotations_of, annotator, articles_of

WORDS = {f"d{number:02d}": "Bà An ở Huế gặp ông Tư bên Sông Hương." for number in range(20)}
AN, HUE, TU, SONG = (3, 5), (8, 11), (20, 22), (27, 37)
TOPIC, OTHER = "medtop:14000000", "medtop:15000000"


def said(contract: Contract, articles: pa.Table) -> pa.Table:
    """Two careful people and a third who calls Huế a LOC, misses Tư and marks ông.

    All agree on the river, and on the topic of every other text: without such texts nothing tells who errs.
    """
    careful = [(*AN, "PER"), (*HUE, "GPE"), (*TU, "PER"), (*SONG, "LOC")]
    hasty = [(*AN, "PER"), (*HUE, "LOC"), (16, 19, "PER"), (*SONG, "LOC")]
    odd = list(WORDS)[1::2]
    return annotations_of(
        contract,
        articles,
        {
            annotator(1): {
                name: {"spans": careful, "topics": [OTHER] if name in odd else [TOPIC]} for name in WORDS
            },
            annotator(2): {
                name: {"spans": careful, "topics": [OTHER] if name in odd else [TOPIC]} for name in WORDS
            },
            annotator(3): {
                name: {"spans": hasty, "topics": [OTHER] if name in odd else [OTHER, TOPIC]} for name in WORDS
            },
        },
    )


def test_the_careful_are_believed(contract: Contract) -> None:
    articles = articles_of(contract, WORDS)
    measured = measure_all(said(contract, articles), articles, contract, resamples=100)
    rows = [row for row in measured.consensus.to_pylist() if row["id"] == "d00"]
    found = {
        (row["kind"], row["start"], row["end"], row["label"]): (row["votes"], round(row["probability"], 3))
        for row in rows
    }
    assert found == {
        ("span", *AN, "PER"): (3, 1.0),
        ("span", *HUE, "GPE"): (2, 1.0),
        ("span", *HUE, "LOC"): (1, 0.0),
        ("span", *TU, "PER"): (2, 1.0),
        ("span", 16, 19, "PER"): (1, 0.0),
        ("span", *SONG, "LOC"): (3, 1.0),
        ("topic", None, None, TOPIC): (3, 1.0),
        ("topic", None, None, OTHER): (1, 0.0),
        ("primary_topic", None, None, TOPIC): (2, 1.0),
        ("primary_topic", None, None, OTHER): (1, 0.0),
    }
    assert {row["n_annotators"] for row in rows} == {3}
    digests = dict(zip(articles["id"].to_pylist(), articles["text_sha256"].to_pylist(), strict=True))
    assert all(row["text_sha256"] == digests[row["id"]] for row in measured.consensus.to_pylist())


def test_what_it_says_of_the_annotators(contract: Contract) -> None:
    articles = articles_of(contract, WORDS)
    rows = measure_all(said(contract, articles), articles, contract, resamples=100).agreement.to_pylist()
    accuracy = {row["annotator_a"]: row for row in rows if row["measure"] == "span_accuracy_dawid_skene"}
    assert accuracy[annotator(1)]["value"] == pytest.approx(1)
    assert accuracy[annotator(3)]["value"] == pytest.approx(2 / 5)  # of five stretches An and the river
    assert accuracy[annotator(3)]["low"] is not None
    rates = {
        (row["measure"], row["label"], row["other_label"]): row["value"]
        for row in rows
        if row["annotator_a"] == annotator(3) and row["measure"].startswith("span_")
    }
    assert rates["span_confusion_dawid_skene", "GPE", "LOC"] == pytest.approx(1)
    assert rates["span_missed_dawid_skene", "PER", None] == pytest.approx(0.5)
    assert rates["span_invented_dawid_skene", "PER", None] == pytest.approx(1)
    without = {
        row["annotator_a"]: row["value"] for row in rows if row["measure"] == "span_alpha_characters_without"
    }
    assert without[annotator(3)] == pytest.approx(1)
    assert 0 < without[annotator(1)] < 1


def test_two_annotators_have_no_consensus(contract: Contract) -> None:
    articles = articles_of(contract, WORDS)
    two = said(contract, articles).slice(0, 2 * len(WORDS))
    measured = measure_all(two, articles, contract, resamples=100)
    assert measured.consensus.num_rows == 0
    rows = [row for row in measured.agreement.to_pylist() if row["measure"].endswith("_dawid_skene")]
    assert {row["undefined_reason"] for row in rows} == {"no document was labelled by three annotators"}


def test_it_finds_the_truth_that_made_the_votes() -> None:
    """4,000 items of three classes, five people of known error rates: theirs and the truth come back."""
    generator = np.random.default_rng(5)
    truth = generator.choice(3, 4_000, p=[0.5, 0.3, 0.2])
    rates = np.array(
        [
            [[r if t == s else (1 - r) / 2 for s in range(3)] for t in range(3)]
            for r in (0.95, 0.9, 0.8, 0.7, 0.6)
        ]
    )
    item, annotator = np.divmod(np.arange(5 * len(truth)), 5)
    reach = np.cumsum(rates[annotator, truth[item]], axis=1)
    votes = (generator.random((len(item), 1)) > reach).sum(axis=1)
    found = dawid_skene(item, annotator, votes, (len(truth), 5, 3))
    assert found.converged
    assert np.abs(found.confusion - rates).max() < 0.04
    assert np.abs(found.marginals - [0.5, 0.3, 0.2]).max() < 0.02
    counts = np.stack([np.bincount(item, votes == one) for one in range(3)], axis=1)
    majority = (counts.argmax(axis=1) == truth).mean()
    assert (found.posteriors.argmax(axis=1) == truth).mean() > majority


def test_nobody_said_anything() -> None:
    none = np.zeros(0, dtype=np.int64)
    found = dawid_skene(none, none, none, (2, 1, 3))
    assert found.posteriors == pytest.approx(np.full((2, 3), 1 / 3))
    assert found.log_likelihood == 0
