"""The rows of each config and split, in an order that later releases only append to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from dataset.release.model import CONFIGS, UNSPLIT, ReleaseTables
from dataset.splits import held_out
from schemas.arrow import arrow_schema
from schemas.contract import Contract
from schemas.errors import DataError
from schemas.features import release_schema
from schemas.ner import Dropped, tag_article
from schemas.records import Span

Row = dict[str, object]
# Of an earlier release: config to split to its keys in the order of the file.
Order = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Contents:
    """Config to split to its table; a split without rows is absent, and so is a config without splits.

    `held_out`: articles with gold that are in none of the divided configs, since their cluster crosses splits.
    `gold`: that of the others.
    """

    tables: Mapping[str, Mapping[str, pa.Table]]
    dropped: Dropped
    held_out: tuple[str, ...]
    gold: pa.Table


def contents(tables: ReleaseTables, contract: Contract, order: Order) -> Contents:
    """Make every config's rows.

    A teaser stands among the articles; with gold it stands in the labelled configs too, like any article
    with gold, and without gold in none of them. Of a torn cluster the rows of one split are there.

    Raises:
        DataError: gold or an annotation belongs to no article, to another text, or to no split; or `splits` was
            made for other clusters, so that a cluster would cross splits.
    """
    articles = {str(row["id"]): row for row in tables.articles.to_pylist()}
    gold = {str(row["id"]): row for row in tables.gold.to_pylist()}
    annotations = tables.annotations.to_pylist()
    split_of = dict(
        zip(tables.splits.column("id").to_pylist(), tables.splits.column("split").to_pylist(), strict=True)
    )
    _refuse(f"gold of {name} belongs to no article" for name in gold if name not in articles)
    _refuse(
        f"gold of {name} belongs to another text than the article has"
        for name, row in gold.items()
        if row["text_sha256"] != articles[name]["text_sha256"]
    )
    _refuse(f"article {name} has gold and no split" for name in gold if name not in split_of)
    _refuse(
        f"annotation {row['annotation_id']} belongs to no article"
        for row in annotations
        if row["id"] not in articles
    )

    held = held_out(tables.splits) & gold.keys()
    ids: dict[str, list[str]] = {split.name: [] for split in contract.splits}
    for name in sorted(gold.keys() - held):
        # A split that the contract has no more keeps its rows, for nothing ever moves.
        ids.setdefault(split_of[name], []).append(name)
    _refuse(_crossing(tables.clusters, {name: split for split, names in ids.items() for name in names}))

    made: dict[str, dict[str, pa.Table]] = {config: {} for config in CONFIGS}
    dropped = Dropped()
    place = {name: number for number, name in enumerate(tables.articles.column("id").to_pylist())}
    chosen = [place[name] for name in _ordered(articles, order, "articles", "train")]
    if chosen:
        rows = tables.articles.take(pa.array(chosen, pa.int64()))
        made["articles"]["train"] = rows.replace_schema_metadata(
            release_schema(contract, "articles").metadata
        )
    by_id = {str(row["annotation_id"]): row for row in annotations}
    kept = [by_id[name] for name in _ordered(by_id, order, "annotations", "train")]
    if kept:
        made["annotations"]["train"] = _table(contract, "annotations", kept)
    for split, names in ids.items():
        if not names:
            continue
        for config in ("entities", "topics"):
            make = _entities_row if config == "entities" else _topics_row
            rows = [make(articles[name], gold[name]) for name in _ordered(names, order, config, split)]
            made[config][split] = _table(contract, config, rows)
        sentences: list[Row] = []
        for name in _ordered(names, order, "ner", split):
            found, lost = _ner_rows(articles[name], gold[name])
            sentences += found
            dropped += lost
        if sentences:
            made["ner"][split] = _table(contract, "ner", sentences)
    present = {config: splits for config, splits in made.items() if splits}
    released = pc.invert(pc.is_in(tables.gold.column("id"), pa.array(sorted(held), pa.string())))
    return Contents(present, dropped, tuple(sorted(held)), tables.gold.filter(released))


def key_of(config: str) -> str:
    """The column whose values a reader cites: it groups a `ner` article's sentences."""
    return "annotation_id" if config == "annotations" else "id"


