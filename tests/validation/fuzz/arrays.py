"""Columns of any Arrow type, for Hypothesis: a few values, repeated over all rows."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

import pyarrow as pa
from hypothesis import strategies as st

# As they stand in tables, so that a check looks further than at the first letter; and what breaks readers.
_TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "",
            " ",
            "article",
            "teaser",
            "train",
            "PER",
            "medtop:14000000",
            "2024-02-30",
            "XXXX-XX-XX",
            "20240301T25",
            "https://",
            "http://[::1",
            "near",
            "single",
            "a\n\nb",
            "\n\n\n\n",
            "\x00\x1b[31m\u202e",
            "e\u0302\u0323",
            "👨\u200d👩\u200d👧",
            "x" * 3_000,
            "../../etc/passwd",
        ]
    ),
)
_WHOLE = st.one_of(
    st.integers(-3, 600),
    st.sampled_from([-(2**63), 2**63 - 1, 2**31, -(2**31) - 1, 2**32, 2**40, 2**53 + 1]),
)
_FLOATS = st.one_of(st.floats(width=32), st.sampled_from([0.5, 1e308, -1e308, 2.0**63, 5e-324]))
_MOMENTS = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30))
_UNITS = st.sampled_from(["s", "ms", "us", "ns"])
_ZONES = st.sampled_from([None, "UTC", "Asia/Ho_Chi_Minh", "+07:00", "-23:59", "America/St_Johns"])
_NAMES = st.sampled_from(
    ["start", "end", "label", "text", "origin", "id", "", "a.b", "entities", "span", "row", "\u202e"]
)

_FLAT = st.one_of(
    st.sampled_from(
        [
            pa.string(),
            pa.large_string(),
            pa.string_view(),
            pa.binary(),
            pa.large_binary(),
            pa.binary(3),
            pa.bool_(),
            pa.int8(),
            pa.uint8(),
            pa.int16(),
            pa.int32(),
            pa.uint32(),
            pa.int64(),
            pa.uint64(),
            pa.float16(),
            pa.float32(),
            pa.float64(),
            pa.date32(),
            pa.date64(),
            pa.time32("s"),
            pa.time64("ns"),
            pa.decimal128(38, 9),
            pa.decimal256(60, 3),
            pa.null(),
        ]
    ),
    st.builds(pa.duration, _UNITS),
    st.builds(pa.timestamp, _UNITS, _ZONES),
    st.sampled_from([pa.dictionary(pa.int8(), pa.string()), pa.dictionary(pa.int32(), pa.int64())]),
)


def _nested(inner: st.SearchStrategy[pa.DataType]) -> st.SearchStrategy[pa.DataType]:
    members = st.lists(st.tuples(_NAMES, inner), max_size=4)
    return st.one_of(
        st.builds(pa.list_, inner),
        st.builds(pa.large_list, inner),
        st.builds(lambda kind: pa.list_(kind, 2), inner),
        st.builds(lambda kind: pa.map_(pa.string(), kind), inner),
        st.builds(pa.struct, members),
    )


types = st.recursive(_FLAT, _nested, max_leaves=5)


def values(kind: pa.DataType) -> st.SearchStrategy[object]:
    """Values that `pa.array` takes for a type; some of what does not fit becomes null there."""
    return st.one_of(st.none(), _values(kind))


def _values(kind: pa.DataType) -> st.SearchStrategy[object]:
    test = pa.types
    if test.is_dictionary(kind):
        return _values(kind.value_type)
    if test.is_boolean(kind):
        return st.booleans()
    if test.is_integer(kind):
        return _WHOLE
    if test.is_floating(kind):
        return _FLOATS
    if test.is_decimal(kind):
        return st.decimals(allow_nan=False, allow_infinity=False, places=3).map(
            lambda one: one % Decimal(10**9)
        )
    if test.is_fixed_size_binary(kind):
        return st.binary(min_size=3, max_size=3)
    if test.is_binary(kind) or test.is_large_binary(kind):
        return st.binary(max_size=6)
    if test.is_date(kind):
        return _MOMENTS.map(datetime.date)
    if test.is_time(kind):
        return st.times()
    if test.is_duration(kind):
        return st.timedeltas()
    if test.is_timestamp(kind):
        return _MOMENTS.map(lambda one: one.replace(tzinfo=UTC) if kind.tz else one)
    if test.is_map(kind):
        return st.lists(st.tuples(st.text(max_size=3), values(kind.item_type)), max_size=2)
    if test.is_fixed_size_list(kind):
        return st.lists(values(kind.value_type), min_size=2, max_size=2)
    if test.is_list(kind) or test.is_large_list(kind):
        return st.lists(values(kind.value_type), max_size=3)
    if test.is_struct(kind):
        fields = [kind.field(place) for place in range(kind.num_fields)]
        return st.fixed_dictionaries({field.name: values(field.type) for field in fields})
    return st.none() if test.is_null(kind) else _TEXTS


def array_of(kind: pa.DataType, few: Sequence[object], rows: int) -> pa.Array:
    """The values in turn over all rows; what the type cannot hold is null."""
    kept = [_fitting(one, kind) for one in few] or [None]
    return pa.array([kept[row % len(kept)] for row in range(rows)], kind)


def _fitting(value: object, kind: pa.DataType) -> object:
    try:
        pa.array([value], kind)
    except (pa.ArrowException, OverflowError, ValueError, TypeError):
        return None
    return value


def broken_utf8(kind: pa.DataType, rows: int) -> pa.Array | None:
    """A column of strings that are none; None for other types."""
    raw = [b"Vi\xea\xf2t", b"\xed\xa0\x80", b"ok"]  # cp1258, half of a surrogate pair, text
    if pa.types.is_string(kind):
        wide = pa.array([raw[row % 3] for row in range(rows)], pa.binary())
        return wide.view(pa.string())
    if pa.types.is_large_string(kind):
        return pa.array([raw[row % 3] for row in range(rows)], pa.large_binary()).view(pa.large_string())
    return None
