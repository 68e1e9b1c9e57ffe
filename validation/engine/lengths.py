"""How long the spans of each label are: a count of all lengths, and the places of the few long ones."""

from collections import Counter
from dataclasses import dataclass, field

import polars as pl

LONG = 30
"""Only spans of at least so many code points are kept with their place: of names few are."""

_KEPT = ("row", "span", "label", "start", "end", "length")


@dataclass(slots=True)
class Lengths:
    """Of one table of labels. `counts`: how often a label has spans of a length. `long`: row, span, label, start,
    end and length of the long ones, in frames."""

    counts: Counter[tuple[str, int]] = field(default_factory=Counter)
    long: list[pl.DataFrame] = field(default_factory=list)

    def add(self, spans: pl.DataFrame) -> None:
        """Count a batch of engine/spans.py's frame; offsets that cannot be are SPAN003's."""
        length = pl.col("end") - pl.col("start")
        right = spans.lazy().filter(pl.col("ordered") & pl.col("label").is_not_null())
        counted = right.group_by("label", length.alias("length")).len().collect()
        self.counts.update({(label, size): many for label, size, many in counted.iter_rows()})
        self.long.append(
            right.with_columns(length.alias("length"))
            .filter(pl.col("length") >= LONG)
            .select(_KEPT)
            .collect()
        )
