"""Which annotations count, against the rule in plain loops; and the columns that are made of them."""

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.agreement.said import read_said
from annotation.usable import usable
from schemas.contract import default_contract
from tests.tables import annotations_of, annotator, articles_of

TEXTS = {"b": "Ở Huế 😀 có bà An.", "a": "Không.", "c": "Đà Nẵng và Vinh."}
SPAN = st.tuples(st.integers(-1, 9), st.integers(0, 10), st.sampled_from(["PER", "GPE"]))
SAID = st.fixed_dictionaries(
    {
        "spans": st.lists(SPAN, max_size=3),
        "skipped": st.booleans(),
        "updated": st.integers(1, 3),
        "sha256": st.sampled_from([None, None, None, "0" * 64]),
        "topics": st.lists(st.sampled_from(["medtop:14000000", "medtop:15000000"]), max_size=2, unique=True),
    }
)
ROUND = st.dictionaries(
    st.sampled_from([annotator(1), annotator(2)]),
    st.dictionaries(st.sampled_from(["a", "b", "c", "gone"]), SAID, max_size=4),
)


def table(rounds: list[dict[str, dict[str, dict[str, object]]]]) -> tuple[pa.Table, pa.Table]:
    contract = default_contract()
    articles = articles_of(contract, TEXTS)
    cleaned = [
        {
            who: {name: {k: v for k, v in words.items() if v is not None} for name, words in by_id.items()}
            for who, by_id in one.items()
        }
        for one in rounds
    ]
    tables = [annotations_of(contract, articles, one, day=n + 1) for n, one in enumerate(cleaned)]
    return pa.concat_tables(tables), articles


@settings(max_examples=60, deadline=None)
@given(st.lists(ROUND, min_size=1, max_size=3))
def test_like_the_rule_in_loops(rounds: list[dict[str, dict[str, dict[str, object]]]]) -> None:
    annotations, articles = table(rounds)
    digests = {row["id"]: (row["text_sha256"], row["text"]) for row in articles.to_pylist()}
    last: dict[tuple[str, str], tuple[datetime, str]] = {}
    stale = []
    for row in annotations.to_pylist():
        digest, text = digests.get(row["id"], (None, ""))
        outside = any(not 0 <= one["start"] < one["end"] <= len(text) for one in row["entities"])
        if digest is None or digest != row["text_sha256"] or outside:
            stale.append((row["id"], row["annotation_id"]))
        elif not row["was_skipped"]:
            key, moment = (row["id"], row["annotator"]), (row["updated_at"], row["annotation_id"])
            last[key] = max(last.get(key, (datetime(1, 1, 1, tzinfo=UTC), "")), moment)
    found = usable(annotations, articles)
    assert {
        (version.id, version.annotator): version.annotation_id
        for versions in found.versions.values()
        for version in versions
    } == {key: name for key, (_, name) in last.items()}
    assert [(one.id, one.annotation_id) for one in found.stale] == sorted(stale)
    assert list(found.versions) == [name for name in TEXTS if any(key[0] == name for key in last)]


@settings(max_examples=60, deadline=None)
@given(st.lists(ROUND, min_size=1, max_size=3))
def test_columns_say_what_the_versions_say(rounds: list[dict[str, dict[str, dict[str, object]]]]) -> None:
    annotations, articles = table(rounds)
    contract = default_contract()
    said = read_said(annotations, articles, contract.entity_names, contract.topic_codes)
    found = usable(annotations, articles)
    assert said.ids == tuple(found.versions)
    assert said.lengths.tolist() == [len(TEXTS[name]) for name in said.ids]
    place = 0
    for document, versions in enumerate(found.versions.values()):
        for version in versions:
            spans = slice(said.first[place], said.first[place + 1])
            assert said.document[place] == document
            assert said.annotators[said.annotator[place]] == version.annotator
            assert [
                (s, e, said.labels[n])
                for s, e, n in zip(said.start[spans], said.end[spans], said.label[spans], strict=True)
            ] == [
                (span.start, span.end, span.label)
                for span in sorted(version.spans, key=lambda s: (s.start, s.end, said.labels.index(s.label)))
            ]
            assert {said.topic_codes[n] for n in np.flatnonzero(said.topics[place])} == version.topics
            assert (
                said.topic_codes[said.primary[place]] if said.primary[place] >= 0 else None
            ) == version.primary_topic
            assert said.week[place] == version.updated_at.strftime("%G-W%V")
            place += 1
    assert place == len(said.document)
