"""Why each line of a page is what it is: the rule that named it, how sure the model is, what spoke for and against."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from dataset.normalize.batch import read_batch
from dataset.normalize.evidence import EVIDENCE, counts_of
from dataset.normalize.features import Features
from dataset.normalize.kinds import FIRST_STORY, KIND, LAST_STORY
from dataset.normalize.model import ONE, layers, margins, second_inputs
from dataset.normalize.one_page import DecidedPage, cleaned_page, decided_page
from dataset.normalize.words import Places
from dataset.read.page import Page
from schemas.contract import Limits
from schemas.language.pack import LanguagePack

# What the model sees, in words; a column belongs to the first group one of whose beginnings it has.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("what the corpus knows", ("known", "stories", "share", "variety")),
    ("words shared with the story", ("pairs", "names")),
    ("lines repeated on the page", ("again", "repeated")),
    (
        "headings above or below",
        ("opener", "heading", "last-group", "prose-since", "headlines-since", "over-away"),
    ),
    ("stamps and bylines near", ("stamp", "beside", "is-stamp", "is-byline")),
    (
        "what stands around",
        ("prose-3", "prose-8", "headline-", "furniture", "told-", "run", "picture", "menu"),
    ),
    ("its place on the page", ("top", "rest", "relative", "lines", "proses", "gap")),
    ("its length and sentences", ("size", "words", "sentences", "prose", "told", "small")),
    ("the story above and below", ("judged",)),
    ("how it is written", ("",)),
)
# Below this confidence a line is worth a second look.
UNSURE = 0.85
_LEAST = 0.25


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """`number` counts raw lines from 1. `speaks_for` and `against` are groups of evidence with their weight, the
    heaviest first; empty for lines that a rule or the model was sure of."""

    number: int
    kind: str
    rule: str
    confidence: float
    text: str
    kept: bool
    speaks_for: tuple[tuple[str, float], ...] = ()
    against: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Explained:
    """A page with all its lines that are not blank."""

    page: DecidedPage
    lines: tuple[ExplainedLine, ...]


def explain_page(
    page: Page, evidence: pa.Table, pack: LanguagePack, limits: Limits, language: str, root: str = ""
) -> Explained:
    """Decide a page as `decide_batch` does and say why. `evidence` is the corpus', if there is one.

    `root` is the name of the input root that the page came from.
    """
    cleaned = cleaned_page(page, root)
    decided, frames = decided_page(cleaned, evidence, pack, limits, language)
    counts = counts_of(evidence) if evidence.schema.names == EVIDENCE.names else evidence
    features = read_batch(cleaned, counts, pack).features
    weights = _weights(features) if features.own.size else {}
    lines = []
    for place, row in enumerate(frames.lines.iter_rows(named=True)):
        story = FIRST_STORY <= KIND[row["kind"]] <= LAST_STORY
        said: list[tuple[str, float]] = []
        if row["kind"] != "outside" and row["confidence"] < UNSURE:
            said = [(name, float(values[place]) / ONE) for name, values in weights.items()]
        speaking = [(name, weight if story else -weight) for name, weight in said if abs(weight) >= _LEAST]
        speaking.sort(key=lambda item: (-abs(item[1]), item[0]))
        lines.append(
            ExplainedLine(
                number=row["line"],
                kind=row["kind"],
                rule=row["rule"],
                confidence=row["confidence"],
                text=row["text"],
                kept=row["kept"],
                speaks_for=tuple(item for item in speaking if item[1] > 0),
                against=tuple(item for item in speaking if item[1] < 0),
            )
        )
    return Explained(decided, tuple(lines))


def _weights(features: Features) -> dict[str, Places]:
    """For each group how much less would speak for the story if the group said what it says of the page on average."""
    first = margins(layers("first").scores(features.first_inputs()))
    inputs = second_inputs(features, first)
    whole = margins(layers("second").scores(inputs)).story
    names = [*features.names, *["judged"] * (len(inputs) - len(features.names) - 8), *["pairs"] * 8]
    usual = inputs.mean(axis=1).astype(np.uint8)
    left = set(range(len(names)))
    found: dict[str, Places] = {}
    for group, openings in GROUPS:
        places = sorted(place for place in left if names[place].startswith(openings))
        left -= set(places)
        without = inputs.copy()
        without[places] = usual[places, None]
        found[group] = whole - margins(layers("second").scores(without)).story
    return found
