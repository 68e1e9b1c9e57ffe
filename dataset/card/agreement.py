"""The card's figures of agreement: over all labels, by label, by topic. The table `agreement` has all of them."""

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from schemas.contract import Contract

# What stands in the card, over all labels, in this order. Confusion, prevalence, weeks, what is said of single
# people and the likelihoods of Dawid and Skene's model stay in the table.
_OVERALL = {
    "doubly_annotated_share": "texts that two or more people labelled, of the labelled",
    "span_f1_exact": "spans, F1: same ends and label",
    "span_f1_boundary": "spans, F1: same ends",
    "span_f1_overlap": "spans, F1: same label and a shared character",
    "label_given_boundary": "same label, where both gave the same ends",
    "span_f1_exact_with_suggestions": "spans, F1: same ends and label, with suggestions shown",
    "span_f1_exact_without_suggestions": "spans, F1: same ends and label, without suggestions",
    "span_alpha_characters": "spans, alpha: characters by their labels",
    "span_alpha_u": "spans, alpha-U: spans as units",
    "topic_alpha_masi": "topic sets, alpha: MASI distance",
    "topic_alpha_jaccard": "topic sets, alpha: Jaccard distance",
    "topic_jaccard": "topic sets, mean Jaccard index",
    "primary_topic_alpha": "primary topic, alpha",
    "primary_topic_fleiss_kappa": "primary topic, Fleiss' kappa",
}


def agreement(table: pa.Table, contract: Contract) -> dict[str, Any]:
    """Rows of text for the template. What is undefined is named with its reason, and no row stands for it."""
    rows = [row for row in table.to_pylist() if row["annotator_a"] is None and row["week"] is None]
    found = {(row["measure"], row["label"]): row for row in rows}
    overall = [(found[name, None], said) for name, said in _OVERALL.items() if (name, None) in found]
    names = {topic.code: topic.name_en for topic in contract.topics}
    return {
        "agreement": [
            {"measure": said, "value": _cell(row), "documents": f"{row['n_documents']:,}"}
            for row, said in overall
            if row["value"] is not None
        ],
        "undefined": [
            f"{said} ({row['undefined_reason'] or 'undefined'})"
            for row, said in overall
            if row["value"] is None
        ],
        "label_agreement": [
            {
                "label": name,
                "f1": _cell(found.get(("span_f1_exact", name))),
                "alpha": _cell(found.get(("span_alpha_u", name))),
            }
            for name in contract.entity_names
            if ("span_f1_exact", name) in found or ("span_alpha_u", name) in found
        ],
        # Topics without a kappa are left out: a long list of topics that nobody chose tells nothing.
        "topic_agreement": [
            {"topic": names[code], "kappa": _cell(row)}
            for code in contract.topic_codes
            if (row := found.get(("topic_kappa", code))) is not None and row["value"] is not None
        ],
    }


def _cell(row: Mapping[str, Any] | None) -> str:
    """`0.870 (0.800–0.930)`, in one piece; `–` where there is no figure."""
    if row is None or row["value"] is None:
        return "–"
    interval = f"\u00a0({row['low']:.3f}–{row['high']:.3f})" if row["low"] is not None else ""
    return f"{row['value']:.3f}{interval}"
