"""Rows by address, from files of both kinds in any order, against lists."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.normalize.arrow_file import write_arrow
from dataset.normalize.gather import Source, gather

Row = tuple[str, str, str | None, int | None, str]
SCHEMA = pa.schema(
    [
        pa.field("text", pa.string(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("line", pa.int32()),
        pa.field("long", pa.large_string(), nullable=False),
    ]
)
_ROW = st.tuples(
    st.sampled_from(["", "tin", "Đà Nẵng"]),
    st.sampled_from(["nav", "body"]),
    st.none() | st.just("tựa"),
    st.none() | st.integers(0, 9),
    st.sampled_from(["", "bài", "Huế"]),
)


@settings(max_examples=50, deadline=None)
@given(st.data(), st.lists(st.tuples(st.booleans(), st.lists(_ROW, min_size=1, max_size=9)), max_size=4))
def test_rows_come_in_the_order_that_is_asked_for(
    data: st.DataObject, files: list[tuple[bool, list[Row]]]
) -> None:
    places = [(number, row) for number, (_, rows) in enumerate(files) for row in range(len(rows))]
    wanted = data.draw(st.permutations(places))[: data.draw(st.integers(0, len(places)))]
    with TemporaryDirectory() as folder:
        sources = [_written(Path(folder, f"{number}"), *file) for number, file in enumerate(files)]
        source, row = np.array(wanted, np.uint32).reshape(-1, 2).T
        found = gather(sources, source, row, SCHEMA.names, SCHEMA)
    assert found.schema == SCHEMA
    assert [tuple(one.values()) for one in found.to_pylist()] == [files[one][1][at] for one, at in wanted]


def _written(path: Path, packed: bool, rows: list[Row]) -> Source:
    table = pa.table([list(column) for column in zip(*rows, strict=True)], schema=SCHEMA)
    path = path.with_suffix(".parquet" if packed else ".arrow")
    if packed:
        pq.write_table(table, path, row_group_size=2)
    else:
        # Arrow's files hold kinds by number.
        numbers = pa.dictionary(pa.uint8(), pa.string())
        table = table.set_column(1, "kind", table["kind"].cast(numbers))
        write_arrow(path, table.schema, [table])
    return Source(path)
