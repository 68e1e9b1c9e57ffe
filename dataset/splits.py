"""Splits: whole clusters go to one split, and an id that has a split never moves.

A cluster's split comes from a hash of its id. When an earlier run gave some of its articles a split,
those keep it and newcomers follow them. Clusters of different splits can merge, and then these two rules
contradict each other: the cluster is torn. No id moves. The cluster keeps one split, test before validation
before train, and newcomers get that one; members with another split are held out of the configs that are
divided, as long as the cluster is torn. Their split stays on record, so when it comes apart they are back in it.
"""

from collections.abc import Iterable, Mapping
from hashlib import blake2b

import pyarrow as pa

from schemas.arrow import arrow_schema
from schemas.contract import Contract
from schemas.release.splits import KEPT_FIRST
from schemas.tables import table_of


def assign_splits(clusters: pa.Table, previous: pa.Table | None, contract: Contract) -> pa.Table:
    """The table `splits`, one row per row of `clusters`, by id.

    `previous` is the table `splits` of an earlier run, or of an earlier release. Its ids that are no
    longer in `clusters` are left out.
    """
    earlier = _mapping(previous, "split") if previous is not None else {}
    members = sorted(_mapping(clusters, "cluster_id").items())
    chosen = _kept((name, earlier[article]) for article, name in members if article in earlier)
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


def held_out(splits: pa.Table) -> frozenset[str]:
    """The ids that lie in another split than the one that their torn cluster keeps."""
    rows = splits.select(["id", "cluster_id", "split"]).to_pylist()
    kept = _kept((row["cluster_id"], row["split"]) for row in rows)
    return frozenset(row["id"] for row in rows if row["split"] != kept[row["cluster_id"]])


def remember(known: pa.Table, splits: pa.Table, labelled: Iterable[str], contract: Contract) -> pa.Table:
    """`known`, and with it the split of every id that a release has in one: what `assign_splits` goes by later.

    `labelled` are the articles with gold. An id stays, also while it is absent.
    """
    held = held_out(splits)
    rows: dict[str, Mapping[str, object]] = {row["id"]: row for row in known.to_pylist()}
    released = set(labelled) - held
    for row in splits.to_pylist():
        if row["id"] in released:
            rows.setdefault(row["id"], row)
    return table_of(contract, "splits", [rows[name] for name in sorted(rows)])


def _kept(found: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Cluster to the split it keeps, of pairs of a cluster and a split that a member has."""
    kept: dict[str, str] = {}
    for name, split in found:
        kept[name] = min(kept.get(name, split), split, key=KEPT_FIRST.index)
    return kept


def _mapping(table: pa.Table, column: str) -> dict[str, str]:
    return dict(zip(table.column("id").to_pylist(), table.column(column).to_pylist(), strict=True))
