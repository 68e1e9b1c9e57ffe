"""What Dawid and Skene's model makes of three or more versions: offered to the adjudicator, deciding nothing.

The model knows each annotator's habits (who misses places, who takes a city for a person) and weighs their votes
by that; `annotation/agreement/consensus.py` asks it.
"""

from collections import defaultdict
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from annotation.agreement.consensus import consensus_rows, judge
from annotation.agreement.said import read_said
from schemas.contract import Contract
from schemas.records import Span

# Of two people who differ the model can say nothing that their histories do not; the issue asks for three.
FEWEST = 3


@dataclass(frozen=True, slots=True)
class Consensus:
    """The likeliest answer for one article; `chances` are the posteriors of `spans`, in their order."""

    spans: tuple[Span, ...]
    chances: tuple[float, ...]
    topics: frozenset[str]
    primary_topic: str | None


@dataclass(slots=True)
class _Item:
    """One stretch, topic or article: the likeliest class that is something, and how likely any of these is."""

    label: str = ""
    chance: float = 0.0
    something: float = 0.0

    @property
    def chosen(self) -> bool:
        """It is likelier than that there is nothing."""
        return self.chance > 1.0 - self.something


_Place = tuple[str, int, int]


def consensus(annotations: pa.Table, articles: pa.Table, contract: Contract) -> dict[str, Consensus]:
    """The consensus of every article that three or more labelled, by article id."""
    said = read_said(annotations, articles, contract.entity_names, contract.topic_codes)
    crowd = said.labelled_by(FEWEST)
    found: dict[str, dict[_Place, _Item]] = {name: {} for name in crowd.ids}
    for row in consensus_rows(crowd, judge(crowd)):
        kind, label, chance = str(row["kind"]), str(row["label"]), float(str(row["probability"]))
        start, end = (int(str(row[name])) if kind == "span" else -1 for name in ("start", "end"))
        # Of topics each is an item of its own, chosen or not.
        place = (f"topic {label}" if kind == "topic" else kind, start, end)
        item = found[str(row["id"])].setdefault(place, _Item())
        item.something += chance
        if chance > item.chance:
            item.label, item.chance = label, chance
    wanted = pa.array(list(found), pa.string())
    stories = articles.select(["id", "text"]).filter(pc.is_in(articles["id"], wanted))
    texts = dict(zip(stories["id"].to_pylist(), stories["text"].to_pylist(), strict=True))
    return {name: _consensus(texts[name], items, contract) for name, items in found.items()}


def _consensus(text: str, items: dict[_Place, _Item], contract: Contract) -> Consensus:
    chosen: defaultdict[str, list[tuple[float, Span]]] = defaultdict(list)
    for (kind, start, end), item in items.items():
        if item.chosen:
            span = Span(start, end, item.label, text[start:end] if kind == "span" else "")
            chosen[kind.split()[0]].append((-item.chance, span))
    kept: dict[Span, float] = {}
    # The labels are flat: of spans that touch, the likelier stays.
    for chance, span in sorted(chosen["span"]):
        if not any(span.start < other.end and other.start < span.end for other in kept):
            kept[span] = -chance
    primary = next((span.label for _, span in chosen["primary_topic"]), None)
    further = [span.label for _, span in sorted(chosen["topic"]) if span.label != primary]
    ordered = sorted(kept)
    return Consensus(
        spans=tuple(ordered),
        chances=tuple(kept[span] for span in ordered),
        topics=frozenset([primary, *further[: contract.topic_rules.max_secondary]] if primary else []),
        primary_topic=primary,
    )
