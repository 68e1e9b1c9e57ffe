"""How lines open and close, whatever their digits; and where keys stand."""

import re

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.native import call
from dataset.normalize.line_table import raw_lines
from tests.fuzz import tried

END, LONGEST = 12, 240
TEXT = st.text("ab0189:/ đ9", min_size=1, max_size=20)
LINE = st.one_of(
    TEXT, st.builds(lambda a, b, n: a + "x" * n + b, TEXT, TEXT, st.sampled_from([0, 1, 200, 260]))
)


def ends(line: str) -> tuple[bytes, bytes] | None:
    raw = re.sub(rb"\d", b"0", line.encode())
    return (raw[:END], raw[-END:]) if END < len(raw) <= LONGEST else None


@given(st.lists(LINE.map(str.strip).filter(bool), min_size=1, max_size=12))
@tried(300)
def test_ends_are_alike_where_their_bytes_are(lines: list[str]) -> None:
    table = raw_lines(pl.Series(["\n".join(lines)]))
    opening, closing = np.empty(len(lines), np.uint64), np.empty(len(lines), np.uint64)
    call("hash_ends", table.raw, table.start, table.end, len(lines), opening, closing)
    told: dict[tuple[str, bytes], int] = {}
    for line, *keys in zip(lines, opening.tolist(), closing.tolist(), strict=True):
        known = ends(line)
        assert (known is None) == (keys == [0, 0])
        for side, part, key in zip("oc", known or (), keys, strict=known is not None):
            assert told.setdefault((side, part), key) == key
    assert len(set(told.values())) == len(told)


def test_ends_are_the_same_for_ever() -> None:
    """They are stored between runs: another number is another format, and asks for another NORM_VERSION."""
    table = raw_lines(pl.Series(["Đặt mua báo tháng 5: 77.000 đồng"]))
    opening, closing = np.empty(1, np.uint64), np.empty(1, np.uint64)
    call("hash_ends", table.raw, table.start, table.end, 1, opening, closing)
    assert [int(opening[0]), int(closing[0])] == ENDS


ENDS = [12605107527170146003, 15096437314933315529]


@given(st.sets(st.integers(0, 30)), st.lists(st.integers(0, 30)))
@settings(deadline=None)
def test_where_keys_stand(known: set[int], wanted: list[int]) -> None:
    keys = list(known)
    place = np.empty(len(wanted), np.int64)
    call("find_keys", np.array(keys, np.uint64), len(keys), np.array(wanted, np.uint64), len(wanted), place)
    assert place.tolist() == [keys.index(key) if key in known else -1 for key in wanted]
