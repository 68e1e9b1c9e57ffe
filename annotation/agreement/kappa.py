"""Kappa topic by topic: Cohen's for pairs of annotators, Fleiss' where more than two labelled."""

import numpy as np

from annotation.agreement.bootstrap import Figures, Weights
from annotation.agreement.family import Family, Head, Tally, mean_of_defined, ratio
from annotation.agreement.pairs import Pairs
from annotation.agreement.said import Flags, Said

_ONE_VALUE = "all or none chose this topic, so nothing could differ by chance"
_NO_THIRD = "no document was labelled by three annotators"


def cohen_kappa(both: Figures, first: Figures, second: Figures, total: Figures) -> Figures:
    """Cohen 1960 for yes and no: how often `both` said yes, the `first`, the `second`, of `total`."""
    observed = (2 * both + total - first - second) * total
    expected = first * second + (total - first) * (total - second)
    return ratio(observed - expected, total**2 - expected)


def topic_kappa(pairs: Pairs) -> Family:
    """For each topic the mean of the pairs' kappas that are defined (Light 1971)."""
    said = pairs.said
    one, other = said.topics[pairs.one], said.topics[pairs.other]
    columns = np.concatenate((one & other, one, other), axis=1).astype(np.float32)
    tallies = [Tally(columns[chosen], pairs.document[chosen]) for _, _, chosen in pairs.by_annotators]

    def figures(weights: Weights) -> Figures:
        each = np.empty((len(tallies), len(said.topic_codes), weights.shape[1]))
        for place, tally in enumerate(tallies):
            assert tally.documents is not None
            both, first, second = np.split(tally.sums(weights), 3)
            each[place] = cohen_kappa(
                both, first, second, weights[tally.documents].sum(axis=0, dtype=np.float64)
            )
        return mean_of_defined(each)

    return Family(_heads(said, "topic_kappa", np.ones(len(said.document), dtype=bool), _ONE_VALUE), figures)


def fleiss_tally(counts: Figures) -> Tally:
    """Of each subject: agreement among its raters, one where it counts, and how many chose each category.

    `counts`: (subjects, categories). Fleiss 1971 has the same number of raters everywhere; a subject with fewer
    than two counts nowhere, the others' shares of the ratings are pooled.
    """
    raters = counts.sum(axis=1)
    enough = raters >= 2
    agreed = (counts * (counts - 1)).sum(axis=1) / np.maximum(raters * (raters - 1), 1)
    cells = np.column_stack((agreed, np.ones(len(counts)), counts)) * enough[:, None]
    return Tally(cells.astype(np.float32))


def fleiss_kappa(sums: Figures) -> Figures:
    """Kappa from the sums of `fleiss_tally`; NaN where only one category occurs."""
    agreed, subjects, counts = ratio(sums[0], sums[1]), sums[1], sums[2:]
    expected = (ratio(counts, counts.sum(axis=0)) ** 2).sum(axis=0)
    several = (counts > 0).sum(axis=0) > 1
    return np.where((subjects > 0) & several, ratio(agreed - expected, 1 - expected), np.nan)


def topic_fleiss(said: Said) -> Family:
    """Fleiss' kappa of the main topic and of each topic, over the documents that three or more labelled."""
    crowd = said.kept((said.sizes >= 3)[said.document])
    shape = (said.n_documents, len(said.topic_codes))
    chosen = crowd.primary >= 0
    primary = np.zeros(shape)
    np.add.at(primary, (crowd.document[chosen], crowd.primary[chosen]), 1)
    yes = np.zeros(shape)
    np.add.at(yes, crowd.document, crowd.topics)
    no = crowd.sizes[:, None] - yes
    tallies = [fleiss_tally(primary)]
    tallies += [fleiss_tally(np.stack((yes[:, place], no[:, place]), axis=1)) for place in range(shape[1])]
    everybody = np.ones(len(crowd.document), dtype=bool)
    heads = [
        Head(
            "primary_topic_fleiss_kappa",
            n_documents=len(np.unique(crowd.document)),
            n_annotators=crowd.n_annotators(),
            n_items=int(chosen.sum()),
            reason=_ONE_VALUE,
            nothing=_NO_THIRD,
        )
    ]
    if len(crowd.document):
        heads += _heads(crowd, "topic_fleiss_kappa", everybody, _ONE_VALUE)
    tallies = tallies[: len(heads)]
    return Family(
        tuple(heads), lambda weights: np.stack([fleiss_kappa(tally.sums(weights)) for tally in tallies])
    )


def _heads(said: Said, measure: str, versions: Flags, reason: str) -> tuple[Head, ...]:
    documents, people = len(np.unique(said.document[versions])), said.n_annotators(versions)
    return tuple(
        Head(measure, documents, people, int(said.topics[versions, place].sum()), reason, code)
        for place, code in enumerate(said.topic_codes)
    )
