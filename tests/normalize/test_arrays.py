"""Arrow arrays that are made without pandas."""

import datetime
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.normalize.arrays import from_numpy, from_values, to_numpy
from tests.normalize.pages import write_pages

TEXTS = st.lists(st.none() | st.text())


@settings(deadline=None)
@given(TEXTS, st.lists(st.integers(-(2**63), 2**63 - 1)), st.lists(st.lists(st.text())))
def test_values_are_those_of_arrow_itself(
    texts: list[str | None], numbers: list[int], lists: list[list[str]]
) -> None:
    assert from_values(texts, pa.string()).equals(pa.array(texts, pa.string()))
    assert from_values(numbers, pa.int64()).equals(pa.array(numbers, pa.int64()))
    assert from_values(lists, pa.list_(pa.string())).equals(pa.array(lists, pa.list_(pa.string())))
    held = from_numpy(np.array(numbers, np.int64)[::2])
    assert held.equals(pa.array(numbers[::2], pa.int64()))
    assert to_numpy(pa.chunked_array([held, held])).tolist() == numbers[::2] * 2


def test_days_are_days() -> None:
    days = [datetime.date(2024, 2, 29), None]
    assert from_values(days, pa.date32()).to_pylist() == days


def test_normalize_needs_no_pandas(tmp_path: Path) -> None:
    """It takes a quarter of a second to import."""
    write_pages(tmp_path / "pages", {"a.txt": "Một trang ngắn.\n" * 9})
    run = (
        "import sys; from pathlib import Path; from dataset.normalize.run import normalize;"
        "from schemas.contract import default_contract;"
        "[normalize([sys.argv[1]], Path(sys.argv[2]), default_contract()) for _ in range(2)];"
        "sys.exit('pandas' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", run, tmp_path / "pages", tmp_path / "workspace"], check=True)
