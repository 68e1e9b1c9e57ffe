"""Cross-validation by documents: every article is asked about by stages that never saw it, nor its cluster."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from annotation.suggest.folds import FOLDS, fold_of
from annotation.suggest.prepared import Prepared
from annotation.suggest.reading import Candidate
from annotation.suggest.score import Score, score_of
from annotation.suggest.stages import Stage, asked, topics_trained
from schemas.contract import Contract
from schemas.progress import Progress, silent


@dataclass(frozen=True, slots=True)
class Crossed:
    """Scores by stage and label (None is all); `topics` by `rules` and `model` and by code."""

    articles: int
    folds: int
    spans: Mapping[Stage, Mapping[str | None, Score]]
    topics: Mapping[str, Mapping[str | None, Score]]


def cross_validate(
    prepared: Sequence[Prepared],
    clusters: Mapping[str, str],
    contract: Contract,
    stages: Sequence[Stage],
    *,
    progress: Progress = silent,
) -> Crossed:
    """Score `stages` on articles, in `FOLDS` folds, or as many as there are clusters where these are fewer.

    `clusters` maps an article's id to its cluster. There must be two clusters. What people dispute counts
    neither for nor against anybody, and neither do the topics that they dispute.
    """
    names = [one.article.id for one in prepared]
    folds = min(FOLDS, len({clusters.get(name, name) for name in names}))
    if folds < 2:
        raise ValueError("cross-validation needs two clusters of articles")
    placed = fold_of(names, clusters, folds)
    most = contract.topic_rules.primary + contract.topic_rules.max_secondary
    spans: dict[Stage, dict[str | None, Score]] = {stage: _empty(contract.entity_names) for stage in stages}
    topics = {stage: _empty(contract.topic_codes) for stage in ("rules", "model")}
    for fold in range(folds):
        learnt = [one for one, place in zip(prepared, placed, strict=True) if place != fold]
        others = [one for one, place in zip(prepared, placed, strict=True) if place == fold]
        for number, stage in enumerate(stages):
            for one, found in zip(others, asked(stage, learnt, others), strict=True):
                _count(spans[stage], *_spans(one, found, contract.entity_names))
            progress(fold * len(stages) + number + 1, folds * len(stages))
        model = topics_trained(learnt, contract.topic_codes, most)
        for one in others:
            if one.article.topics is not None:
                wanted = topic_items(one.article.topics)
                _count(topics["rules"], wanted, topic_items(one.rule_topics))
                _count(topics["model"], wanted, topic_items(model.find(one.story) if model else ()))
    return Crossed(len(prepared), folds, spans, topics)


def topic_items(topics: Sequence[str]) -> set[tuple[str, object]]:
    """What an annotator adds or takes away: (code, it is the primary)."""
    return {(code, place == 0) for place, code in enumerate(topics)}


def _spans(
    one: Prepared, found: Iterable[Candidate], labels: Sequence[str]
) -> tuple[set[tuple[str, object]], set[tuple[str, object]]]:
    wanted: set[tuple[str, object]] = {(span.label, (span.start, span.end)) for span in one.article.spans}
    suggested: set[tuple[str, object]] = {
        (span.label, (span.start, span.end))
        for span in found
        if span.label in labels
        and not any(start < span.end and span.start < end for start, end in one.article.disputed)
    }
    return wanted, suggested


def _count(
    scores: dict[str | None, Score], wanted: set[tuple[str, object]], suggested: set[tuple[str, object]]
) -> None:
    scores[None] += score_of(wanted, suggested)
    for label in {label for label, _ in wanted | suggested}:
        scores[label] += score_of(
            {one for one in wanted if one[0] == label}, {one for one in suggested if one[0] == label}
        )


def _empty(names: Iterable[str]) -> dict[str | None, Score]:
    return {None: Score(), **{name: Score() for name in names}}
