"""How far annotators agree: tables `agreement` and `consensus`."""

from dataclasses import dataclass

import pyarrow as pa

from annotation.agreement.characters import character_alpha
from annotation.agreement.confusion import confusion
from annotation.agreement.consensus import accuracy, consensus_rows, error_rates, judge
from annotation.agreement.family import Head, row_of, rows_of
from annotation.agreement.kappa import topic_fleiss, topic_kappa
from annotation.agreement.one_person import by_week, lead_times, left_out
from annotation.agreement.overlap import meetings_of
from annotation.agreement.pairs import pairs_of
from annotation.agreement.said import Said, read_said
from annotation.agreement.span_f1 import span_f1
from annotation.agreement.topics import topic_alphas, topic_jaccard, topic_prevalence
from annotation.agreement.unitizing import unitizing_alpha
from schemas.contract import Contract
from schemas.tables import table_of


@dataclass(frozen=True, slots=True)
class Measured:
    """Both tables, as the contract has them."""

    agreement: pa.Table
    consensus: pa.Table


def measure(
    annotations: pa.Table, articles: pa.Table, contract: Contract, *, resamples: int = 1000, seed: int = 0
) -> pa.Table:
    """The table `agreement` of `measure_all`."""
    return measure_all(annotations, articles, contract, resamples=resamples, seed=seed).agreement


def measure_all(
    annotations: pa.Table, articles: pa.Table, contract: Contract, *, resamples: int = 1000, seed: int = 0
) -> Measured:
    """Agreement of the annotations that can be used, over documents that two or more people labelled.

    Skipped annotations and those of another text than the article's present one do not enter; of several
    by one annotator the last does. What each measure is, the contract's table `agreement` says; `low` and `high` are
    the 95% interval from `resamples` draws of the documents (null for one document alone, and where nothing was
    resampled). What cannot be told is null with `undefined_reason`, never 1.
    """
    everybody = read_said(annotations, articles, contract.entity_names, contract.topic_codes)
    said, crowd = everybody.labelled_by(2), everybody.labelled_by(3)
    people = everybody.n_annotators()
    pairs = pairs_of(said)
    meetings, judged = meetings_of(pairs), judge(crowd)
    rows = [_doubly(everybody, said, people)]
    rows += rows_of(
        [
            span_f1(pairs, meetings),
            character_alpha(said),
            unitizing_alpha(pairs, meetings),
            confusion(pairs),
            topic_alphas(said),
            topic_jaccard(pairs),
            topic_kappa(pairs),
            topic_fleiss(said),
            topic_prevalence(said),
            *left_out(said),
            by_week(pairs),
        ],
        said.n_documents,
        people,
        resamples,
        seed,
    )
    rows += rows_of(accuracy(crowd, judged), crowd.n_documents, people, resamples, seed)
    rows += [row_of(head, value, None, people) for head, value in error_rates(crowd, judged)]
    # One annotator alone has a lead time too.
    rows += [row_of(*one, max(people, 2)) for one in lead_times(everybody, resamples, seed)]
    return Measured(
        agreement=table_of(contract, "agreement", rows),
        consensus=table_of(contract, "consensus", consensus_rows(crowd, judged)),
    )


def _doubly(everybody: Said, said: Said, people: int) -> dict[str, object]:
    head = Head(
        "doubly_annotated_share",
        everybody.n_documents,
        people,
        len(everybody.document),
        "",
        nothing="nobody labelled anything",
    )
    share = said.n_documents / everybody.n_documents if everybody.n_documents else float("nan")
    return row_of(head, share, None, max(people, 2))
