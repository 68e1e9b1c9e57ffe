"""Small tables for tests, with every column that the contract asks for."""

from collections.abc import Mapping

import pyarrow as pa

from schemas.contract import Contract
from schemas.files import text_sha256
from schemas.tables import table_of


def articles_of(contract: Contract, texts: Mapping[str, str]) -> pa.Table:
    """The table `articles`, one row for each id and text."""
    return table_of(contract, "articles", [_article(name, text) for name, text in texts.items()])


def _article(name: str, text: str) -> dict[str, object]:
    return {
        "id": name,
        "kind": "article",
        "parent_id": None,
        "item_index": None,
        "title": None,
        "author": None,
        "url": None,
        "source": None,
        "section": None,
        "text": text,
        "paragraphs": [{"start": 0, "end": len(text)}],
        "text_sha256": text_sha256(text),
        "language": "vi",
        "published_at": None,
        "published_precision": "unknown",
        "event_date": None,
        "crawled_at": None,
        "license": None,
        "captions": [],
        "source_path": f"{name}.txt",
        "source_sha256": text_sha256(name),
        "norm_version": "1",
    }
