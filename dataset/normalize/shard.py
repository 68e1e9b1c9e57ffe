"""A few files in, their rows out: the unit of work of a process pool."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dataset.normalize.decide import decide
from dataset.normalize.rows import NORM_VERSION, Tables, rows_of_page, rows_of_refused, tables_of
from dataset.read.files import read_file
from dataset.read.page import InputFile, Page
from schemas.contract import Contract
from schemas.language.pack import language_pack


@dataclass(frozen=True, slots=True)
class NormalizeOptions:
    """`license` is written to every article whose page does not state its own."""

    license: str | None = None


@dataclass(frozen=True, slots=True)
class Shard:
    """What a shard gave: rows of the pages that were new or changed, and how many were neither."""

    tables: Tables
    unchanged: int


def rules_of(contract: Contract, options: NormalizeOptions) -> str:
    """A hash of everything but the page that its rows depend on."""
    limits = contract.limits
    body = {
        "norm_version": NORM_VERSION,
        "language": contract.language,
        "pack": language_pack(contract.language).sha256,
        "limits": [limits.min_article_chars, limits.max_article_chars, limits.max_page_bytes],
        "license": options.license,
    }
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]


def normalize_shard(
    files: Sequence[InputFile], known: Mapping[str, str], contract: Contract, options: NormalizeOptions
) -> Shard:
    """Normalize files. `known` gives the sha256 of pages that these very rules have seen before: they are skipped."""
    pack = language_pack(contract.language)
    rules = rules_of(contract, options)
    rows = []
    unchanged = 0
    for file in files:
        page = read_file(file, contract.limits.max_page_bytes)
        if page.sha256 is not None and known.get(file.source_path) == page.sha256:
            unchanged += 1
        elif isinstance(page, Page):
            decided = decide(page, pack, contract.limits, contract.language)
            rows.append(rows_of_page(file, page, decided, rules, options.license))
        else:
            rows.append(rows_of_refused(file, page, rules))
    return Shard(tables_of(contract, rows), unchanged)
