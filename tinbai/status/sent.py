"""Which articles went to people, by the ledgers of push: the server need not answer to tell it."""

from pathlib import Path

import polars as pl

from annotation.ledger import sent_tasks

_SCHEMA = {
    "id": pl.String,
    "text_sha256": pl.String,
    "task": pl.Int64,
    "project": pl.Int64,
    "made": pl.String,
}


def sent_frame(folder: Path, *roles: str) -> pl.DataFrame:
    """A row per task of these roles that was ever sent, the newest project's last."""
    tasks = sent_tasks(folder, *roles)
    columns = {name: [getattr(task, name) for task in tasks] for name in _SCHEMA}
    return pl.DataFrame(columns, schema=_SCHEMA)
