"""Every mention of a labelled name in the labelled texts, found in one Aho-Corasick pass beside the main one.

The names come from the table of labels alone (surfaces.py), so the texts are searched as they stream by and none is read
twice. What is kept are counts by name, and a few places of each.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from validation.engine.source import Source
from validation.engine.surfaces import labelled_surfaces
from validation.engine.tally import Tally
from validation.engine.whole_words import is_whole, may_be_a_common_word

PLACES = 20
"""Records that are remembered of each name, label and kind of mention; all are counted."""

_LONGEST = 1_000_000  # code points; a longer text is no news, and may have been made to match a million times
_APART = 1 << 40  # no text is this long, so records cannot reach into each other
_PLACE = {
    "order": pl.Int64,
    "row": pl.Int64,
    "article": pl.Int64,
    "record_id": pl.String,
    "article_id": pl.String,
    "start": pl.Int64,
    "end": pl.Int64,
}
_LABELS = {"surface": pl.String, "label": pl.String}
_BARE = {"surface": pl.String, "times": pl.Int64}
_PARTS = {"surface": pl.String, "inside": pl.String}
_NEEDED = ["row", "place", "article", "record_id", "article_id", "text", "chars", "comparable", "was_skipped"]
_BY_PERSON = ["annotator", "updated_at"]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Mentions:
    """What the labelled texts of `table` say of the names in it.

    Frames hold the first places of each group, in the articles' order: `row` and `record_id` of the labels, `article`
    (its row) and `article_id`, `start` and `end` in code points. Dicts hold how many there are.

    spans: by surface and label. bare: a row per surface and record at the first mention that no label touches, `times`
    how many there are in it; by surface. parts: mentions whose words are labelled in pieces; by surface and `inside`,
    the pieces. What annotators say differently of the same words of one text is in none of them.
    """

    table: str
    spans: pl.DataFrame
    bare: pl.DataFrame
    parts: pl.DataFrame
    n_spans: dict[tuple[str, ...], int]
    n_bare: dict[tuple[str, ...], int]
    n_parts: dict[tuple[str, ...], int]

    def labelled(self) -> dict[str, int]:
        """Spans of each surface, whatever their label."""
        spans: Counter[str] = Counter()
        for (surface, _), many in self.n_spans.items():
            spans[surface] += many
        return dict(spans)


class Finder:
    """Gathers mentions batch by batch. Records with a span that is not the text's own, or that overlaps another, are
    left out: other checks tell of them, and every mention in them would be told again.
    """

    def __init__(self, table: str, surfaces: Sequence[str]) -> None:
        self.table = table
        self._surfaces = surfaces
        self._known = pl.DataFrame({"surface": surfaces}, schema={"surface": pl.String})
        self._automaton = AhoCorasick(
            surfaces, matchkind=MatchKind.Standard, implementation=Implementation.ContiguousNFA
        )
        self._order = 0
        self._spans = Tally(_LABELS | _PLACE, ("surface", "label"), places=PLACES)
        self._bare = Tally(_BARE | _PLACE, ("surface",), counted="times", places=PLACES)
        self._parts = Tally(_PARTS | _PLACE, ("surface", "inside"), places=PLACES)

    def add(self, records: pl.DataFrame, spans: pl.DataFrame) -> None:
        """Records of consecutive articles with their texts (engine/records.py) and spans (engine/spans.py)."""
        wrong = spans.filter(
            ~pl.col("inside") | (pl.col("surface") != pl.col("found")) | pl.col("overlaps") | pl.col("twice")
        )
        good = pl.col("comparable") & ~pl.col("was_skipped") & (pl.col("chars") <= _LONGEST)
        known = records.select(_NEEDED + [name for name in _BY_PERSON if name in records.columns])
        kept = _last_word(known.filter(good)).join(wrong.select("row"), on="row", how="anti")
        kept = kept.sort("place", "record_id").with_row_index("order", offset=self._order)
        kept = kept.with_columns(pl.col("order").cast(pl.Int64))
        self._order += len(kept)
        named = kept.select("order", "row", "article", "record_id", "article_id")
        right = spans.select("row", "start", "end", "label", "surface").join(named, on="row")
        right = right.sort("order", "start")
        # Two labels of the same words are a conflict, too, and so is the adjudicator's.
        alike = pl.col("label").n_unique().over("article", "start", "end") == 1
        settled = right if self.table == "gold" else right.filter(alike)
        self._spans.add(settled.join(self._known, on="surface", how="semi", maintain_order="left"))
        self._search(kept, named, right)

    def _search(self, records: pl.DataFrame, named: pl.DataFrame, spans: pl.DataFrame) -> None:
        texts = records["text"].to_list()
        hits = self._found(texts)
        if not len(hits.places):
            return
        # Spans neither overlap nor leave their record, so both keys ascend.
        base = (spans["order"] - named["order"][0]).to_numpy() * _APART
        starts, ends = base + spans["start"].to_numpy(), base + spans["end"].to_numpy()
        low, high = hits.places * _APART + hits.starts, hits.places * _APART + hits.ends
        first = np.searchsorted(ends, low, side="right")
        last = np.searchsorted(starts, high, side="left") - 1
        touched = np.flatnonzero(first <= last)
        one, other = first[touched], last[touched]
        # A span over the whole mention, this very name or a longer one, settles it; one across its edge is not ours.
        pieces = (starts[one] >= low[touched]) & (ends[other] <= high[touched])
        pieces &= (starts[one] > low[touched]) | (ends[one] < high[touched])
        if pieces.any():
            self._keep_pieces(hits.at(touched[pieces]), one[pieces], other[pieces], named, spans)
        bare = first > last
        bare[bare] = ~_inside_another(low[bare], high[bare])
        if bare.any():
            self._keep_bare(hits.at(np.flatnonzero(bare)), texts, named, spans)

    def _found(self, texts: Sequence[str]) -> "_Hits":
        find = self._automaton.find_matches_as_indexes
        matches = [
            (place, which, start, end)
            for place, text in enumerate(texts)
            for which, start, end in find(text, overlapping=True)
            if is_whole(text, start, end)
        ]
        return _Hits(*np.array(matches, dtype=np.int64).reshape(-1, 4).T)

    def _keep_pieces(
        self, hits: "_Hits", first: Numbers, last: Numbers, named: pl.DataFrame, spans: pl.DataFrame
    ) -> None:
        surfaces = spans["surface"]
        inside = [
            " + ".join(surfaces[one : other + 1])
            for one, other in zip(first.tolist(), last.tolist(), strict=True)
        ]
        told = self._placed(hits, named).with_columns(pl.Series("inside", inside, dtype=pl.String))
        self._parts.add(_unsaid(told, spans))

    def _keep_bare(
        self, hits: "_Hits", texts: Sequence[str], named: pl.DataFrame, spans: pl.DataFrame
    ) -> None:
        names = [
            number
            for number, (place, start, end) in enumerate(
                zip(hits.places.tolist(), hits.starts.tolist(), hits.ends.tolist(), strict=True)
            )
            if not may_be_a_common_word(texts[place], start, end)
        ]
        told = self._placed(hits.at(np.array(names, dtype=np.int64)), named)
        told = _unsaid(told, spans).sort("order", "start")
        by_record = told.group_by("surface", "order", maintain_order=True)
        self._bare.add(by_record.agg(pl.len().cast(pl.Int64).alias("times"), pl.all().first()))

    def _placed(self, hits: "_Hits", named: pl.DataFrame) -> pl.DataFrame:
        return named[hits.places].with_columns(
            pl.Series("surface", [self._surfaces[which] for which in hits.which.tolist()], dtype=pl.String),
            pl.Series("start", hits.starts),
            pl.Series("end", hits.ends),
        )

    def found(self) -> Mentions:
        return Mentions(
            table=self.table,
            spans=self._spans.first(),
            bare=self._bare.first(),
            parts=self._parts.first(),
            n_spans=dict(self._spans.counts),
            n_bare=dict(self._bare.counts),
            n_parts=dict(self._parts.counts),
        )


def finder_over(sources: dict[str, Source]) -> Finder | None:
    """A finder over gold, or over annotations where there is no gold; None where nothing is labelled yet."""
    for name in ("gold", "annotations"):
        source = sources[name]
        if source.rows and "entities" in source.columns:
            surfaces = labelled_surfaces(source)
            return Finder(name, surfaces) if surfaces else None
    return None


def _unsaid(mentions: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """Mentions that are nobody's span. What another annotator of the text has labelled as one is a conflict of theirs,
    which the adjudicator sees.
    """
    return mentions.join(spans, on=["article", "start", "end"], how="anti", maintain_order="left")


def _last_word(records: pl.DataFrame) -> pl.DataFrame:
    """Of several annotations of a text by one annotator the last; all records where nobody is named."""
    if not set(_BY_PERSON) <= set(records.columns):
        return records
    ordered = records.sort("updated_at", "record_id")
    return ordered.unique(["article_id", "annotator"], keep="last", maintain_order=True)


@dataclass(frozen=True, slots=True)
class _Hits:
    """Mentions that are whole words: place of the text, number of the surface, code points."""

    places: Numbers
    which: Numbers
    starts: Numbers
    ends: Numbers

    def at(self, numbers: Numbers) -> "_Hits":
        return _Hits(self.places[numbers], self.which[numbers], self.starts[numbers], self.ends[numbers])


def _inside_another(low: Numbers, high: Numbers) -> npt.NDArray[np.bool_]:
    """Whether a mention lies in a longer one, as “Hà” in “Hà Nội”."""
    order = np.lexsort((-high, low))
    reach = np.maximum.accumulate(high[order])
    inside = np.zeros(len(low), dtype=bool)
    inside[order[1:]] = high[order][1:] <= reach[:-1]
    return inside
