"""Furniture whose text stays where reading put it is said word for word, from files of both kinds."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.normalize.arrow_file import read_arrow, write_arrow
from dataset.normalize.cleaned import CLEANED, cleaned_of
from dataset.normalize.decide import decide_batch
from dataset.normalize.decide_shard import DecideTask, decide_shard
from dataset.normalize.evidence import COUNTS
from dataset.normalize.gather import Source, gather
from dataset.read.page import InputFile, Page
from schemas.contract import default_contract
from schemas.language.pack import language_pack
from tests.normalize.pages import SENTENCE

CONTRACT = default_contract()
FILE = InputFile(Path("a.txt"), "a.txt", "pages")
SCHEMA = pa.schema(
    [
        pa.field("line", pa.int32(), nullable=False),
        pa.field("kind", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
    ]
)
_LINE = st.sampled_from(
    [
        *(
            "",
            "Xem thêm",
            "Tin liên quan",
            "Đọc nhiều",
            "Lê Minh Anh",
            "🌊",
            "Thời sự › Kinh tế",
            "Một dòng ngắn./.",
        ),
        *(SENTENCE, f"{SENTENCE} {SENTENCE}", f"{SENTENCE[:-1]}./.", "date 2023-06 Ngày 9-6, tại Hà Nội"),
    ]
)
# How the page begins, its lines, and what an HTML extractor left out.
_PAGE = st.tuples(
    st.sampled_from(["", "date 2023-06 ", "\n\npubdate: 2024-01-02 "]),
    st.lists(_LINE, max_size=12).map("\n".join),
    st.lists(st.sampled_from(["Menu", "Trang chủ"]), max_size=2),
)
# Batches of pages.
_FILE = st.lists(st.lists(_PAGE, min_size=1, max_size=5), min_size=1, max_size=3)


@settings(max_examples=30, deadline=None)
@given(st.lists(_FILE, min_size=1, max_size=2), st.booleans())
def test_texts_are_those_that_were_decided(
    files: list[list[list[tuple[str, str, list[str]]]]], cut: bool
) -> None:
    """`files` are of batches of pages; `cut`: an earlier run has the first rows in Parquet."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        paths = [root / f"cleaned-{number}.arrow" for number in range(len(files))]
        for path, batches in zip(paths, files, strict=True):
            write_arrow(path, CLEANED, [_cleaned(path.stem, at, batch) for at, batch in enumerate(batches)])
        write_arrow(root / "counts.arrow", COUNTS, [COUNTS.empty_table()])
        cleaned = [
            (path, at) for path, batches in zip(paths, files, strict=True) for at in range(len(batches))
        ]
        decide_shard(
            DecideTask(tuple(cleaned), root / "counts.arrow", CONTRACT, "rules", None), root / "decided"
        )
        source = Source(root / "decided/furniture.arrow")
        rows = np.arange(source.rows, dtype=np.uint32)
        found = _rows([source], np.zeros(source.rows, np.uint32), rows)
        assert sorted(found) == sorted(row for path, at in cleaned for row in _told(read_arrow(path, at)))
        half = source.rows // 2 if cut else 0
        early = pa.table(
            [list(column) for column in zip(*found[:half], strict=True)] or [[]] * 3, schema=SCHEMA
        )
        pq.write_table(early, root / "early.parquet", row_group_size=2)
        sources = [Source(root / "early.parquet"), source]
        assert _rows(sources, (rows >= half).astype(np.uint32)[::-1], rows[::-1]) == found[::-1]


def _rows(
    sources: list[Source],
    source: np.ndarray[tuple[int], np.dtype[np.uint32]],
    row: np.ndarray[tuple[int], np.dtype[np.uint32]],
) -> list[tuple[int, str, str]]:
    return [tuple(one.values()) for one in gather(sources, source, row, SCHEMA.names, SCHEMA).to_pylist()]


def _cleaned(name: str, batch: int, pages: list[tuple[str, str, list[str]]]) -> pa.Table:
    records = [
        (FILE, Page(f"{name}-{batch}-{number}.txt", "0" * 64, 1, start + text, outside=tuple(outside)))
        for number, (start, text, outside) in enumerate(pages)
    ]
    return cleaned_of(records)


def _told(cleaned: pa.Table) -> list[tuple[int, str, str]]:
    """What is not in an article's text, said with strings alone."""
    lines = decide_batch(cleaned, COUNTS.empty_table(), language_pack("vi"), CONTRACT.limits, "vi").lines
    told = []
    begun = -1
    for page, line, kind, text, kept in lines.select("page", "line", "kind", "text", "kept").iter_rows():
        prefix = cleaned["prefix"][page].as_py() if page != begun else ""
        begun = page
        if not kept:
            told.append((line, kind, f"{prefix} {text}" if prefix else text))
        elif prefix:
            told.append((line, "meta", prefix))
    return told
