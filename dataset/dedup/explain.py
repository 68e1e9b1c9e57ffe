"""Why two articles are, or are not, called copies of one another."""

import difflib
from bisect import bisect_left
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dataset.dedup.articles import parts_of, rows_of
from dataset.dedup.passages import Passage, passages
from dataset.dedup.shingles import shingle
from dataset.dedup.ties import EXACT, LEAST_CONTAINED, NEAR, RELATED, TIERS, tiers
from dataset.dedup.verify import measures, shared_counts, shingle_sets
from dataset.dedup.vocabulary import Vocabulary
from dataset.dedup.words import words_in
from schemas.contract import Limits
from schemas.errors import UsageError
from schemas.urls import url_identity

_COLUMNS = ("id", "kind", "title", "url", "text")
_FEW = 20_000  # ids that difflib compares with one in a second


@dataclass(frozen=True, slots=True)
class Told:
    """One of the two articles. `syllables` and `shingles` count its words and its distinct runs of five."""

    id: str
    kind: str
    title: str | None
    url: str | None
    text: str
    syllables: int
    shingles: int


@dataclass(frozen=True, slots=True)
class Explained:
    """What ties two articles. `passages` are what they share, in the order of the first one's text."""

    one: Told
    other: Told
    shared: int
    jaccard: float
    containment: float
    tier: str
    why: str
    passages: tuple[Passage, ...]


def explain(articles: Path, one: str, other: str, limits: Limits) -> Explained:
    """Compare two articles of the table whose parts lie in the folder `articles`.

    Jaccard, containment and tier are those of `dataset.dedup.cluster`. Two articles of one cluster may be
    `single` or `related` to each other: then others between them join them.

    Raises:
        UsageError: an id is not there, with the nearest one that is, or it is the same id twice.
        DataError: a part of the table cannot be read.
    """
    if one == other:
        raise UsageError(f"{one} is compared with itself", hint="Give the ids of two articles")
    rows = _rows(articles, (one, other))
    texts = pa.array([row["text"] for row in rows], pa.large_string())
    vocabulary = Vocabulary()
    whole = shingle(texts, vocabulary).whole
    sets = shingle_sets(texts, vocabulary)
    shared = shared_counts(sets, np.array([0]), np.array([1]))
    left, right = sets.sizes[:1], sets.sizes[1:]
    jaccard, containment = measures(shared, left, right)
    same_page = _one_page(rows)
    smaller = np.minimum(left, right)
    tier = int(tiers(jaccard, containment, smaller, limits, one_page=np.array([same_page]))[0])
    if whole[0] == whole[1]:
        tier, jaccard, containment = EXACT, np.ones(1), np.ones(1)
    first, second = (
        Told(**row, syllables=len(words_in(row["text"]).hashes), shingles=int(size))
        for row, size in zip(rows, sets.sizes, strict=True)
    )
    return Explained(
        first,
        second,
        int(shared[0]),
        float(jaccard[0]),
        float(containment[0]),
        TIERS[tier],
        _why(tier, float(jaccard[0]), float(containment[0]), int(smaller[0]), limits),
        passages(first.text, second.text),
    )


def _why(tier: int, jaccard: float, containment: float, smaller: int, limits: Limits) -> str:
    if tier == EXACT:
        return "the same words in the same order, case, tone places and punctuation aside"
    if tier == NEAR and jaccard >= limits.near_jaccard:
        return f"Jaccard {jaccard:.3f} reaches near_jaccard {limits.near_jaccard}"
    if tier == NEAR and containment >= limits.near_containment and smaller >= LEAST_CONTAINED:
        return (
            f"{containment:.1%} of the shorter text's runs of five syllables stand in the other: near_containment is "
            f"{limits.near_containment}"
        )
    if tier == NEAR:
        return (
            f"both give one URL, and Jaccard {jaccard:.3f} reaches related_jaccard {limits.related_jaccard}"
        )
    short = (
        f"; containment {containment:.3f} does not count for a text of {smaller} runs, {LEAST_CONTAINED} are needed"
        if containment >= limits.near_containment
        else f", and containment {containment:.3f} is below near_containment {limits.near_containment}"
    )
    if tier == RELATED:
        return f"Jaccard {jaccard:.3f} is below near_jaccard {limits.near_jaccard}{short}: related texts do not join"
    return f"Jaccard {jaccard:.3f} is below related_jaccard {limits.related_jaccard}{short}"


def _one_page(rows: list[dict[str, str]]) -> bool:
    urls = [row["url"] for row in rows if row["url"] is not None and row["kind"] == "article"]
    return len(urls) == 2 and url_identity(urls[0]) == url_identity(urls[1])


def _rows(articles: Path, wanted: tuple[str, str]) -> list[dict[str, str]]:
    ids: list[str] = []
    found: dict[str, dict[str, str]] = {}
    for part in parts_of(articles):
        held = [name for rows in rows_of(part, ["id"]) for name in rows["id"].to_pylist()]
        ids += held
        if not set(wanted).isdisjoint(held):
            for rows in rows_of(part, _COLUMNS):
                mine = rows.filter(pc.is_in(rows["id"], value_set=pa.array(wanted)))
                found.update((row["id"], row) for row in mine.to_pylist())
    for name in wanted:
        if name not in found:
            nearest = _nearest(name, ids)
            hint = f"The nearest id is {nearest}" if nearest else "No article is there: run tinbai normalize"
            raise UsageError(f"no article has the id {name}", hint=hint)
    return [found[name] for name in wanted]


def _nearest(name: str, ids: list[str]) -> str | None:
    """The id that is most like `name`; of very many ids, among those that begin like it."""
    if len(ids) > _FEW:
        ids = sorted(ids)
        place = bisect_left(ids, name)
        ids = ids[max(0, place - 500) : place + 500]
    return next(iter(difflib.get_close_matches(name, ids, n=1, cutoff=0.0)), None)
