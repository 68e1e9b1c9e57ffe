"""The consensus of three or more annotators by Dawid and Skene: table `consensus`, and what it says of each annotator.

What is judged: every stretch that any of a document's annotators marked (its label, or nothing), every topic that any
chose (chosen or not), and each document's main topic (or none). Documents with fewer annotators are left out, since
of two who differ nothing says who errs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from annotation.agreement.bootstrap import Figures, Weights
from annotation.agreement.dawid_skene import Consensus, dawid_skene
from annotation.agreement.family import Family, Head, Tally, ratio
from annotation.agreement.pairs import first_of_run, spread
from annotation.agreement.said import Numbers, Said

_NO_THIRD = "no document was labelled by three annotators"
_NOTHING_SAID = "nobody said anything"
_NOTHING = "nothing"  # the class of what is no span, no topic; never written
_FROM = 0.01  # a class that nobody said is told only from this probability on


@dataclass(frozen=True, slots=True)
class Judged:
    """Items of one kind with their readings (readings,), and what comes of them.

    `document`, `start`, `end` (items,); start and end are -1 for topics. `classes` are the names of the classes; of
    items of kind topic, `topic` names which is judged.
    """

    kind: str
    classes: tuple[str, ...]
    document: Numbers
    start: Numbers
    end: Numbers
    topic: Numbers
    item: Numbers
    annotator: Numbers
    said: Numbers
    result: Consensus


def judge(crowd: Said) -> tuple[Judged, ...]:
    """The three kinds, of documents that three or more labelled."""
    return _spans(crowd), _topics(crowd), _primary(crowd)


def _spans(crowd: Said) -> Judged:
    owner = crowd.owner
    document = crowd.document[owner]
    order = np.lexsort((crowd.end, crowd.start, document))
    new = first_of_run(document[order], crowd.start[order], crowd.end[order])
    item = np.empty(len(order), dtype=np.int64)
    item[order] = np.cumsum(new) - 1
    firsts = order[new]
    silent, silent_version = _silent(crowd, document[firsts], item, owner)
    return _judged(
        crowd,
        "span",
        (*crowd.labels, _NOTHING),
        document[firsts],
        crowd.start[firsts],
        crowd.end[firsts],
        np.full(len(firsts), -1),
        np.concatenate((item, silent)),
        crowd.annotator[np.concatenate((owner, silent_version))],
        np.concatenate((crowd.label, np.full(len(silent), len(crowd.labels)))),
    )


def _topics(crowd: Said) -> Judged:
    owner, topic = np.nonzero(crowd.topics)
    key, item = np.unique(crowd.document[owner] * len(crowd.topic_codes) + topic, return_inverse=True)
    document, which = np.divmod(key, max(1, len(crowd.topic_codes)))
    silent, silent_version = _silent(crowd, document, item, owner)
    none = np.full(len(key), -1)
    return _judged(
        crowd,
        "topic",
        ("chosen", _NOTHING),
        document,
        none,
        none,
        which,
        np.concatenate((item, silent)),
        crowd.annotator[np.concatenate((owner, silent_version))],
        np.repeat([0, 1], [len(item), len(silent)]),
    )


def _primary(crowd: Said) -> Judged:
    none = len(crowd.topic_codes)
    chosen = np.where(crowd.primary < 0, none, crowd.primary)
    used = np.union1d(chosen, none)  # a class that nobody named would only cost time
    names = (*crowd.topic_codes, _NOTHING)
    every = np.arange(crowd.n_documents)
    nowhere = np.full(len(every), -1)
    return _judged(
        crowd,
        "primary_topic",
        tuple(names[place] for place in used),
        every,
        nowhere,
        nowhere,
        nowhere,
        crowd.document,
        crowd.annotator,
        np.searchsorted(used, chosen),
    )


def _silent(crowd: Said, document: Numbers, item: Numbers, owner: Numbers) -> tuple[Numbers, Numbers]:
    """The items of each document that some of its versions say nothing of, and those versions."""
    sizes = crowd.sizes
    first = np.cumsum(sizes) - sizes
    every = np.repeat(np.arange(len(document)), sizes[document])
    version = spread(first[document], sizes[document])
    spoke = np.isin(every * len(crowd.document) + version, item * len(crowd.document) + owner)
    return every[~spoke], version[~spoke]


def _judged(
    crowd: Said,
    kind: str,
    classes: tuple[str, ...],
    document: Numbers,
    start: Numbers,
    end: Numbers,
    topic: Numbers,
    item: Numbers,
    annotator: Numbers,
    said: Numbers,
) -> Judged:
    shape = (len(document), len(crowd.annotators), len(classes))
    result = dawid_skene(item, annotator, said, shape)
    return Judged(kind, classes, document, start, end, topic, item, annotator, said, result)


def consensus_rows(crowd: Said, judged: tuple[Judged, ...]) -> list[dict[str, object]]:
    """Rows of the table `consensus`, by document, kind and place: each item's classes that are something."""
    rows = []
    for one in judged:
        items, classes = len(one.document), len(one.classes)
        votes = np.bincount(one.item * classes + one.said, minlength=items * classes).reshape(items, classes)
        told = (votes > 0) | (one.result.posteriors >= _FROM)
        told &= np.array([name != _NOTHING for name in one.classes])
        for item, place in np.argwhere(told):
            document = int(one.document[item])
            label = crowd.topic_codes[one.topic[item]] if one.kind == "topic" else one.classes[place]
            rows.append(
                {
                    "id": crowd.ids[document],
                    "text_sha256": crowd.digests[document],
                    "kind": one.kind,
                    "start": int(one.start[item]) if one.kind == "span" else None,
                    "end": int(one.end[item]) if one.kind == "span" else None,
                    "label": label,
                    "probability": float(one.result.posteriors[item, place]),
                    "votes": int(votes[item, place]),
                    "n_annotators": int(crowd.sizes[document]),
                }
            )
    order = {name: place for place, name in enumerate(crowd.ids)}
    rows.sort(key=lambda row: order[str(row["id"])])
    return rows


