"""Damage to the tables of a workspace, for Hypothesis: plain values, so that what fell can be pinned as it is told."""

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st

from schemas.arrow import arrow_schema
from schemas.contract import default_contract
from tests.validation.fuzz import arrays
from validation.inputs import TABLES, Inputs

CONTRACT = default_contract()
SCHEMAS = {name: arrow_schema(CONTRACT, name) for name in TABLES}
Layout = tuple[str, str, bool, str, bool, int]
"""Compression, Parquet's version, dictionaries, the version of data pages, Arrow's own schema beside, rows a group."""


@dataclass(frozen=True)
class Column:
    """A column with another type, or other values of its own; in every row, or in one of so many."""

    table: str
    name: str
    kind: pa.DataType
    few: tuple[object, ...]
    every: int = 1

    def apply(self, inputs: Inputs) -> None:
        file = _file(inputs, self.table)
        held = _read(file)
        if held is None or held.schema.names.count(self.name) != 1:
            return
        place = held.schema.get_field_index(self.name)
        made = arrays.array_of(self.kind, self.few, len(held))
        with suppress(pa.ArrowException, TypeError, ValueError, OverflowError):
            pairs = enumerate(zip(held.column(place).to_pylist(), made.to_pylist(), strict=True))
            mixed = [new if row % self.every == 0 else old for row, (old, new) in pairs]
            made = pa.array(mixed, self.kind)  # where the type can hold what was there
        _write(held.set_column(place, self.name, made), file)


@dataclass(frozen=True)
class NotUtf8:
    """A column of strings with bytes that are none."""

    table: str
    name: str

    def apply(self, inputs: Inputs) -> None:
        file = _file(inputs, self.table)
        held = _read(file)
        if held is None or held.schema.names.count(self.name) != 1:
            return
        place = held.schema.get_field_index(self.name)
        made = arrays.broken_utf8(held.schema.field(place).type, len(held))
        if made is not None:
            _write(held.set_column(place, self.name, made), file)


@dataclass(frozen=True)
class Columns:
    """The table's columns by their numbers, in any order, some missing, some twice; one may have another name."""

    table: str
    places: tuple[int, ...]
    renamed: tuple[int, str] | None = None

    def apply(self, inputs: Inputs) -> None:
        file = _file(inputs, self.table)
        held = _read(file)
        if held is None or not held.num_columns:
            return
        places = [place % held.num_columns for place in self.places]
        names = [held.schema.names[place] for place in places]
        if self.renamed is not None and names:
            names[self.renamed[0] % len(names)] = self.renamed[1]
        columns = [held.column(place) for place in places]
        _write(pa.Table.from_arrays(columns, names=names), file)


@dataclass(frozen=True)
class Rows:
    """The table's rows by their numbers, in any order, some missing, some repeated."""

    table: str
    places: tuple[int, ...]

    def apply(self, inputs: Inputs) -> None:
        file = _file(inputs, self.table)
        held = _read(file)
        if held is not None and len(held):
            _write(held.take(pa.array([place % len(held) for place in self.places], pa.int64())), file)


@dataclass(frozen=True)
class Written:
    """The table written in another way."""

    table: str
    layout: Layout

    def apply(self, inputs: Inputs) -> None:
        file = _file(inputs, self.table)
        held = _read(file)
        if held is not None:
            _write(held, file, self.layout)


@dataclass(frozen=True)
class Bytes:
    """The file cut at a share of its length, or with bytes changed at such shares; 1 is its end."""

    table: str
    cut: float = 1.0
    flips: tuple[tuple[float, int], ...] = ()

    def apply(self, inputs: Inputs) -> None:
        file = _file(inputs, self.table)
        if not file.is_file():  # earlier damage
            return
        data = bytearray(file.read_bytes())
        for share, mask in self.flips:
            if data:
                data[min(int(share * len(data)), len(data) - 1)] ^= mask
        file.write_bytes(data[: int(self.cut * len(data))])


IN_PLACE = (
    "nothing",
    "folder",
    "dangling link",
    "loop",
    "link",
    "empty",
    "another table",
    "text",
    "odd name",
)


@dataclass(frozen=True)
class InItsPlace:
    """Something else in the place of a table's file, or beside it where the table is a folder."""

    table: str
    what: str
    other: str = "splits"

    def apply(self, inputs: Inputs) -> None:
        path = _file(inputs, self.table)
        if path.parent != inputs.root and self.what != "nothing":
            path = path.parent / "part-00000x.parquet"
        if self.what == "odd name":
            (inputs.articles / os.fsdecode(b"\xff\x1b.parquet")).write_bytes(b"PAR1")
            return
        if path.is_dir():
            path.rmdir()
        path.unlink(missing_ok=True)
        if self.what == "folder":
            path.mkdir(parents=True)
        elif self.what == "dangling link":
            path.symlink_to("nowhere.parquet")
        elif self.what == "loop":
            path.symlink_to(path.name)
        elif self.what == "link":
            path.symlink_to(_file(inputs, self.other))
        elif self.what == "empty":
            path.write_bytes(b"")
        elif self.what == "another table" and _file(inputs, self.other).is_file():
            shutil.copy(_file(inputs, self.other), path)
        elif self.what == "text":
            path.write_bytes(b"PAR1\n" * 9)


