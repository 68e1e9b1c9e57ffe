"""Records that are plain text, found by columns: most are, and each by itself costs five times as much."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dataset.read.legacy.repair import OWN, RARE, SHORT, SIGN
from dataset.read.options import ReadOptions
from dataset.read.page import Page, Raw, Refused
from schemas.language.mojibake import SURE

if TYPE_CHECKING:
    import polars as pl

# What `decode` looks at more closely: controls, a byte order mark, and signs of an older charset. For Rust's regex.
ODD = rf"[\x00-\x08\x0e-\x1a\x1c-\x1f]|^\x{{feff}}|{SURE}|{SIGN}|[{''.join(RARE)}]"
_TAG = r"^\s*<"


def plain_texts(records: Sequence[Raw | Page | Refused], options: ReadOptions) -> "pl.Series":
    """The text of every raw record that `page_of` would take as it is, unless it has something `ODD`; else null."""
    import polars as pl

    data = [
        record.data
        if isinstance(record, Raw)
        and record.media != "html"
        and SHORT <= len(record.data) <= options.max_page_bytes
        else None
        for record in records
    ]
    try:
        texts = pl.Series(data, dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.ComputeError:  # some are no UTF-8, and it does not say which
        texts = pl.Series(
            [one if one is not None and _is_utf8(one) else None for one in data], dtype=pl.Binary
        ).cast(pl.String)
    # Who has one of these letters is no blank either.
    plain = texts.str.contains(f"[{''.join(OWN)}]") & ~texts.str.contains(_TAG)
    return texts.set(~plain, None)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
