"""Files that are cut short, of the wrong type or not UTF-8 are findings, never exceptions."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from schemas.contract import Contract
from tests.validation.factory import sound_tables, write
from tests.validation.finding import by_check
from validation.inputs import TABLES, Inputs


@pytest.fixture
def inputs(tmp_path: Path, contract: Contract) -> Inputs:
    return write(tmp_path, sound_tables(), contract)


def _file(inputs: Inputs, table: str) -> Path:
    path = inputs.table(table)
    return path / "part-00000.parquet" if path.is_dir() else path


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("keep", [0, 3, 0.5, -1])
def test_a_truncated_file(inputs: Inputs, contract: Contract, table: str, keep: float) -> None:
    file = _file(inputs, table)
    data = file.read_bytes()
    file.write_bytes(data[: int(len(data) * keep) if 0 < keep < 1 else int(keep)])
    found = by_check(inputs, contract)
    assert len(found["TAB001"]) == 1
    told = found["TAB001"][0]
    assert told["table"] == table
    assert str(told["message"]).startswith(inputs.relative(file))
    assert str(inputs.root) not in str(told["message"])
    assert "SPAN001" not in found, "labels of articles that cannot be read are not labels of nothing"


def test_damage_inside_a_file(inputs: Inputs, contract: Contract) -> None:
    file = _file(inputs, "articles")
    column = pq.ParquetFile(file).metadata.row_group(0).column(9)
    assert column.path_in_schema == "text"
    data = bytearray(file.read_bytes())
    start = column.dictionary_page_offset or column.data_page_offset
    data[start : start + 40] = b"\xff" * 40
    file.write_bytes(data)
    found = by_check(inputs, contract)
    assert "TAB001" in found
    assert "MAN002" in found


def test_a_text_file_called_parquet(inputs: Inputs, contract: Contract) -> None:
    (inputs.gold / "part-00001.parquet").write_text("not at all", encoding="utf-8")
    assert set(by_check(inputs, contract)) == {"TAB001"}


def _rewrite(file: Path, column: str, values: pa.Array) -> None:
    table = pq.read_table(file)
    place = table.schema.get_field_index(column)
    pq.write_table(table.set_column(place, column, values), file)


def test_fractional_offsets_are_found_before_they_are_rounded(inputs: Inputs, contract: Contract) -> None:
    file = _file(inputs, "gold")
    spans = pq.read_table(file)["entities"].to_pylist()
    kind = pa.list_(
        pa.struct(
            [("start", pa.float64()), ("end", pa.float64()), ("label", pa.string()), ("text", pa.string())]
        )
    )
    spans[3][1]["start"] += 0.7
    _rewrite(file, "entities", pa.array(spans, kind))
    found = by_check(inputs, contract)
    assert sorted(str(row["message"]).split(": ", 1)[1] for row in found["TAB002"]) == [
        "entities.end is double, not int32",
        "entities.start is double, not int32",
    ]
    (row,) = found["SPAN003"]
    assert (row["row"], row["start"]) == (3, None)
    assert set(found) == {"TAB002", "SPAN003"}


def test_wider_offsets_are_told_and_checked_all_the_same(inputs: Inputs, contract: Contract) -> None:
    file = _file(inputs, "gold")
    spans = pq.read_table(file)["entities"].to_pylist()
    spans[3][1]["start"] += 1
    kind = pa.list_(
        pa.struct([("start", pa.int64()), ("end", pa.int64()), ("label", pa.string()), ("text", pa.string())])
    )
    _rewrite(file, "entities", pa.array(spans, kind))
    found = by_check(inputs, contract)
    assert {"TAB002", "SPAN004"} <= set(found)


@pytest.mark.parametrize("table", TABLES)
def test_a_missing_and_a_strange_column(inputs: Inputs, contract: Contract, table: str) -> None:
    file = _file(inputs, table)
    held = pq.read_table(file)
    lost = contract.table(table).fields[-1].name
    pq.write_table(held.drop_columns([lost]).append_column("strange", pa.nulls(len(held), pa.int8())), file)
    found = by_check(inputs, contract)
    told = {str(row["message"]).split(": ", 1)[1] for row in found["TAB002"]}
    assert told == {f"{lost} is missing", "strange is not in the contract"}
    assert set(found) - {"MAN002", "TAB002"} == set()


@pytest.mark.parametrize("table", ["articles", "annotations", "gold", "suggestions", "clusters", "splits"])
def test_every_column_of_an_impossible_type(inputs: Inputs, contract: Contract, table: str) -> None:
    file = _file(inputs, table)
    rows = pq.read_metadata(file).num_rows
    names = [field.name for field in contract.table(table).fields]
    pq.write_table(pa.table({name: pa.array([b"\0"] * rows, pa.binary()) for name in names}), file)
    found = by_check(inputs, contract)
    assert len(found["TAB002"]) == len(names)


@pytest.mark.parametrize(
    ("table", "column"), [("articles", "norm_version"), ("gold", "status"), ("splits", "split")]
)
def test_a_null_that_may_not_be(inputs: Inputs, contract: Contract, table: str, column: str) -> None:
    file = _file(inputs, table)
    values = pq.read_table(file)[column].to_pylist()
    values[2] = None
    _rewrite(file, column, pa.array(values, pa.string()))
    found = by_check(inputs, contract)
    assert [(row["table"], row["row"], row["message"]) for row in found["TAB003"]] == [
        (table, 2, f"{column} is null")
    ]


def test_a_null_inside_a_list(inputs: Inputs, contract: Contract) -> None:
    file = _file(inputs, "gold")
    held = pq.read_table(file)
    spans = held["entities"].to_pylist()
    spans[1][0]["label"] = None
    spans[4][0] = None
    members = [("start", pa.int32()), ("end", pa.int32()), ("label", pa.string()), ("text", pa.string())]
    _rewrite(file, "entities", pa.array(spans, pa.list_(pa.struct(members))))
    topics = held["topics"].to_pylist()
    topics[5] = [None]
    _rewrite(file, "topics", pa.array(topics, pa.list_(pa.string())))
    told = [(row["row"], row["message"]) for row in by_check(inputs, contract)["TAB003"]]
    assert told == [
        (1, "entities.label is null"),
        (4, "entities (an item) is null"),
        (5, "topics (an item) is null"),
    ]


def test_strings_that_are_not_utf8(inputs: Inputs, contract: Contract) -> None:
    file = _file(inputs, "quarantine")
    table = pq.read_table(file)
    raw = pa.array([b"Vi\xea\xf2t Nam"] * len(table), pa.binary())
    bad = pa.StringArray.from_buffers(len(raw), raw.buffers()[1], raw.buffers()[2])
    place = table.schema.get_field_index("detail")
    pq.write_table(table.set_column(place, "detail", bad), file)
    found = by_check(inputs, contract)
    assert set(found) == {"TAB001", "MAN002"}


def test_a_text_that_is_not_utf8(inputs: Inputs, contract: Contract) -> None:
    file = _file(inputs, "articles")
    table = pq.read_table(file)
    raw = [str(text).encode() for text in table["text"].to_pylist()]
    raw[3] = raw[3][:-1] + b"\xea"
    _rewrite(file, "text", pa.array(raw, pa.large_binary()).view(pa.large_string()))
    (row,) = by_check(inputs, contract)["TAB001"]
    assert "text of row 3 is not UTF-8" in str(row["message"])


def test_the_shape_of_the_files_does_not_matter(tmp_path: Path, contract: Contract) -> None:
    """Row groups of one row and labels in another order than articles: the same findings."""
    tables = sound_tables()
    for number in (1, 4, 7):
        entities = tables["gold"][number]["entities"]
        assert isinstance(entities, list)
        entities[1]["start"] += 1
    plain = write(tmp_path / "plain", tables, contract)
    odd = write(tmp_path / "odd", tables, contract)
    for table in ("articles", "gold", "annotations", "suggestions", "clusters"):
        path = odd.table(table)
        for file in path.glob("*.parquet") if path.is_dir() else [path]:
            held = pq.read_table(file)
            if table != "articles":
                held = held.take(np.random.default_rng(5).permutation(len(held)))
            pq.write_table(held, file, row_group_size=1)
    one, other = by_check(plain, contract), by_check(odd, contract)
    other.pop("MAN002")

    def told(found: dict[str, list[dict[str, object]]]) -> list[tuple[str, ...]]:
        return sorted(
            (check, str(row["record_id"]), str(row["span"]), str(row["message"]))
            for check, rows in found.items()
            for row in rows
        )

    assert told(one) == told(other)
    assert len(told(one)) >= 3
