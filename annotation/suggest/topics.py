"""Topics by the contract's keywords: who speaks of it in the title speaks of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from annotation.suggest.fold import fold
from schemas.contract import Contract

_TITLE, _LEAD, _BODY = 3.0, 2.0, 1.0  # what a keyword weighs by where it stands
_REPEAT = 0.8
_ENOUGH = (
    1.4  # below this nothing is suggested: one word in the body is not enough, one in the lead is not either
)
_NARROWER = 0.4
_SHARE = 0.42  # further topics reach this share of the first one's score


@dataclass(frozen=True, slots=True)
class TopicFinder:
    """`owners[k]` are the places in the contract's list of the topics that the k-th keyword speaks for."""

    automaton: AhoCorasick
    owners: tuple[tuple[int, ...], ...]
    codes: tuple[str, ...]
    parents: tuple[int | None, ...]
    depths: tuple[int, ...]
    most: int


def topic_finder(contract: Contract) -> TopicFinder:
    by_keyword: dict[str, list[int]] = {}
    for place, topic in enumerate(contract.topics):
        for keyword in topic.keywords:
            by_keyword.setdefault(fold(keyword), []).append(place)
    parents = {topic.code: topic.parent for topic in contract.topics}
    return TopicFinder(
        automaton=AhoCorasick(
            list(by_keyword), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
        ),
        owners=tuple(map(tuple, by_keyword.values())),
        codes=contract.topic_codes,
        parents=tuple(
            contract.topic_codes.index(topic.parent) if topic.parent is not None else None
            for topic in contract.topics
        ),
        depths=tuple(_depth(code, parents) for code in contract.topic_codes),
        most=contract.topic_rules.primary + contract.topic_rules.max_secondary,
    )


def find_topics(finder: TopicFinder, title: str | None, text: str) -> tuple[str, ...]:
    """Topic codes, the likeliest first, at most as many as the contract allows; empty where nothing is clear."""
    return rank_topics(finder, topic_scores(finder, title, text))


def topic_scores(finder: TopicFinder, title: str | None, text: str) -> list[float]:
    """How much speaks for each topic, in the contract's order; 0 is nothing."""
    lead, _, rest = text.partition("\n\n")
    scores = [0.0] * len(finder.codes)
    counts: dict[tuple[int, int], float] = {}
    for part, weight in ((title or "", _TITLE), (lead, _LEAD), (rest, _BODY)):
        for keyword in _keywords(finder, fold(part)):
            for place in finder.owners[keyword]:
                counts[place, keyword] = counts.get((place, keyword), 0.0) + weight
    for (place, _), weight in counts.items():
        # The second mention of a word says less than the first mention of another.
        scores[place] += weight**_REPEAT
    _narrow(finder, scores)
    return scores


def rank_topics(finder: TopicFinder, scores: Sequence[float]) -> tuple[str, ...]:
    """The topics that are clear by their scores."""
    best = max(scores, default=0.0)
    floor = max(_SHARE * best, _ENOUGH)
    ranked = sorted(
        (place for place, score in enumerate(scores) if score >= floor),
        key=lambda place: (-scores[place], -finder.depths[place], place),
    )
    return tuple(finder.codes[place] for place in ranked)[: finder.most]


def _narrow(finder: TopicFinder, scores: list[float]) -> None:
    """A wider topic gives way to a narrower one that is clear too: the narrowest that is true is asked for."""
    for place in sorted(range(len(scores)), key=lambda place: finder.depths[place]):
        children = [child for child, parent in enumerate(finder.parents) if parent == place]
        strongest = max(children, key=lambda child: scores[child], default=None)
        if strongest is not None and scores[strongest] >= max(_ENOUGH, _NARROWER * scores[place]):
            scores[strongest] += scores[place] / 2
            scores[place] = 0.0


def _keywords(finder: TopicFinder, folded: str) -> Sequence[int]:
    return [
        keyword
        for keyword, start, end in finder.automaton.find_matches_as_indexes(folded)
        if not (start and folded[start - 1].isalnum()) and not (end < len(folded) and folded[end].isalnum())
    ]


def _depth(code: str, parents: dict[str, str | None]) -> int:
    depth = 0
    parent = parents.get(code)
    while parent is not None:
        depth += 1
        parent = parents.get(parent)
    return depth