def accuracy(crowd: Said, judged: tuple[Judged, ...]) -> list[Family]:
    """Of each annotator and kind, the share of the readings that the consensus expects to be right.

    The interval resamples documents and holds the consensus as it is.
    """
    families = []
    for one in judged:
        right = one.result.posteriors[one.item, one.said]
        document = one.document[one.item]
        heads, tallies = [], []
        for number, name in enumerate(crowd.annotators):
            mine = np.flatnonzero(one.annotator == number)
            documents = len(np.unique(document[mine]))
            if documents:
                heads.append(
                    Head(
                        f"{one.kind}_accuracy_dawid_skene",
                        documents,
                        1,
                        len(mine),
                        _NOTHING_SAID,
                        annotator=name,
                    )
                )
                cells = np.stack((right[mine], np.ones(len(mine))), axis=1)
                tallies.append(Tally(cells.astype(np.float32), document[mine]))
        families.append(Family(tuple(heads), partial(_shares, tallies)))
    return families


def _shares(tallies: Sequence[Tally], weights: Weights) -> Figures:
    found = np.empty((len(tallies), weights.shape[1]))
    for place, tally in enumerate(tallies):
        found[place] = ratio(*tally.sums(weights))
    return found


def error_rates(crowd: Said, judged: tuple[Judged, ...]) -> list[tuple[Head, float]]:
    """What each annotator makes of each true label, and how likely all that was said is; without intervals."""
    found = []
    for one in judged:
        documents = len(np.unique(one.document))
        head = Head(
            f"{one.kind}_log_likelihood_dawid_skene",
            documents,
            len(np.unique(one.annotator)),
            len(one.document),
            _NOTHING_SAID,
            nothing=_NO_THIRD,
        )
        found.append((head, one.result.log_likelihood if documents else float("nan")))
    spans = judged[0]
    nothing = len(crowd.labels)
    for number, name in enumerate(crowd.annotators):
        rates = spans.result.confusion[number]
        mine = spans.annotator == number
        documents, items = len(np.unique(spans.document[spans.item[mine]])), int(mine.sum())
        for true, said in np.argwhere(rates > 0):
            if true == nothing and said == nothing:
                continue
            measure = "span_confusion_dawid_skene"
            if said == nothing:
                measure = "span_missed_dawid_skene"
            elif true == nothing:
                measure = "span_invented_dawid_skene"
            head = Head(
                measure,
                documents,
                1,
                items,
                _NOTHING_SAID,
                label=spans.classes[said if true == nothing else true],
                other_label=spans.classes[said] if measure.startswith("span_confusion") else None,
                annotator=name,
            )
            found.append((head, float(rates[true, said])))
    return found
