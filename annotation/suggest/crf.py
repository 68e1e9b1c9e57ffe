"""A conditional random field over syllables (python-crfsuite), which also hears what the rules say."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotation.suggest.features import features
from annotation.suggest.labelled import Labelled
from annotation.suggest.reading import Candidate
from annotation.suggest.syllables import Line, lines_of

if TYPE_CHECKING:
    from pycrfsuite import Tagger

SOURCE = "crf"

# Of c1 from 0.02 to 0.1, c2 from 0.001 to 0.05 and 40 or 60 iterations, on the development part of
# PhoNER_COVID19: F1 .768, .858 and .921 after 100, 500 and all sentences, without rules; the others are within
# .006 below. The usual 0.1, 0.1 and 100 iterations take up to twice as long for less.
_SETTINGS = {"c1": 0.05, "c2": 0.01, "max_iterations": 60}
_OUTSIDE = "O"


@dataclass(frozen=True, slots=True)
class Tagged:
    """What the model says of a text: its spans, and for each line the logarithm of how likely its tags are."""

    spans: tuple[Candidate, ...]
    log_probabilities: tuple[float, ...]
    tokens: int

    @property
    def uncertainty(self) -> float:
        """Minus the mean log-probability of a token's share of the tags (MNLP, Shen et al. 2018): 0 is sure."""
        return -sum(self.log_probabilities) / self.tokens if self.tokens else 0.0


def train(articles: Sequence[Labelled], proposed: Sequence[Sequence[Candidate]], path: Path) -> bool:
    """Write a model of what people marked to `path`; the same articles in the same order give the same bytes.

    `proposed`, along `articles`, is what the rules say. Lines that touch what people dispute, or whose spans
    cut a syllable, are left out. False where there is no span to learn from; then nothing is written.
    """
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(_SETTINGS)
    spans = 0
    for article, candidates in zip(articles, proposed, strict=True):
        for line in lines_of(article.text):
            tags = _tags(article, line)
            if tags is not None:
                trainer.append(features(line, candidates), tags)
                spans += len(tags) - tags.count(_OUTSIDE)
    if spans:
        trainer.train(str(path))
    return spans > 0


def open_model(path: Path) -> "Tagger":
    """A tagger on a model that `train` wrote."""
    import pycrfsuite

    tagger = pycrfsuite.Tagger()
    # Not open_inmemory: it keeps no hold on the bytes, and a tagger on freed memory ends the process.
    tagger.open(str(path))
    return tagger


def tag(tagger: "Tagger", text: str, proposed: Iterable[Candidate]) -> Tagged:
    """The likeliest tags of every line as spans: flat, in order, within one line, whole syllables.

    A span's score is the smallest marginal probability of its tokens' tags.
    """
    from math import log

    hints = tuple(proposed)
    spans: list[Candidate] = []
    logs: list[float] = []
    tokens = 0
    for line in lines_of(text):
        tagger.set(features(line, hints))
        tags = tagger.tag()
        # Rounding lets a sure thing come out a hair above 1, and a hopeless one at 0.
        logs.append(log(min(max(tagger.probability(tags), 1e-300), 1.0)))
        tokens += len(line)
        for first, last, label in _spans(tags):
            score = min(tagger.marginal(tags[token], token) for token in range(first, last))
            spans.append(
                Candidate(line.starts[first], line.ends[last - 1], label, SOURCE, round(min(score, 1.0), 4))
            )
    return Tagged(tuple(spans), tuple(logs), tokens)


def _tags(article: Labelled, line: Line) -> list[str] | None:
    start, end = line.starts[0], line.ends[-1]
    if any(left < end and start < right for left, right in article.disputed):
        return None
    tags = [_OUTSIDE] * len(line)
    for span in article.spans:
        if span.start < end and start < span.end:
            tokens = line.tokens(span.start, span.end)
            if tokens is None:
                return None
            for token in range(*tokens):
                tags[token] = ("B-" if token == tokens[0] else "I-") + span.label
    return tags


def _spans(tags: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """First token, one past the last, label. An I that continues nothing begins a span."""
    begun: int | None = None
    for token, current in enumerate([*tags, _OUTSIDE]):
        if begun is not None and current != f"I-{tags[begun][2:]}":
            yield begun, token, tags[begun][2:]
            begun = None
        if begun is None and current != _OUTSIDE:
            begun = token
