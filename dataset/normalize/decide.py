"""What each page of a batch is: an article, a listing, or something that has no story; with every line decided."""

import numpy as np
import polars as pl
import pyarrow as pa

from dataset.normalize.batch import Batch, read_batch
from dataset.normalize.decided import LINES, Decided
from dataset.normalize.evidence import EVIDENCE, counts_of
from dataset.normalize.kinds import FIRST_STORY, LAST_STORY
from dataset.normalize.lexicon import lexicon_of
from dataset.normalize.listing import listings
from dataset.normalize.model import ONE
from dataset.normalize.naming import Kinds, mark_stated_captions, name_lines, name_listings
from dataset.normalize.page_kinds import STATED, Given, pages_of
from dataset.normalize.verdict import verdict
from dataset.normalize.words import Flags, Places
from schemas.contract import Limits
from schemas.language.pack import LanguagePack


def decide_batch(
    cleaned: pa.Table, evidence: pa.Table, pack: LanguagePack, limits: Limits, language: str
) -> Decided:
    """Decide every page of a CLEANED table. A refused record gives an empty page with its reason.

    `evidence` is what `merge` gave, or its `counts_of`: count once and share that between batches. `language`
    is the BCP-47 tag that the corpus is in; pages in others are refused.
    """
    counts = counts_of(evidence) if evidence.schema.names == EVIDENCE.names else evidence
    batch = read_batch(cleaned, counts, pack)
    frame = pl.from_arrow(cleaned.select([*STATED, "prefix", "outside", "reason", "detail"]))
    assert isinstance(frame, pl.DataFrame)
    story, title, margin = verdict(batch)
    if frame["captions"].list.len().sum():
        story &= ~mark_stated_captions(batch, frame["captions"].to_list())
    found = listings(batch, lexicon_of(pack), frame["title"].to_list())
    story &= ~found.pages[batch.table.page]
    title[found.pages] = -1
    kinds = name_lines(batch, story, title, frame["title"].is_not_null().to_numpy(), pack)
    name_listings(batch, kinds, found)
    pages, kept = pages_of(Given(batch, kinds, frame, found, pack, limits, language))
    return Decided(pages, _lines(batch, kinds, margin, kept, frame["outside"]))


def _lines(batch: Batch, kinds: Kinds, margin: Places, kept: Flags, outside: pl.Series) -> pl.DataFrame:
    """All lines that are not blank, and behind each page's those that an HTML extractor left out."""
    table = batch.table
    story = (kinds.kind >= FIRST_STORY) & (kinds.kind <= LAST_STORY)
    lines = pl.DataFrame(
        {
            "page": table.page.astype(np.uint32),
            "line": table.number.astype(np.int32),
            "kind": pl.Series(kinds.kind.astype(np.uint8)).cat.to(LINES["kind"]),
            "rule": pl.Series(kinds.rule.astype(np.uint8)).cat.to(LINES["rule"]),
            "confidence": confidence(margin, story),
            "text": table.text,
            "kept": story & kept[table.page],
            # Before each page stands a line break that the texts do not have.
            "place": np.where(table.closing, -1, table.start - table.page - 1),
        },
        schema=LINES,
    )
    if not outside.list.len().sum():
        return lines
    beside = (
        pl.DataFrame(
            {"page": np.arange(len(outside), dtype=np.uint32), "text": outside, "after": table.after}
        )
        .explode("text")
        .filter(pl.col("text").is_not_null())
        .with_columns(line=(pl.col("after") + pl.int_range(pl.len()).over("page")).cast(pl.Int32))
        .filter(pl.col("text") != "")
        .with_columns(
            kind=pl.lit("outside"),
            rule=pl.lit("outside-main"),
            confidence=pl.lit(1, pl.Float32),
            kept=pl.lit(value=False),
            place=pl.lit(-1, pl.Int64),
        )
    )
    return pl.concat([lines, beside.select(lines.columns).cast(LINES)]).sort(
        "page", "line", maintain_order=True
    )


def confidence(margin: Places, story: Flags) -> pl.Series:
    """How sure the model is of what was decided, from 0 to 1; a half and less where a rule overruled it."""
    agreed = np.where(story, margin, -margin) / ONE
    return pl.Series((0.5 + 0.5 * agreed / (1 + np.abs(agreed))).astype(np.float32))
