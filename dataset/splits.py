"""Splits: whole clusters go to one split, and an id that has a split never moves.

A cluster's split comes from a hash of its id. When an earlier run gave some of its articles a split,
those keep it and newcomers follow the one of them with the smallest id: that choice stays the same
however often the cluster grows. When clusters of different splits merge, the two rules contradict each
other. Then the ids stay where they are, since published test sets must not move, newcomers follow the
smallest id that has a split, and `torn_clusters` names the cluster so that validation reports the leak.
"""

from hashlib import blake2b

import pyarrow as pa

from schemas.arrow import arrow_schema
from schemas.contract import Contract


def assign_splits(clusters: pa.Table, previous: pa.Table | None, contract: Contract) -> pa.Table:
    """The table `splits`, one row per row of `clusters`, by id.

    `previous` is the table `splits` of an earlier run, or of an earlier release. Its ids that are no
    longer in `clusters` are left out.
    """
    earlier = _mapping(previous, "split") if previous is not None else {}
    members = sorted(_mapping(clusters, "cluster_id").items())
    chosen: dict[str, str] = {}
    for article, name in members:
        if article in earlier:
            chosen.setdefault(name, earlier[article])
    for name in {name for _, name in members} - chosen.keys():
        chosen[name] = split_of(name, contract)
    rows = [
        {"id": article, "cluster_id": name, "split": earlier.get(article, chosen[name])}
        for article, name in members
    ]
    return pa.Table.from_pylist(rows, schema=arrow_schema(contract, "splits"))


def split_of(cluster_id: str, contract: Contract) -> str:
    """The split that the hash of a cluster's id falls into, by the contract's percentages."""
    digest = blake2b(cluster_id.encode(), digest_size=8, person=b"tinbai.splits").digest()
    percent = (int.from_bytes(digest, "big") * 100) >> 64
    bound = 0
    for split in contract.splits:
        bound += split.percent
        if percent < bound:
            return split.name
    raise AssertionError("the contract's percentages add up to 100")


def torn_clusters(splits: pa.Table) -> dict[str, tuple[str, ...]]:
    """Clusters that lie in more than one split, with those splits: what a merge of old clusters leaves."""
    found: dict[str, set[str]] = {}
    for name, split in zip(
        splits.column("cluster_id").to_pylist(), splits.column("split").to_pylist(), strict=True
    ):
        found.setdefault(name, set()).add(split)
    return {name: tuple(sorted(held)) for name, held in sorted(found.items()) if len(held) > 1}


def _mapping(table: pa.Table, column: str) -> dict[str, str]:
    return dict(zip(table.column("id").to_pylist(), table.column(column).to_pylist(), strict=True))
