"""Topics by a linear model: ridge regression on words, and on what the keyword rules say."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

import numpy as np
import numpy.typing as npt

from annotation.suggest.fold import fold

Vector = npt.NDArray[np.float32]

_WIDTH = 1 << 12
_TITLE = 3  # a word of the title counts as in the rules
# Of 0.03 to 3, left out one at a time on our sample pages and the seeds, what saves most actions.
_RIDGE = 1.0
# Below it a topic is likelier wrong than right.
_LIKELY = 0.5
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Story:
    """What the model sees: hashed word counts (place, weight), and the rules' score of each topic."""

    words: tuple[tuple[int, float], ...]
    rules: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class TopicModel:
    """`primary` and `present` have a row per word place, one per topic's rule score, one for all; a column per topic."""

    codes: tuple[str, ...]
    idf: Vector
    primary: Vector
    present: Vector
    most: int

    def find(self, story: Story) -> tuple[str, ...]:
        """Topic codes, the primary first; empty where none is likelier right than wrong."""
        row = _row(story, self.idf)
        primary = row @ self.primary
        first = int(primary.argmax())
        if primary[first] < _LIKELY:
            return ()
        present = row @ self.present
        others = [place for place in np.argsort(-present, kind="stable") if present[place] >= _LIKELY]
        return tuple(self.codes[place] for place in [first, *(o for o in others if o != first)][: self.most])


def story_of(title: str | None, text: str, rules: Sequence[float]) -> Story:
    """Syllables and pairs of syllables, hashed; the same in every process."""
    counts: Counter[int] = Counter()
    for part, weight in ((title or "", _TITLE), (text, 1)):
        words = _WORD.findall(fold(part))
        for term in (*words, *(f"{one} {other}" for one, other in pairwise(words))):
            counts[crc32(term.encode("utf-8")) % _WIDTH] += weight
    best = max(rules, default=0.0) or 1.0
    return Story(
        tuple((place, 1 + math.log(count)) for place, count in sorted(counts.items())),
        tuple(score / best for score in rules),
    )


def fit(
    stories: Sequence[Story], topics: Sequence[Sequence[str]], codes: Sequence[str], most: int
) -> TopicModel:
    """Learn from stories and their topics, the primary first. In the dual: as many unknowns as stories."""
    documents = np.zeros(_WIDTH, dtype=np.float32)
    for story in stories:
        documents[[place for place, _ in story.words]] += 1
    idf: Vector = np.log((1 + len(stories)) / (1 + documents), dtype=np.float32)
    rows = np.array([_row(story, idf) for story in stories])
    place = {code: k for k, code in enumerate(codes)}
    primary, present = np.zeros((2, len(rows), len(codes)), dtype=np.float32)
    for k, told in enumerate(topics):
        known = [place[code] for code in told if code in place]
        primary[k, known[:1]] = 1
        present[k, known] = 1
    kernel = rows @ rows.T + _RIDGE * np.eye(len(rows), dtype=np.float32)
    dual = np.linalg.solve(kernel, np.hstack([primary, present]))
    weights = rows.T @ dual
    return TopicModel(tuple(codes), idf, weights[:, : len(codes)], weights[:, len(codes) :], most)


def _row(story: Story, idf: Vector) -> Vector:
    words = np.zeros(_WIDTH, dtype=np.float32)
    places = [place for place, _ in story.words]
    words[places] = [weight for _, weight in story.words]
    words *= idf
    length = float(np.linalg.norm(words))
    return np.concatenate(
        [words / length if length else words, np.array([*story.rules, 1], dtype=np.float32)]
    )
