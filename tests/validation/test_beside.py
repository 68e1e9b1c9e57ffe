"""Each record of a table of labels is handed out once, beside its own article, whatever the order of the two tables."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schemas.contract import default_contract
from schemas.keys import key_of
from tests.validation.factory import Row, sound_tables, write
from validation.engine import articles as article_frames
from validation.engine import source as sources
from validation.engine.log import Log
from validation.engine.records import Records
from validation.engine.source import Source
from validation.inputs import Inputs

SOUND, CONTRACT = sound_tables(), default_contract()


def handed_out(inputs: Inputs, table: str) -> Iterator[dict[str, object]]:
    articles = Source("articles", inputs, CONTRACT, Log())
    keys = pl.concat(
        frame.select("row", key_of(pl.col("id")).alias("key")) for frame in articles.batches(["id"])
    )
    records = Records(Source(table, inputs, CONTRACT, Log()), CONTRACT, keys)
    for batch in articles.batches():
        frame = records.of_articles(article_frames.measured(batch, ()))
        yield from frame.iter_rows(named=True)
    for frame in records.without_article():
        yield from frame.iter_rows(named=True)


def picked(rows: list[Row], order: list[int] | None, many: int) -> list[Row]:
    """The first of the rows as they stand, or in that order with strangers among them."""
    lost = [{**row, "id": f"{number:032x}"} for number, row in enumerate(rows[:2])]
    return (
        rows[:many]
        if order is None
        else [[*rows, *lost][place] for place in order if place < len(rows) + 2][:many]
    )


ORDERS = st.none() | st.permutations(range(26))


@pytest.mark.parametrize("table", ["suggestions", "annotations"])
@given(size=st.integers(1, 6), order=ORDERS, many=st.integers(0, 26), moved=ORDERS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_once_and_beside_its_article(
    monkeypatch: pytest.MonkeyPatch,
    table: str,
    size: int,
    order: list[int] | None,
    many: int,
    moved: list[int] | None,
) -> None:
    monkeypatch.setattr(sources, "BATCH", size)
    rows = picked(SOUND[table], order, many)
    here = SOUND["articles"]
    articles = here if moved is None else [here[place] for place in moved if place < len(here)]
    with TemporaryDirectory() as folder:
        inputs = write(Path(folder), {"articles": articles, table: rows}, CONTRACT)
        given_out = list(handed_out(inputs, table))
    key = CONTRACT.table(table).key[0]
    texts = {row["id"]: row["text"] for row in articles}
    got = sorted(
        (row["row"], row[key], row["text"], row["known"], row["article"] if row["known"] else None)
        if "article" in row
        else (row["row"], row[key], row["text"], row["known"], None)
        for row in given_out
    )
    place = {row["id"]: number for number, row in enumerate(articles)}
    assert got == [
        (number, row[key], texts.get(row["id"]), row["id"] in texts, place.get(row["id"]))
        for number, row in enumerate(rows)
    ]
