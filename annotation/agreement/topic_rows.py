"""Rows of the table `agreement` that speak of topics."""

from collections.abc import Sequence

import numpy as np

from annotation.agreement.alpha import Alpha, code_values, masi_distances, nominal_distances
from annotation.agreement.bootstrap import resampling_weights
from annotation.agreement.figure import Figure
from annotation.usable import Version

_NO_CHANCE = "every value is the same, so nothing could differ by chance"


def topic_figures(documents: Sequence[Sequence[Version]], resamples: int, seed: int) -> list[Figure]:
    """Alpha of the topic sets (MASI distance) and of the main topic (nominal)."""
    columns = sorted({version.annotator for versions in documents for version in versions})
    codes, sets = code_values(
        _spread([(version.annotator, version.topics) for version in versions], columns)
        for versions in documents
    )
    masi = Alpha(codes, masi_distances([one for one in sets if isinstance(one, frozenset)]))
    codes, primaries = code_values(
        _spread([(version.annotator, version.primary_topic) for version in versions], columns)
        for versions in documents
    )
    nominal = Alpha(codes, nominal_distances(len(primaries)))
    figures = []
    for measure, alpha in (("topic_alpha_masi", masi), ("primary_topic_alpha", nominal)):
        samples = [
            alpha.resampled(weights)
            for weights in resampling_weights(len(documents), resamples if documents else 0, seed)
        ]
        value = alpha.value()
        figures.append(
            Figure(
                measure=measure,
                value=np.nan if value is None else value,
                samples=np.concatenate(samples) if samples else np.empty(0),
                n_documents=alpha.n_documents,
                n_annotators=alpha.n_annotators,
                n_items=alpha.n_values,
                reason=_NO_CHANCE,
            )
        )
    return figures


def _spread(said: Sequence[tuple[str, object | None]], columns: Sequence[str]) -> list[object | None]:
    by_annotator = dict(said)
    return [by_annotator.get(annotator) for annotator in columns]
