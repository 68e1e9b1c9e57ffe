"""A made-up newsroom for releases: stories of `benchmarks.dedup`, a share of them labelled, the same for each seed."""

import random
import re
from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b
from itertools import islice

from benchmarks.dedup import documents
from dataset.release.model import ReleaseTables
from dataset.splits import assign_splits
from schemas.contract import Contract, default_contract
from schemas.files import text_sha256
from schemas.tables import table_of

Row = dict[str, object]
SPANS = 17  # of a labelled article, where its text has as many capitalised words
PEOPLE = tuple(f"annotator-{number:08x}" for number in range(1, 6))
_NAME = re.compile(r"\b[A-ZĐÀ-Ỹ]\w*(?: [A-ZĐÀ-Ỹ]\w*){0,3}")
_FIRST = datetime(2024, 1, 1, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Newsroom:
    """The rows of the workspace's tables. An id is a hash, as in a real one: new articles sort in anywhere."""

    articles: tuple[Row, ...]
    gold: tuple[Row, ...]
    annotations: tuple[Row, ...]

    def first(self, count: int) -> "Newsroom":
        return self.without({str(row["id"]) for row in self.articles[count:]})

    def without(self, ids: Set[str]) -> "Newsroom":
        kept = (
            [row for row in rows if row["id"] not in ids]
            for rows in (self.articles, self.gold, self.annotations)
        )
        return Newsroom(*map(tuple, kept))

    def relabelled(self, share: float, seed: int = 3) -> "Newsroom":
        """One span of `share` of the labelled articles gets another label, in the gold and in one's annotation."""
        chosen = set(
            random.Random(seed).sample([str(row["id"]) for row in self.gold], round(share * len(self.gold)))
        )
        other = {row["id"]: _relabel(row) for row in self.gold if row["id"] in chosen}
        first = {f"1-{name}-0": name for name in chosen}
        return replace(
            self,
            gold=tuple(other.get(row["id"], row) for row in self.gold),
            annotations=tuple(
                {**row, "entities": _as_annotated(other[first[str(row["annotation_id"])]])}
                if str(row["annotation_id"]) in first
                else row
                for row in self.annotations
            ),
        )

    def drawn(self, share: float, seed: int = 4) -> set[str]:
        """The ids of `share` of the articles, at random."""
        names = [str(row["id"]) for row in self.articles]
        return set(random.Random(seed).sample(names, round(share * len(names))))


def newsroom(count: int, labelled: float = 0.25, seed: int = 1) -> Newsroom:
    """`count` articles of about 2.4 kB, in the order in which they were crawled; `labelled` of them have gold and
    two people's annotations."""
    rng = random.Random(seed)
    contract = default_contract()
    articles, gold, annotations = [], [], []
    for number, text in enumerate(islice(documents(count, seed), count)):
        articles.append(_article(number, text))
        if rng.random() < labelled:
            gold.append(_gold(articles[-1], text, contract, rng))
            annotations += [_annotation(gold[-1], person, number) for person in (0, 1)]
    return Newsroom(tuple(articles), tuple(gold), tuple(annotations))


def release_tables(rows: Newsroom, contract: Contract) -> ReleaseTables:
    names = sorted(str(row["id"]) for row in rows.articles)
    alone = {"tier": "single", "nearest_id": None, "jaccard": None, "containment": None}
    clusters = table_of(contract, "clusters", [{"id": name, "cluster_id": name, **alone} for name in names])
    return ReleaseTables(
        articles=table_of(contract, "articles", rows.articles),
        clusters=clusters,
        splits=assign_splits(clusters, None, contract),
        annotations=table_of(contract, "annotations", rows.annotations),
        gold=table_of(contract, "gold", rows.gold),
        agreement=table_of(contract, "agreement", []),
        quarantine=table_of(contract, "quarantine", []),
        counts={"pages": len(names), "articles": len(names), "rejected": 0, "folded": 0},
    )


def _article(number: int, text: str) -> Row:
    name = blake2b(str(number).encode(), digest_size=16).hexdigest()
    host = f"bao{number * number % 41}.example"
    paragraphs: list[Row] = []
    start = 0
    for paragraph in text.split("\n\n"):
        paragraphs.append({"start": start, "end": start + len(paragraph)})
        start += len(paragraph) + 2
    first = text.split("\n", 1)[0]
    return {
        "id": name,
        "kind": "article",
        "parent_id": None,
        "item_index": None,
        "title": " ".join(first.split()[:12]),
        "author": None,
        "url": f"https://{host}/{name[:12]}-{number}.html",
        "source": host,
        "section": ("thoi-su", "kinh-te", "the-thao", "giao-duc", None)[number % 5],
        "text": text,
        "paragraphs": paragraphs,
        "text_sha256": text_sha256(text),
        "language": "vi",
        "published_at": date(2018, 1, 1) + timedelta(days=number * 7919 % 2_000),
        "published_precision": "day",
        "event_date": None,
        "crawled_at": _FIRST + timedelta(seconds=number),
        "license": None,
        "captions": [f"Ảnh: {first[:40]}"] if number % 3 else [],
        "source_path": f"crawl/{host}/{number:08d}.html",
        "source_sha256": text_sha256(str(number)),
        "norm_version": "5",
    }


def _gold(article: Row, text: str, contract: Contract, rng: random.Random) -> Row:
    found = list(_NAME.finditer(text))
    labels = contract.entity_names
    entities = [
        {"start": one.start(), "end": one.end(), "label": rng.choice(labels), "text": one.group()}
        for one in sorted(rng.sample(found, min(SPANS, len(found))), key=lambda one: one.start())
    ]
    topics = rng.sample(contract.topic_codes, 2)
    return {
        "id": article["id"],
        "text_sha256": article["text_sha256"],
        "entities": entities,
        "topics": topics,
        "primary_topic": topics[0],
        "topic_shares": [1.0, 0.5],
        "n_annotators": 2,
        "status": "agreed" if rng.random() < 0.7 else "adjudicated",
        "adjudicator": None,
    }


def _annotation(gold: Row, person: int, number: int) -> Row:
    made = _FIRST + timedelta(days=30, seconds=97 * number + 40 * person)
    return {
        "annotation_id": f"1-{gold['id']}-{person}",
        "id": gold["id"],
        "text_sha256": gold["text_sha256"],
        "migrated_from": None,
        "annotator": PEOPLE[(number + person) % len(PEOPLE)],
        "created_at": made,
        "updated_at": made,
        "lead_time_s": 40.0 + number * 31 % 200,
        "entities": _as_annotated(gold),
        "topics": gold["topics"],
        "primary_topic": gold["primary_topic"],
        "was_skipped": False,
        "suggestion_arm": "rules",
        "guideline_version": "1.0.0",
        "contract_version": "1.0.0",
    }


def _as_annotated(gold: Row) -> list[Row]:
    entities = gold["entities"]
    assert isinstance(entities, list)
    return [{**span, "origin": "manual"} for span in entities]


def _relabel(gold: Row) -> Row:
    entities = gold["entities"]
    assert isinstance(entities, list)
    if not entities:
        return gold
    changed = {**entities[0], "label": "ORG" if entities[0]["label"] != "ORG" else "PER"}
    return {**gold, "entities": [changed, *entities[1:]]}