Damage = Column | NotUtf8 | Columns | Rows | Written | Bytes | InItsPlace


def _file(inputs: Inputs, table: str) -> Path:
    path = inputs.table(table)
    return path if path.suffix else path / "part-00000.parquet"


def _read(file: Path) -> pa.Table | None:
    """None where earlier damage left nothing to read."""
    try:
        return pq.ParquetFile(file).read()
    except (pa.ArrowException, OSError):
        return None


def _write(table: pa.Table, file: Path, layout: Layout = ("zstd", "2.6", True, "1.0", True, 1 << 20)) -> None:
    compression, version, dictionary, page, beside, group = layout
    part = file.with_suffix(".tmp")
    try:
        pq.write_table(
            table,
            part,
            compression=compression,
            version=version,
            use_dictionary=dictionary,
            data_page_version=page,
            store_schema=beside,
            row_group_size=group,
        )
    except (pa.ArrowException, OSError):  # not every type has a place in Parquet, or under that version
        part.unlink(missing_ok=True)
        return
    part.replace(file)


def _nullable(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_struct(kind):
        fields = [kind.field(place) for place in range(kind.num_fields)]
        return pa.struct([(field.name, _nullable(field.type)) for field in fields])
    return pa.list_(_nullable(kind.value_type)) if pa.types.is_list(kind) else kind


def _like(kind: pa.DataType) -> st.SearchStrategy[pa.DataType]:
    """The type itself with something else somewhere in it: what a check could take for right."""
    if pa.types.is_struct(kind):
        fields = [kind.field(place) for place in range(kind.num_fields)]
        members = st.tuples(*(st.tuples(st.just(field.name), _like(field.type)) for field in fields))
        return members.flatmap(
            lambda some: st.lists(st.sampled_from(some), max_size=len(some) + 1) | st.just(some)
        ).map(pa.struct)
    if pa.types.is_list(kind):
        lists = [pa.list_, pa.large_list, lambda inner: pa.list_(inner, 2)]
        return st.builds(lambda make, inner: make(inner), st.sampled_from(lists), _like(kind.value_type))
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        near = [
            pa.large_string(),
            pa.string(),
            pa.dictionary(pa.int32(), pa.string()),
            pa.binary(),
            pa.null(),
        ]
    elif pa.types.is_timestamp(kind):
        near = [
            pa.timestamp("s"),
            pa.timestamp("ns", "UTC"),
            pa.timestamp("us", "Asia/Ho_Chi_Minh"),
            pa.date32(),
        ]
    elif pa.types.is_date(kind):
        near = [pa.date64(), pa.timestamp("ms"), pa.string(), pa.int32()]
    else:
        near = [
            pa.int8(),
            pa.int64(),
            pa.uint64(),
            pa.float32(),
            pa.float64(),
            pa.float16(),
            pa.bool_(),
            pa.string(),
        ]
    return st.one_of(st.just(kind), st.just(kind), st.sampled_from(near))


@st.composite
def _column(draw: st.DrawFn, table: str) -> Column:
    fields = list(SCHEMAS[table])
    nested = [field for field in fields if pa.types.is_nested(field.type)]
    field = draw(st.sampled_from(fields) | st.sampled_from(nested or fields))
    kind = draw(st.one_of(st.just(_nullable(field.type)), _like(field.type), arrays.types))
    few = draw(st.lists(arrays.values(kind), min_size=1, max_size=3))
    return Column(table, field.name, kind, tuple(few), draw(st.integers(1, 4)))


def _strings(table: str) -> Sequence[str]:
    return [
        field.name
        for field in SCHEMAS[table]
        if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)
    ]


_LAYOUT = st.tuples(
    st.sampled_from(["none", "snappy", "gzip", "brotli", "lz4", "zstd"]),
    st.sampled_from(["1.0", "2.4", "2.6"]),
    st.booleans(),
    st.sampled_from(["1.0", "2.0"]),
    st.booleans(),
    st.integers(1, 9),
)
_SHARE = st.integers(0, 1_000).map(lambda one: one / 1_000)
_ODD_NAMES = st.sampled_from(
    ["", "id", "row", "a.b", "text\n", "\u202e", "record_id", "known", "place", "key", "x" * 300]
)


@st.composite
def _of(draw: st.DrawFn, table: str) -> Damage:
    places = st.lists(st.integers(0, 40), max_size=25).map(tuple)
    match draw(st.integers(0, 13)):
        case 0:
            return NotUtf8(table, draw(st.sampled_from(_strings(table))))
        case 1:
            renamed = draw(st.none() | st.tuples(st.integers(0, 40), _ODD_NAMES))
            return Columns(table, draw(places), renamed)
        case 2:
            return Rows(table, draw(places))
        case 3:
            return Written(table, draw(_LAYOUT))
        case 4:
            return Bytes(table, draw(st.just(1.0) | _SHARE), draw(_FLIPS))
        case 5:
            return InItsPlace(table, draw(st.sampled_from(IN_PLACE)), draw(st.sampled_from(TABLES)))
    return draw(_column(table))


_FLIPS = st.lists(st.tuples(_SHARE, st.integers(1, 255)), max_size=4).map(tuple)
damages: st.SearchStrategy[list[Damage]] = st.lists(
    st.sampled_from(TABLES).flatmap(_of), min_size=1, max_size=4
)
