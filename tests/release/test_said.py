"""Hashes of what keys say: against plain rows, and for values that look alike."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.release.compare import compare_releases
from schemas.release.manifest import read_manifest
from schemas.release.said import KINDS, LABELS, TEXT, _hashed
from schemas.release.stated import Feature, column_change, label_names, named, named_value
from tests.diff.samples import two_releases

Said = dict[str, tuple[str, list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def pair(contract: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return two_releases(contract, tmp_path_factory.mktemp("said"), copies=2)


def plain(release: Path, config: str) -> Said:
    """Key to its split and rows."""
    found: Said = {}
    entry = read_manifest(release).configs[config]
    for split, stated in entry.splits.items():
        rows = [row for name in stated.files for row in pq.read_table(release / name).to_pylist()]
        for key, group in groupby(rows, key=lambda row: str(row[entry.key])):
            found[key] = split, list(group)
    return found


@pytest.mark.parametrize("config", ["articles", "entities", "ner", "topics", "annotations"])
def test_the_same_as_comparing_plain_rows(pair: tuple[Path, Path], config: str) -> None:
    old, new = (plain(release, config) for release in pair)
    parts: dict[str, Callable[[str], bool]] = {
        "rewritten": lambda column: column in TEXT,
        "relabelled": lambda column: column in LABELS,
        "amended": lambda column: column not in TEXT | LABELS,
    }
    expected: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for key in sorted(old.keys() & new.keys()):
        for kind, belongs in parts.items():
            was, now = (
                [[value for column, value in row.items() if belongs(column)] for row in side[key][1]]
                for side in (old, new)
            )
            if was != now:
                expected[kind].append(key)
                break
    change = compare_releases(*pair).configs[config]
    assert {kind: list(getattr(change, kind)) for kind in KINDS} == expected
    assert change.added == tuple(sorted(new.keys() - old.keys()))
    assert change.removed == tuple(sorted(old.keys() - new.keys()))
    moved = [key for key in sorted(old.keys() & new.keys()) if old[key][0] != new[key][0]]
    assert [move.id for move in change.moved] == moved


@pytest.mark.parametrize(
    "values",
    [
        [None, [], [None], [""], ["", ""], ["a", "b"], ["ab"], ["a,b"], ['a","b'], ["null"]],
        [None, [], [[]], [[], []], [["a"], ["b"]], [["a", "b"]], [["a", None]]],
        [None, "", "null", "None", " ", '"', "\\", "\x00", "é", "e\u0301"],
        [None, {"a": None, "b": 1}, {"a": 1, "b": None}, {"a": 11, "b": None}, {"a": 1, "b": 1}],
        [None, 0.0, 1.0, 0.1 + 0.2, 0.3],
        [None, True, False],
        [None, date(1, 1, 1), date(2024, 6, 1), date(2024, 6, 2)],
        [None, datetime(2024, 6, 1, tzinfo=UTC), datetime(2024, 6, 1, 0, 0, 0, 1, tzinfo=UTC)],
    ],
)  # fmt: skip
def test_what_differs_has_another_hash(values: list[object]) -> None:
    frame = pl.DataFrame({"x": values, "y": ["same"] * len(values)}, strict=False)
    hashes = frame.select(_hashed(frame.schema, ["x", "y"])).to_series()
    assert hashes.n_unique() == len(values)
    assert hashes.equals(frame.select(_hashed(frame.schema, ["y", "x"])).to_series())


def test_a_day_that_no_calendar_has() -> None:
    """Polars panics at its JSON, and says so on standard error, whoever catches it."""
    days = pl.DataFrame({"x": pl.Series([2**31 - 1, 2**31 - 2], dtype=pl.Int32).cast(pl.Date)})
    assert days.select(_hashed(days.schema, ["x"])).to_series().n_unique() == 2


CLASS = {"_type": "ClassLabel", "names": ["PER", "ORG"]}
INT = {"_type": "Value", "dtype": "int64"}
FEATURES = (
    (CLASS, pl.Int64, st.none() | st.integers(-1, 3)),
    ({"_type": "List", "feature": CLASS}, pl.List(pl.Int64), st.none() | st.lists(st.integers(-1, 3), max_size=3)),
    (
        {"_type": "List", "feature": {"start": INT, "label": CLASS}},
        pl.List(pl.Struct({"start": pl.Int64, "label": pl.Int64})),
        st.lists(st.fixed_dictionaries({"start": st.integers(0, 9), "label": st.integers(-1, 3)}), max_size=3),
    ),
    ([{"start": INT, "label": CLASS}], pl.List(pl.Struct({"start": pl.Int64, "label": pl.Int64})), st.just([])),
)  # fmt: skip


@pytest.mark.parametrize(("feature", "dtype", "values"), FEATURES)
def test_names_stand_for_class_ids_in_frames_as_in_rows(feature: object, dtype: Any, values: Any) -> None:
    assert label_names(feature) == ("PER", "ORG")

    @given(st.lists(values, min_size=1, max_size=4))
    def alike(rows: list[object]) -> None:
        frame = pl.DataFrame({"x": pl.Series(rows, dtype=dtype)})
        assert frame.select(named(pl.col("x"), feature))["x"].to_list() == [
            named_value(one, feature) for one in rows
        ]

    alike()


def test_both_ways_to_write_a_list_are_one_type() -> None:
    names = {"_type": "ClassLabel", "names": ["PER", "ORG"]}
    plain: Feature = [{"label": names}]
    long: Feature = {"_type": "List", "feature": {"label": names}}
    assert column_change("entities", plain, long) is None
    fewer: Feature = [{"label": {**names, "names": ["PER"]}}]
    change = column_change("entities", long, fewer)
    assert change is not None
    assert change.went == ("ORG",)
