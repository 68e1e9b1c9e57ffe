"""Agreement on topics: the sets, the main topic, and topic by topic."""

import numpy as np

from annotation.agreement.alpha import Alpha, Codes, jaccard_distances, masi_distances, nominal_distances
from annotation.agreement.bootstrap import Figures, Weights
from annotation.agreement.family import Family, Head, Tally, ratio
from annotation.agreement.pairs import Pairs
from annotation.agreement.said import Flags, Said

_ONE_VALUE = "every value is the same, so nothing could differ by chance"
_NONE_LABELLED = "nobody labelled anything"


def topic_alphas(said: Said) -> Family:
    """Alpha of the topic sets with MASI and with Jaccard distance, and nominal alpha of the main topic."""
    sets, place = _distinct(said)
    alphas = {
        "topic_alpha_masi": Alpha(matrix(said, place), masi_distances(sets)),
        "topic_alpha_jaccard": Alpha(matrix(said, place), jaccard_distances(sets)),
        "primary_topic_alpha": Alpha(matrix(said, said.primary), nominal_distances(len(said.topic_codes))),
    }
    heads = tuple(
        Head(name, alpha.n_documents, alpha.n_annotators, alpha.n_values, _ONE_VALUE)
        for name, alpha in alphas.items()
    )
    return Family(heads, lambda weights: np.stack([alpha.resampled(weights) for alpha in alphas.values()]))


def masi_alpha(said: Said) -> Alpha:
    sets, place = _distinct(said)
    return Alpha(matrix(said, place), masi_distances(sets))


def topic_jaccard(pairs: Pairs) -> Family:
    """How much of two people's topics is common to both, on average: over a document's pairs, then over documents.

    Two empty sets are the same: 1. Nothing is corrected for chance.
    """
    said = pairs.said
    one, other = said.topics[pairs.one], said.topics[pairs.other]
    together = (one | other).sum(axis=1)
    similar = np.where(together > 0, (one & other).sum(axis=1) / np.maximum(together, 1), 1.0)
    summed = pairs.by_document(np.stack((similar, np.ones(len(pairs))), axis=1).astype(np.float32)).columns
    means = Tally(
        np.stack((summed[:, 0] / np.maximum(summed[:, 1], 1), summed[:, 1] > 0), axis=1).astype(np.float32)
    )

    def figures(weights: Weights) -> Figures:
        sums = means.sums(weights)
        return ratio(sums[0], sums[1])[None]

    head = Head("topic_jaccard", said.n_documents, said.n_annotators(), len(said.document), _NONE_LABELLED)
    return Family((head,), figures)


def topic_prevalence(said: Said) -> Family:
    """The share of the annotations that chose each topic: a kappa says little of a topic that hardly occurs."""
    labels = len(said.topic_codes)
    columns = np.zeros((said.n_documents, labels + 1), dtype=np.float32)
    np.add.at(columns, said.document, np.column_stack((said.topics, np.ones(len(said.document)))))
    tally = Tally(columns)

    def figures(weights: Weights) -> Figures:
        sums = tally.sums(weights)
        return ratio(sums[:-1], sums[-1])

    return Family(
        tuple(
            Head(
                "topic_prevalence",
                said.n_documents,
                said.n_annotators(),
                len(said.document),
                _NONE_LABELLED,
                code,
            )
            for code in said.topic_codes
        ),
        figures,
    )


def matrix(said: Said, values: Codes) -> Codes:
    """(documents, annotators): each version's value, -1 where an annotator gave none."""
    table = np.full((said.n_documents, len(said.annotators)), -1, dtype=np.int64)
    table[said.document, said.annotator] = values
    return table


def _distinct(said: Said) -> tuple[Flags, Codes]:
    """The topic sets that occur, (sets, topics), and which of them each version has."""
    packed = np.packbits(said.topics, axis=1)
    _, first, place = np.unique(packed, axis=0, return_index=True, return_inverse=True)
    return said.topics[first], place.reshape(-1).astype(np.int64)
