"""A batch of pages as the rules and the model see it: lines, their forms, what is named, their features."""

from dataclasses import dataclass

import numpy as np
import polars as pl
import pyarrow as pa

from dataset.normalize.evidence import seen, site_keys
from dataset.normalize.features import Features, features_of
from dataset.normalize.forms import Forms, forms_of
from dataset.normalize.lexicon import lexicon_of
from dataset.normalize.line_table import LineTable, lines_of
from dataset.normalize.named import Named, named_lines
from dataset.normalize.words import Flags, table_of
from schemas.language.pack import LanguagePack


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything about the lines of a batch that does not depend on a decision."""

    table: LineTable
    forms: Forms
    named: Named
    features: Features


def read_batch(cleaned: pa.Table, counts: pa.Table, pack: LanguagePack) -> Batch:
    """Look at every line of a CLEANED table. `counts` are the corpus' (see evidence.COUNTS)."""
    lexicon = lexicon_of(pack)
    frame = pl.from_arrow(cleaned.select(["site", "title", "outside"]))
    assert isinstance(frame, pl.DataFrame)
    table = lines_of(cleaned["text"])
    forms = forms_of(table, lexicon)
    named = named_lines(table, forms, lexicon)
    known = seen(table, site_keys(frame["site"]), counts)
    titles = _stated(frame["title"].fill_null(""), table, forms)
    small = table_of(lexicon.function_words)
    parsed = (frame["outside"].list.len() > 0).to_numpy()[table.page]
    return Batch(table, forms, named, features_of(table, forms, named, known, small, titles, parsed))


def _stated(titles: pl.Series, table: LineTable, forms: Forms) -> Flags:
    """Lines that say word for word what the metadata of their page calls its title."""
    given = np.flatnonzero((titles.str.len_bytes() > 0).to_numpy())
    wanted = np.zeros(len(titles), np.uint64)
    if len(given):
        wanted[given] = lines_of(titles[given].str.replace_all("\n", " ")).words.line_key
    found: Flags = (forms.key == wanted[table.page]) & (forms.key != 0)
    return found