def is_split(config: str) -> bool:
    return config not in UNSPLIT


def _crossing(clusters: pa.Table, split_of: Mapping[str, str]) -> Iterator[str]:
    """Clusters whose released members lie in more than one split, by the clusters as they are now."""
    held: dict[str, str] = {}
    for article, cluster in zip(
        clusters.column("id").to_pylist(), clusters.column("cluster_id").to_pylist(), strict=True
    ):
        split = split_of.get(article)
        if split is not None and held.setdefault(cluster, split) != split:
            yield f"{article} is in {split} and others of its cluster are in {held[cluster]}: splits are out of date"


def _ordered(names: Iterable[str], order: Order, config: str, split: str) -> list[str]:
    rank = {name: number for number, name in enumerate(order.get(config, {}).get(split, ()))}
    return sorted(names, key=lambda name: (rank.get(name, len(rank)), name))


def _entities_row(article: Row, gold: Row) -> Row:
    return {
        "id": article["id"],
        "text": article["text"],
        "text_sha256": article["text_sha256"],
        "entities": gold["entities"],
        "n_annotators": gold["n_annotators"],
        "status": gold["status"],
    }


def _topics_row(article: Row, gold: Row) -> Row:
    return {
        "id": article["id"],
        "text": article["text"],
        "topics": gold["topics"],
        "primary": gold["primary_topic"],
        "vote_share": gold["topic_shares"],
    }


def _ner_rows(article: Row, gold: Row) -> tuple[list[Row], Dropped]:
    text = str(article["text"])
    entities = gold["entities"]
    assert isinstance(entities, list)
    tagged, dropped = tag_article(text, [Span(**entity) for entity in entities])
    rows: list[Row] = [
        {
            "id": article["id"],
            "sent_id": number,
            "tokens": [text[start:end] for start, end in sentence.extents],
            "ner_tags": list(sentence.tags),
            "token_start": [start for start, _ in sentence.extents],
            "token_end": [end for _, end in sentence.extents],
        }
        for number, sentence in enumerate(tagged)
    ]
    return rows, dropped


def _table(contract: Contract, config: str, rows: Iterable[Row]) -> pa.Table:
    """Rows with names as the released table with class ids; an unknown name is refused."""
    codes = {
        field.name: {name: number for number, name in enumerate(contract.values_of(field) or ())}
        for field in contract.table(config).fields
        if isinstance(field.values, str)
    }
    labels = {name: number for number, name in enumerate(contract.entity_names)}
    coded = []
    for row in rows:
        new = dict(row)
        for column, number in codes.items():
            value = row[column]
            new[column] = (
                [_class_id(number, name, row) for name in value]
                if isinstance(value, list)
                else _class_id(number, value, row)
                if value is not None
                else None
            )
        if "entities" in new:
            spans = row["entities"]
            assert isinstance(spans, list)
            new["entities"] = [
                {**span, "label": _class_id(labels, span["label"], row)}
                for span in sorted(spans, key=lambda span: (span["start"], span["end"], span["label"]))
            ]
        coded.append(new)
    return pa.Table.from_pylist(coded, schema=release_schema(contract, config))


def _class_id(numbers: Mapping[str, int], name: object, row: Row) -> int:
    if not isinstance(name, str) or name not in numbers:
        raise DataError(
            f"article {row['id']}: {name!r} is no label or topic of the contract",
            hint="Add it to the contract, or settle the article again",
        )
    return numbers[name]


def _refuse(problems: Iterator[str]) -> None:
    first = next(problems, None)
    if first is not None:
        more = sum(1 for _ in problems)
        raise DataError(
            f"{first}{f', and {more} more like it' if more else ''}",
            hint="Run validate to see every breach, mend it, and release again",
        )


def check_columns(tables: ReleaseTables, contract: Contract) -> None:
    """Refuse tables of another contract at the door, by name, before anything is made from them."""
    for name in ("articles", "clusters", "splits", "annotations", "gold", "agreement", "quarantine"):
        table: pa.Table = getattr(tables, name)
        if not table.schema.equals(arrow_schema(contract, name), check_metadata=False):
            raise DataError(
                f"the table {name} does not have the columns of contract {contract.contract_version}",
                hint="Make it again with this version of tinbai",
            )
