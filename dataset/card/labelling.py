"""What the template says of labels, topics and the people behind them."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from dataset.release.model import ReleaseTables
from schemas.contract import Contract
from schemas.ner import Dropped

_FEW = 1_000
_STATUSES = {
    "agreed": "{:,} as all agreed",
    "majority": "{:,} as most agreed",
    "adjudicated": "{:,} by an adjudicator",
    "single": "{:,} by the one person who labelled it",
}
_ARMS = {
    "none": "none in {:,}",
    "rules": "by rules in {:,}",
    "memory": "from earlier labels in {:,}",
    "model": "by a model in {:,}",
    "migrated": "people's labels of an older text in {:,}",
}
IMPORTED = "import-"
"""How the id of an annotation begins that did not come from Label Studio."""


def labelling(tables: ReleaseTables, contract: Contract, dropped: Dropped) -> dict[str, Any]:
    gold, annotations = tables.gold, tables.annotations
    kinds = dict(
        zip(tables.articles.column("id").to_pylist(), tables.articles.column("kind").to_pylist(), strict=True)
    )
    spans, chosen = span_counts(gold), topic_counts(gold)
    primary = Counter(gold.column("primary_topic").to_pylist())
    statuses = Counter(gold.column("status").to_pylist())
    people = Counter(gold.column("n_annotators").to_pylist())
    guidelines = sorted(set(annotations.column("guideline_version").to_pylist()) - {"imported"})
    names = annotations.column("annotation_id").to_pylist()
    topics = [
        {
            **topic.model_dump(),
            "id": number,
            "count": f"{chosen[topic.code]:,}",
            "primary": f"{primary[topic.code]:,}",
        }
        for number, topic in enumerate(contract.topics)
    ]
    return {
        "labelled": f"{gold.num_rows:,}",
        "labelled_teasers": sum(kinds.get(name) == "teaser" for name in gold.column("id").to_pylist()),
        "few_labels": gold.num_rows < _FEW,
        "single_status": statuses["single"],
        "annotations": f"{annotations.num_rows:,}" if annotations.num_rows else "",
        "annotators": len(set(annotations.column("annotator").to_pylist())),
        "skipped": sum(annotations.column("was_skipped").to_pylist()),
        "imported": f"{imported:,}" if (imported := sum(name.startswith(IMPORTED) for name in names)) else "",
        "guidelines": " and ".join(guidelines),
        "arms": _told(Counter(annotations.column("suggestion_arm").to_pylist()), _ARMS),
        "statuses": _told(statuses, _STATUSES),
        "per_text": _per_text(people),
        "dropped": _dropped(dropped),
        "dropped_count": dropped.nested + dropped.unaligned,
        "labels": [
            {**label.model_dump(), "id": number, "count": f"{spans[label.name]:,}"}
            for number, label in enumerate(contract.entities)
        ],
        "topics": [topic for topic in topics if topic["count"] != "0"],
        "unused_topics": [topic for topic in topics if topic["count"] == "0"],
        "topics_source": contract.topics_source,
        "max_secondary": contract.topic_rules.max_secondary,
    }


def span_counts(gold: pa.Table) -> Counter[str]:
    return Counter(span["label"] for spans in gold.column("entities").to_pylist() for span in spans)


def topic_counts(gold: pa.Table) -> Counter[str]:
    return Counter(code for codes in gold.column("topics").to_pylist() for code in codes)


def _per_text(people: Counter[int]) -> str:
    """`14 were labelled by 2 people and 1 by 1`."""
    told = [f"{count:,} by {number}" for number, count in sorted(people.items(), reverse=True)]
    if not told:
        return ""
    first, *others = told
    first = first.replace(" by ", " was labelled by " if first.startswith("1 ") else " were labelled by ")
    first += " person" if first.endswith(" 1") else " people"
    return " and ".join([", ".join([first, *others[:-1]]), *others[-1:]])


def _dropped(dropped: Dropped) -> str:
    parts = []
    if dropped.nested:
        parts.append(f"{dropped.nested:,} overlapping a longer span")
    if dropped.unaligned:
        parts.append(f"{dropped.unaligned:,} beginning or ending inside a token or crossing a sentence's end")
    total = dropped.nested + dropped.unaligned
    return f"{total:,} of the spans ({' and '.join(parts)})" if parts else ""


def _told(counts: Counter[str], words: Mapping[str, str]) -> str:
    """Counts with what they are, in the order of `words`."""
    return ", ".join(said.format(counts[name]) for name, said in words.items() if counts[name])
