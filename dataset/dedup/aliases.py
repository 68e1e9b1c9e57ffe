"""What became of the names of clusters: who wrote one down can still find the cluster.

A cluster is named by its smallest id. It loses that name when it merges with one whose smallest id is
smaller, or when the article of that id goes or leaves it.
"""

from typing import TYPE_CHECKING

import pyarrow as pa

from schemas.contract import Contract
from schemas.tables import table_of

if TYPE_CHECKING:
    import polars as pl


def follow(before: pa.Table, aliases: pa.Table, clusters: pa.Table, contract: Contract) -> pa.Table:
    """The table `aliases` after a run that made `clusters`; `before` and `aliases` are what the last one left.

    A name that is no cluster's leads to where its own article is now; if that article is gone, to where
    the first by id of its old cluster's other members is. A name none of whose members is left leads
    nowhere and is dropped. Following twice gives the same as once, so a kill between the two files is mended
    by the next run.
    """
    import polars as pl

    now = _frame(clusters)
    last = _frame(before)
    old = dict(zip(aliases["alias"].to_pylist(), aliases["cluster_id"].to_pylist(), strict=True))
    names = now["cluster_id"].unique()
    given = pl.concat([last["cluster_id"], pl.Series("cluster_id", list(old), pl.String)]).unique()
    lost: list[str] = given.filter(~given.is_in(names.implode())).sort().to_list()
    asked = pl.Series(lost + [old[name] for name in lost if name in old], dtype=pl.String).unique()
    here = now.filter(pl.col("id").is_in(asked.implode()))
    leads: dict[str, str] = dict(here.iter_rows())
    heirs = (
        last.filter(pl.col("cluster_id").is_in(asked.implode()))
        .join(now.rename({"cluster_id": "now"}), on="id")
        .sort("id")
        .unique("cluster_id", keep="first", maintain_order=True)
        .select("cluster_id", "now")
    )
    leads = {**dict(heirs.iter_rows()), **leads}
    found = {name: leads.get(name) or leads.get(old.get(name, "")) for name in lost}
    rows = [{"alias": name, "cluster_id": to} for name, to in found.items() if to is not None]
    return table_of(contract, "aliases", rows)


def _frame(table: pa.Table) -> "pl.DataFrame":
    import polars as pl

    frame = pl.from_arrow(table.select(["id", "cluster_id"]))
    assert isinstance(frame, pl.DataFrame)
    return frame
