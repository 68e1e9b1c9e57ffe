"""How good each stage is on gold, by cross-validation: figures as plain rows, and as a table to read."""

from collections.abc import Iterator, Mapping, Sequence

from annotation.suggest.crossed import Crossed, cross_validate
from annotation.suggest.labelled import Labelled
from annotation.suggest.prepared import prepare
from annotation.suggest.score import Score
from annotation.suggest.stages import STAGES
from schemas.contract import Contract
from schemas.errors import UsageError
from schemas.progress import Progress, silent


def evaluate(
    labelled: Sequence[Labelled],
    clusters: Mapping[str, str],
    contract: Contract,
    *,
    progress: Progress = silent,
) -> Crossed:
    """Cross-validate every stage on settled articles; `clusters` maps an article's id to its cluster.

    Raises:
        UsageError: there are too few articles to learn from some and ask about others.
        ConfigError: the contract's language has no word lists.
    """
    told = len({clusters.get(one.id, one.id) for one in labelled})
    if told < 2:
        raise UsageError(
            f"too little gold to evaluate on: {told} settled articles, and it takes two, since some teach and "
            "others are asked about",
            hint="Let people label more, then: tinbai pull, tinbai adjudicate",
        )
    return cross_validate(prepare(labelled, contract), clusters, contract, STAGES, progress=progress)


def figures(crossed: Crossed) -> list[dict[str, object]]:
    """One row per task (`entities`, `topics`), stage and label (None is all); labels that nobody used are left out."""
    return [
        {
            "task": task,
            "stage": stage,
            "label": label,
            "right": score.right,
            "suggested": score.suggested,
            "wanted": score.wanted,
            "precision": score.precision,
            "recall": score.recall,
            "f1": score.f1,
            "actions_saved": score.saved,
            "actions_saved_share": score.saved_share,
        }
        for task, stages in (("entities", crossed.spans), ("topics", crossed.topics))
        for stage, scores in stages.items()
        for label, score in scores.items()
        if label is None or score.wanted or score.suggested
    ]


def table(crossed: Crossed, names: Mapping[str, str]) -> Iterator[str]:
    """Lines for people; `names` are what topics are called. What is undefined is a dash."""
    for task, stages in (("entities", crossed.spans), ("topics", crossed.topics)):
        yield f"{task:<30} {'right':>6} {'given':>6} {'gold':>6}  {'P':>5} {'R':>5} {'F1':>5}  {'saved':>6} {'':>5}"
        for stage, scores in stages.items():
            for label, score in scores.items():
                if label is None or score.wanted or score.suggested:
                    name = stage if label is None else f"  {names.get(label, label)}"
                    yield _line(name, score)


def _line(name: str, score: Score) -> str:
    share = "" if score.saved_share is None else f"{score.saved_share:5.0%}"
    return (
        f"{name[:30]:<30} {score.right:6} {score.suggested:6} {score.wanted:6}  {_figure(score.precision)} "
        f"{_figure(score.recall)} {_figure(score.f1)}  {score.saved:6} {share}"
    ).rstrip()


def _figure(value: float | None) -> str:
    return f"{'-':>5}" if value is None else f"{value:5.3f}"
