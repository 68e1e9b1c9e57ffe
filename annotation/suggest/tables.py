"""Suggestions for a whole table of articles."""

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import pyarrow as pa

from annotation.suggest.lexicon import Lexicon, load_lexicon
from annotation.suggest.reading import Candidate, read
from annotation.suggest.rules import find_entities
from annotation.suggest.topic_model import story_of
from annotation.suggest.topics import TopicFinder, rank_topics, topic_finder, topic_scores
from schemas.contract import Contract
from schemas.progress import Progress, silent
from schemas.tables import table_of

if TYPE_CHECKING:
    from annotation.suggest.learnt import Learnt

# Of the rules and lists together. It goes up with every change that changes a suggestion.
SUGGESTER_VERSION = "rules-1.0.0"

# One article in this many is left without suggestions, so that their pull on annotators can be measured.
ARMS = 10


def suggest(
    articles: pa.Table,
    contract: Contract,
    *,
    learnt: "Learnt | None" = None,
    kept: Mapping[str, Mapping[str, object]] | None = None,
    progress: Progress = silent,
) -> pa.Table:
    """Suggest entities and topics for every article: table `suggestions`, one row per article, in its order.

    Spans are flat, in code points of `text`, end exclusive, and `text[start:end]` is the surface. The
    tenth of the articles whose id hashes to arm `none` gets no spans and no topics. `learnt` speaks of the
    articles that it did not learn from; of those the rules speak, since it would say their labels back.
    Rows of `kept` (by id) stand while the text is the same: what annotators were shown stays on record.

    Raises:
        ConfigError: the contract's language has no word lists.
    """
    lexicon = load_lexicon(contract.language)
    finder = topic_finder(contract)
    known = set(contract.entity_names)
    rows: list[Mapping[str, object]] = []
    columns = articles.select(["id", "title", "text", "text_sha256"])
    for batch in columns.to_batches(max_chunksize=256):
        for article in batch.to_pylist():
            shown = (kept or {}).get(article["id"])
            if shown is not None and shown["text_sha256"] == article["text_sha256"]:
                rows.append(shown)
                continue
            teacher = None if learnt is None or article["id"] in learnt.seen else learnt
            rows.append(_row(article, lexicon, finder, known, teacher))
        progress(len(rows), articles.num_rows)
    return table_of(contract, "suggestions", rows)


def arm_of(article_id: str) -> str:
    """`none` for a stable tenth of all ids, `rules` for the rest."""
    digest = hashlib.blake2b(article_id.encode("utf-8"), digest_size=8, person=b"tinbai.arm").digest()
    return "none" if int.from_bytes(digest, "big") % ARMS == 0 else "rules"


def _row(
    article: dict[str, str],
    lexicon: Lexicon,
    finder: TopicFinder,
    known: set[str],
    learnt: "Learnt | None",
) -> dict[str, object]:
    arm = arm_of(article["id"])
    text = article["text"]
    entities: list[Candidate] = []
    topics: tuple[str, ...] = ()
    if arm != "none":
        entities = find_entities(read(text, lexicon))
        scores = topic_scores(finder, article["title"], text)
        topics = rank_topics(finder, scores)
        if learnt is not None:
            arm = learnt.arm
            entities = learnt.ask(text, entities)
            if learnt.topics is not None:
                topics = learnt.topics.find(story_of(article["title"], text, scores))
        entities = [found for found in entities if found.label in known]
    return {
        "id": article["id"],
        "text_sha256": article["text_sha256"],
        "entities": [
            {
                "start": found.start,
                "end": found.end,
                "label": found.label,
                "text": text[found.start : found.end],
                "source": found.source,
                "score": found.score,
            }
            for found in entities
        ],
        "topics": list(topics),
        "primary_topic": topics[0] if topics else None,
        "arm": arm,
        "suggester_version": SUGGESTER_VERSION if learnt is None else learnt.version,
    }
