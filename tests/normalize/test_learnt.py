"""What a corpus says about its lines is the same however it is shared out, and read a range of sites at a time."""

import random
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.normalize import learnt, normalize
from dataset.normalize.arrow_file import arrow_writer
from dataset.normalize.evidence import EVIDENCE, SAMPLE, counts_of
from dataset.normalize.learnt import learn
from dataset.normalize.merge import merge
from dataset.normalize.places import EVIDENCE as EVIDENCE_FILE
from dataset.normalize.rows import id_of
from schemas.contract import Contract
from tests.normalize.pages import story, write_pages

Row = tuple[int, int, int, int]

# Keys of sites are hashes: over all 64 bits.
_KEYS = st.sampled_from([0, 5, 2**63 - 1, 2**63, 2**64 - 1])
_ROWS = st.tuples(_KEYS, st.integers(0, 3), st.integers(1, 4), st.integers(0, 4))


def expected(surveys: list[list[Row]]) -> list[Row]:
    """One row per site, story and line with the smallest `next`, of the SAMPLE smallest stories of each site."""
    smallest: dict[tuple[int, int, int], int] = {}
    for site, told, line, following in sorted(row for rows in surveys for row in rows):
        smallest.setdefault((site, told, line), following)
    stories: dict[int, set[int]] = {}
    for site, told, _ in smallest:
        stories.setdefault(site, set()).add(told)
    kept = {site: set(sorted(known)[:SAMPLE]) for site, known in stories.items()}
    return sorted((*key, smallest[key]) for key in smallest if key[1] in kept[key[0]])


def survey_of(rows: list[Row]) -> pa.Table:
    rows = expected([rows])
    columns = [[row[place] for row in rows] for place in range(4)]
    return pa.table([pa.array(column, pa.uint64()) for column in columns], schema=EVIDENCE)


def rows_of(table: pa.Table) -> list[Row]:
    return list(zip(*(table[name].to_pylist() for name in EVIDENCE.names), strict=True))


@settings(deadline=None)
@given(st.lists(st.lists(_ROWS, max_size=12), max_size=4))
def test_what_is_merged(surveys: list[list[Row]]) -> None:
    merged = merge([survey_of(rows) for rows in surveys])
    assert rows_of(merged) == expected(surveys)
    assert merge([merged, *[survey_of(rows) for rows in surveys[:1]]]).equals(merged)


def test_of_a_site_a_sample_of_stories_is_kept() -> None:
    surveys = [[(7, told, 1, 2) for told in range(part, 2 * SAMPLE, 2)] for part in range(2)]
    assert rows_of(merge([survey_of(rows) for rows in surveys])) == expected(surveys)


def test_where_ranges_end_does_not_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(3)
    surveys = [
        [
            (rng.choice((0, 9, 2**62, 2**63, 2**64 - 1)), rng.randrange(9), rng.randrange(1, 99), 0)
            for _ in range(500)
        ]
        for _ in range(6)
    ]
    paths = []
    for number in range(3):  # files of two batches
        paths.append(tmp_path / f"{number}.arrow")
        with arrow_writer(paths[-1], EVIDENCE) as writer:
            for rows in surveys[2 * number : 2 * number + 2]:
                writer.write_table(survey_of(rows))
    monkeypatch.setattr(learnt, "_GROUP", 64)
    whole = learn(paths, None, tmp_path / "whole.parquet", {"a": "b"})
    monkeypatch.setattr(learnt, "_ROWS", 100)
    first = learn(paths[1:], None, tmp_path / "first.parquet", {"a": "b"})
    again = learn(paths[:1], tmp_path / "first.parquet", tmp_path / "again.parquet", {"a": "b"})
    table = pq.read_table(tmp_path / "whole.parquet")
    assert table.schema.metadata[b"a"] == b"b"
    assert rows_of(table) == expected(surveys)
    assert (tmp_path / "again.parquet").read_bytes() == (tmp_path / "whole.parquet").read_bytes()
    assert again.equals(whole)
    assert whole.equals(counts_of(table.replace_schema_metadata(None)))
    assert not first.equals(whole)


def test_nothing_to_learn(tmp_path: Path) -> None:
    assert learn([], None, tmp_path / "none.parquet", {}).num_rows == 0
    assert pq.read_table(tmp_path / "none.parquet").num_rows == 0


def test_what_is_learnt_stays_where_nothing_new_is_read(tmp_path: Path, contract: Contract) -> None:
    """Tables may change all the same: of one text another article is in use."""
    pages = write_pages(tmp_path / "pages", {"a.txt": story("Chợ nổi"), "b.txt": story("Chợ nổi")})
    normalize([pages], tmp_path / "W", contract)
    learnt = (tmp_path / "W" / EVIDENCE_FILE).read_bytes()
    again = normalize([pages], tmp_path / "W", contract, in_use={id_of("b.txt")})
    assert again.changed
    assert again.fresh == 0
    assert (tmp_path / "W" / EVIDENCE_FILE).read_bytes() == learnt
    assert not normalize([pages], tmp_path / "W", contract, in_use={id_of("b.txt")}).changed
