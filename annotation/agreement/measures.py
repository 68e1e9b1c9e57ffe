"""How far annotators agree: table `agreement`."""

import pyarrow as pa

from annotation.agreement.span_rows import span_figures
from annotation.agreement.topic_rows import topic_figures
from annotation.usable import usable
from schemas.contract import Contract
from schemas.tables import table_of


def measure(
    annotations: pa.Table, articles: pa.Table, contract: Contract, *, resamples: int = 1000, seed: int = 0
) -> pa.Table:
    """Agreement of the annotations that can be used, over documents that two or more people labelled.

    Skipped annotations and those of another text than the article's present one do not enter; of several
    by one annotator the last does. Measures:

    - `span_f1_exact`: same boundaries and label; for all, per label, and per pair. The figure for all is
      the mean over the pairs, so that a pair with many documents does not drown the others.
    - `span_f1_overlap`: same label and a common code point, one to one. `span_f1_boundary`: same boundaries.
      `label_given_boundary`: of spans with the same boundaries, the share with the same label.
    - `span_f1_exact_with_suggestions`, `..._without_suggestions`: by what the annotators were shown.
    - `topic_alpha_masi`: Krippendorff's alpha of the topic sets with Passonneau's MASI distance.
      `primary_topic_alpha`: nominal alpha of the main topic; no main topic is no value.

    `low` and `high` are the 95% interval from `resamples` draws of the documents (null for one document
    alone). What cannot be told is null with `undefined_reason`, never 1.
    """
    by_article = usable(annotations, articles).versions
    everybody = {version.annotator for versions in by_article.values() for version in versions}
    documents = [versions for versions in by_article.values() if len(versions) >= 2]
    figures = [
        *span_figures(documents, contract.entity_names, resamples, seed),
        *topic_figures(documents, resamples, seed),
    ]
    return table_of(contract, "agreement", [figure.row(len(everybody)) for figure in figures])
