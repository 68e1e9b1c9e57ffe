"""What the engine keeps of a corpus once it has streamed by: a few numbers per row, no text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from schemas.contract import Contract
from schemas.drift.comparison import ReleaseComparison
from schemas.expectations import ARTICLE_FACTS, RECORD_FACTS
from validation.engine.keys import repeated_keys, url_identity
from validation.engine.lengths import Lengths
from validation.engine.manifests import Manifests
from validation.engine.mentions import Mentions
from validation.engine.source import Source
from validation.engine.ties import no_ties
from validation.inputs import Inputs
from validation.releases.found import Release

_IDENTITY = {"key": pl.col("id"), "text_key": pl.col("text"), "url_key": url_identity()}
# Few values, many rows; ids are strings.
_READ_AGAIN: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(("language", "published_precision", "event_date"), pl.Categorical),
    **dict.fromkeys(("suggestion_arm", "arm", "status", "primary_topic"), pl.Categorical),
    "n_annotators": pl.Int32,
}
_COLUMNS = {"key": ("id",), "text_key": ("text",), "url_key": ("url", "kind")}


@dataclass(frozen=True, slots=True)
class Whole:
    """Compact frames by table. Each has `row` and `key` (64 bits of the id or the table's key).

    articles: kind, text_key, url_key. clusters: cluster. splits: cluster, split. Labels: row and key alone.
    A column is absent where its table lacks what it is made from. `lengths`: of the spans of each table of labels.
    `ties`: what clusters says of articles that are alike (engine/ties.py). `releases` are by version; `since` compares
    the last one with the workspace, or says why nothing could be compared.

    `facts`: engine/articles.py and engine/records.py, by table. `said`: annotations and gold in numbers (engine/said.py). `mentions`: None where
    nothing is labelled. `deciders`: pseudonyms in the adjudicators' decisions.
    """

    inputs: Inputs
    contract: Contract
    sources: dict[str, Source]
    tables: dict[str, pl.DataFrame]
    manifests: Manifests
    lengths: Mapping[str, Lengths] = field(default_factory=dict)
    ties: pl.DataFrame = field(default_factory=no_ties)
    facts: dict[str, pl.DataFrame] = field(default_factory=dict)
    said: dict[str, pl.DataFrame] = field(default_factory=dict)
    mentions: Mentions | None = None
    deciders: frozenset[str] = frozenset()
    releases: tuple[Release, ...] = ()
    since: ReleaseComparison | str = "no releases yet"

    def key(self, table: str) -> str:
        """Name of the table's key column."""
        return self.contract.table(table).key[0]

    def value(self, table: str, column: str, row: int) -> str | None:
        """One value, read again from disk."""
        frame = self.sources[table].rows_at(np.array([row]), [column])
        value = frame[column][0] if column in frame.columns and len(frame) else None
        return None if value is None else str(value)

    def values(self, table: str, columns: Sequence[str], rows: Sequence[int]) -> pl.DataFrame:
        """The rows again from disk, with `row`, in ascending order."""
        return self.sources[table].rows_at(np.array(rows, dtype=np.int64), columns)

    def facts_frame(self, table: str) -> pl.DataFrame:
        """What the expectation suites see: the table's facts, with ids and the rest of its columns read from disk again."""
        wanted = ARTICLE_FACTS if table == "articles" else RECORD_FACTS
        facts = self.facts[table]
        named = {"record_id": self.key(table)}
        rest = {name: named.get(name, name) for name in wanted if name not in facts.columns}
        found = self.sources[table].rows_at(facts["row"].to_numpy(), [*rest.values()])
        said = found.select(
            "row",
            *(
                (pl.col(column) if column in found.columns else pl.lit(None))
                .cast(_READ_AGAIN.get(name, pl.String))
                .alias(name)
                for name, column in rest.items()
            ),
        )
        return facts.join(said, on="row", how="left", maintain_order="left").select(wanted)

    def repeated(self, table: str, keys: pl.Series) -> list[tuple[int, int]]:
        """Rows that repeat another row's value, each with the one whose name comes first, in the order of rows.

        The name, and only where names are equal the row, so that a breach stays with its record when rows move. `keys` is a column of the table's frame; equal ones are confirmed on the values that they stand for.
        """
        twice = repeated_keys(keys)
        if twice.is_empty():
            return []
        groups = (
            self.tables[table].select("row", keys.alias("of")).filter(pl.col("of").is_in(twice.implode()))
        )
        name = keys.name
        identity, columns = _IDENTITY[name], _COLUMNS[name]
        if name == "key":
            identity, columns = pl.col(self.key(table)), (self.key(table),)
        key = self.key(table)
        values = self.values(table, [*{*columns, key}], groups["row"].to_list())
        named = pl.col(key) if key in values.columns else pl.lit(None, pl.String)
        ordered = values.select("row", identity.alias("is"), named.alias("name")).sort(
            "name", "row", nulls_last=True
        )
        first = ordered.with_columns(pl.col("row").first().over("is").alias("first"))
        later = first.filter((pl.col("row") != pl.col("first")) & pl.col("is").is_not_null()).sort("row")
        return list(later.select("row", "first").iter_rows())

    def texts(self, rows: Sequence[int]) -> dict[int, str]:
        """The texts of a few rows of articles, read again from disk."""
        frame = self.values("articles", ["text"], rows)
        if "text" not in frame.columns:
            return {}
        return dict(frame.select("row", "text").drop_nulls().iter_rows())
