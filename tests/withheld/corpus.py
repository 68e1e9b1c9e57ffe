"""The sample pages, cleaned as they are, with labels made up for every article: a release, and the same without text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dataset.engine import open_engine
from dataset.normalize import NormalizeOptions, normalize
from dataset.release import ReleaseTables
from dataset.withheld import Attachment, attach, build_without_text
from schemas.contract import Contract, default_contract
from schemas.progress import silent, unseen
from schemas.tables import read_table
from tests.conftest import ROOT
from tests.release.samples import INFO, Row, gold_of, release, tables_of

PAGES = ROOT / "examples/pages"
REASON = "The publishers keep what is theirs."
_NAMES = re.compile(r"[A-ZĐ]\w+(?: [A-ZĐ]\w+)+")


@dataclass(frozen=True)
class Corpus:
    """A workspace that normalize filled, what was built from it, and the tables in between."""

    workspace: Path
    tables: ReleaseTables
    full: Path
    lean: Path


def corpus_of(folder: Path) -> Corpus:
    contract = default_contract()
    workspace = folder / "workspace"
    workspace.mkdir()
    normalize([PAGES], workspace, contract)
    articles = read_table(workspace / "articles", contract, "articles").to_pylist()
    gold = [gold_of(row, spans_of(contract, str(row["text"])), number) for number, row in enumerate(articles)]
    tables = tables_of(contract, articles, gold)
    full = release(contract, folder / "releases", tables).folder
    return Corpus(workspace, tables, full, without(full, tables))


def without(full: Path, tables: ReleaseTables, previous: Path | None = None) -> Path:
    info = replace(INFO, without_text=True, why_without_text=REASON, previous=previous)
    folder = full.parent / "without-text"
    return build_without_text(
        full, tables, default_contract(), folder=folder, info=info, progress=silent
    ).folder


def spans_of(contract: Contract, text: str) -> list[Row]:
    names = contract.entity_names
    return [
        {"start": m.start(), "end": m.end(), "label": names[number % len(names)], "text": m.group()}
        for number, m in enumerate(_NAMES.finditer(text))
    ]


def put_back(lean: Path, pages: Sequence[str | Path], output: Path, *, whole: bool = False) -> Attachment:
    with open_engine(jobs=1) as engine:
        return attach(
            lean, pages, output, default_contract(), options=NormalizeOptions(), engine=engine, progress=unseen,
            whole=whole,
        )  # fmt: skip
