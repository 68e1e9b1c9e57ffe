"""What is read off the bytes is what a regex and hashlib say of each text."""

import hashlib
import sys

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from validation.characters import ODD
from validation.engine import text_bytes
from validation.engine.text_bytes import TextBytes

ALL = [chr(point) for point in range(sys.maxunicode + 1) if not 0xD800 <= point <= 0xDFFF]
texts = st.lists(
    st.none()
    | st.text(max_size=30)
    | st.text(alphabet="aệ\n\t\x7f\xa0\xad“”…₫​ \u2028Ḁỿ\u0301e🎉", max_size=30),
    max_size=12,
)


def _by_regex(batch: pa.Array) -> list[bool]:
    found = pl.Series(pl.from_arrow(batch)).str.contains(ODD).fill_null(value=False)
    return found.to_list()


def test_every_character_is_judged_as_the_regex_does() -> None:
    batch = pa.array(ALL, pa.large_string())
    assert TextBytes.of(batch).odd().tolist() == _by_regex(batch)


@settings(max_examples=300, deadline=None)
@given(texts, st.integers(0, 4), st.integers(1, 9))
def test_any_batch_any_slice_and_any_chunk(listed: list[str | None], skipped: int, chunk: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(text_bytes, "_CHUNK", chunk)
        for kind in (pa.string(), pa.large_string()):
            batch = pa.array(listed, kind)[skipped:]
            assert TextBytes.of(batch).odd().tolist() == _by_regex(batch)
            hashes = [hashlib.sha256((text or "").encode()).hexdigest() for text in listed[skipped:]]
            assert TextBytes.of(batch).sha256() == hashes
