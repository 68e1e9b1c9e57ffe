"""The stages, each trained on some articles and asked about one: what they say is what annotators would see.

| stage | what speaks |
| --- | --- |
| rules | rules and gazetteers |
| memory | surfaces that people accepted before, alone |
| crf | the model alone |
| rules+memory | the rules, corrected by what people did with the same surfaces |
| rules+crf | the model, which hears what the rules say of each syllable |
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from annotation.suggest.crf import open_model, tag, train
from annotation.suggest.memory import remember
from annotation.suggest.prepared import Prepared
from annotation.suggest.reading import Candidate
from annotation.suggest.resolve import THRESHOLD, resolve
from annotation.suggest.topic_model import TopicModel, fit

Stage = Literal["rules", "memory", "crf", "rules+memory", "rules+crf"]
STAGES: tuple[Stage, ...] = ("rules", "memory", "crf", "rules+memory", "rules+crf")

# Those that `tinbai suggest` chooses from, the simplest first.
ARM_OF: dict[Stage, str] = {"rules": "rules", "rules+memory": "memory", "rules+crf": "model"}

# The regression's matrix of articles by articles is to stay below 100 MB.
MOST_STORIES = 4_000

Ask = Callable[[str, Sequence[Candidate]], list[Candidate]]


def trained(stage: Stage, learnt: Sequence[Prepared], model: Path) -> Ask:
    """Train a stage on `learnt`; what comes back answers a text and the rules' spans in it with flat spans.

    `model` is where the model's file goes. Where there is nothing to learn from, the stage says nothing,
    or what the rules say where it builds on them.
    """
    articles = [one.article for one in learnt]
    if stage == "memory":
        memory = remember(articles)
        return lambda text, _: resolve(memory.candidates(text))
    if stage == "rules+memory":
        corrected = remember(articles, [one.proposed for one in learnt])
        return lambda text, proposed: resolve(corrected.correct(text, proposed))
    if stage in ("crf", "rules+crf"):
        hears = stage == "rules+crf"
        if train(articles, [one.proposed if hears else () for one in learnt], model):
            return asking(model, hears=hears)
        return (lambda _, proposed: list(proposed)) if hears else (lambda _, __: [])
    return lambda _, proposed: list(proposed)


def asking(model: Path, *, hears: bool = True) -> Ask:
    """A model's likely spans."""
    tagger = open_model(model)
    return lambda text, proposed: [
        span for span in tag(tagger, text, proposed if hears else ()).spans if span.score >= THRESHOLD
    ]


def asked(stage: Stage, learnt: Sequence[Prepared], others: Sequence[Prepared]) -> list[list[Candidate]]:
    """Train a stage on some articles and ask it about others."""
    with TemporaryDirectory(prefix="tinbai-") as folder:
        ask = trained(stage, learnt, Path(folder) / "model.crf")
        return [ask(one.article.text, one.proposed) for one in others]


def topics_trained(learnt: Sequence[Prepared], codes: Sequence[str], most: int) -> TopicModel | None:
    """The linear model of topics; None where nobody agreed on any topics yet."""
    told = [(one.story, one.article.topics) for one in learnt if one.article.topics][:MOST_STORIES]
    if not told:
        return None
    return fit([story for story, _ in told], [topics for _, topics in told], codes, most)
