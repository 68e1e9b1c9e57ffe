"""How often lines stand on a site's stories, against counters."""

from collections import defaultdict

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.normalize.evidence import COUNTS, EVIDENCE, counts_of

ROWS = st.lists(st.tuples(*(st.integers(1, most) for most in (3, 5, 6, 4))), max_size=60)


@given(ROWS)
@settings(deadline=None)
def test_counts(rows: list[tuple[int, int, int, int]]) -> None:
    by_line = {row[:3]: row[3] for row in rows}
    told = sorted((*key, following) for key, following in by_line.items())
    columns = np.array(told, np.uint64).reshape(-1, 4).T
    found = counts_of(pa.Table.from_arrays(list(map(np.ascontiguousarray, columns)), schema=EVIDENCE))
    stories: dict[int, set[int]] = defaultdict(set)
    followers: dict[tuple[int, int], list[int]] = defaultdict(list)
    for site, story, line, following in told:
        stories[site].add(story)
        followers[site, line].append(following)
    expected = [(site, 0, len(known), 0) for site, known in stories.items()]
    expected += [(*key, len(some), len(set(some))) for key, some in followers.items() if len(some) > 1]
    assert list(zip(*(found[name].to_pylist() for name in COUNTS.names), strict=True)) == sorted(expected)
