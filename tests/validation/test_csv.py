"""violations.csv in the hands of four readers and of two spreadsheets' rules."""

import csv
import io
import re
import unicodedata

import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from tests.validation.conftest import Reports
from validation.report.as_csv import violations_csv
from validation.report.cells import cell

NUMBERS = ["row", "span", "start", "end"]


def test_four_readers_read_the_same(corpus: Reports) -> None:
    path, table = corpus.folder / "violations.csv", pq.read_table(corpus.folder / "violations.parquet")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    panda = pd.read_csv(path, dtype=str, keep_default_na=False)
    polar = pl.read_csv(path, infer_schema=False).fill_null("")
    arrow = pyarrow.csv.read_csv(
        path,
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(table.column_names, pa.string())
        ),
    )
    assert len(rows) == len(table) == corpus.verdict.errors + corpus.verdict.warnings
    assert rows == panda.to_dict("records") == polar.to_dicts() == arrow.to_pylist()
    for name in NUMBERS:
        written = [int(row[name]) if row[name] else None for row in rows]
        assert written == table[name].to_pylist()


def test_its_form_is_rfc_4180(corpus: Reports) -> None:
    data = (corpus.folder / "violations.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfcheck_id,severity,table,")
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert len(lines) == corpus.verdict.errors + corpus.verdict.warnings + 2, "a violation is a line"
    assert not re.search(rb"[\r\n]", b"".join(lines))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_is_a_formula_wherever_a_spreadsheet_splits(corpus: Reports, separator: str) -> None:
    """Excel splits at the system's separator: a semicolon in Vietnam."""
    text = corpus.text("violations.csv").removeprefix("\ufeff")
    for row in csv.reader(io.StringIO(text), delimiter=separator):
        for told in row:
            first = unicodedata.normalize("NFKC", told.strip())[:1]
            assert first not in tuple("=+-@\t\r") or re.fullmatch(r"-?\d+", told), told[:80]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        (" =1", " '=1"),
        ("-2+3", "'-2+3"),
        ("+84 123", "'+84 123"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "⇥=1"),
        ("\r=1", "⟨U+000D⟩=1"),
        ("＝1", "'＝1"),
        ("x;=1", "x;'=1"),
        ("x; -1", "x; '-1"),
        ('x;"=1"', 'x;"\'=1"'),
        ("\n=1", "⏎=1"),
        ("a-b=c", "a-b=c"),
        ("Đà Lạt, 'x' \"y\"", "Đà Lạt, 'x' \"y\""),
        ("\u202ex", "⟨U+202E⟩x"),
        ("w" * 2_000, "w" * 999 + "…"),
        ("", ""),
    ],
)
def test_a_cell_is_shown_and_never_run(text: str, shown: str) -> None:
    assert cell(text) == shown
    table = pa.table({"message": [text, None, text], "start": [-1, 0, None]})
    with io.StringIO(violations_csv(table).decode("utf-8-sig"), newline="") as file:
        assert [row["message"] for row in csv.DictReader(file)] == [shown, "", shown]


def test_a_negative_start_stays_a_number() -> None:
    data = violations_csv(pa.table({"message": ["x"], "start": pa.array([-5], pa.int64())}))
    assert data == b"\xef\xbb\xbfmessage,start\r\nx,-5\r\n"
    assert pd.read_csv(io.BytesIO(data))["start"].tolist() == [-5]
