"""The formats by the names that the commands give them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from annotation.formats.labelled import Labelled, Lost
from schemas.contract import Contract

Reader = Callable[[Path], Iterator[Labelled]]
Writer = Callable[[Iterable[Labelled], Path, Contract], Lost]


@dataclass(frozen=True, slots=True)
class Format:
    """How a format is read and written: one file that ends in `suffix`, or a folder of such files.

    `holds_skips`: it can say that an annotator skipped a text.
    """

    name: str
    suffix: str
    is_folder: bool
    read: Reader
    write: Writer
    holds_skips: bool = False


def format_named(name: str) -> Format:
    """One of `annotation.formats.NAMES`."""
    from annotation.formats import brat, conll, docbin, doccano, label_studio, spacy_jsonl, webanno

    def conll_writer(columns: Literal[2, 4], tags: conll.Tags) -> Writer:
        return lambda documents, path, _: conll.write(documents, path, columns=columns, tags=tags)

    formats = (
        Format("conll", ".conll", False, conll.read, conll_writer(2, "iob2")),
        Format("conll2003", ".conll", False, conll.read, conll_writer(4, "iob2")),
        Format("conll-iob", ".conll", False, conll.read, conll_writer(2, "iob")),
        Format("conll-bioes", ".conll", False, conll.read, conll_writer(2, "bioes")),
        Format("brat", ".ann", True, brat.read, lambda d, p, _: brat.write(d, p)),
        Format("webanno", ".tsv", True, webanno.read, lambda d, p, _: webanno.write(d, p)),
        Format("spacy", ".spacy", False, docbin.read, lambda d, p, _: docbin.write(d, p)),
        Format("spacy-jsonl", ".jsonl", False, spacy_jsonl.read, lambda d, p, _: spacy_jsonl.write(d, p)),
        Format("label-studio", ".json", False, label_studio.read, label_studio.write, holds_skips=True),
        Format("doccano", ".jsonl", False, doccano.read, lambda d, p, _: doccano.write(d, p)),
    )
    return next(one for one in formats if one.name == name)
