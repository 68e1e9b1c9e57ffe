"""Whoever wrote down a cluster's name finds the cluster; and a released id never moves, whatever merges."""

import tempfile
from pathlib import Path

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.dedup.aliases import follow
from dataset.splits import assign_splits, held_out, split_of
from schemas.contract import Contract, default_contract
from schemas.tables import read_table, table_of
from tests.dedup.test_workspace import run, write_articles
from tests.dedup.texts import edited, story, written

Members = dict[str, str]
ALONE = {"tier": "single", "nearest_id": None, "jaccard": None, "containment": None}


def clusters(groups: list[str]) -> pa.Table:
    """Clusters of one-letter articles: `["abc", "d"]`."""
    rows = [{"id": name, "cluster_id": min(group), **ALONE} for group in groups for name in group]
    return table_of(default_contract(), "clusters", sorted(rows, key=lambda row: str(row["id"])))


def followed(*runs: list[str]) -> Members:
    contract = default_contract()
    before = clusters([])
    aliases = table_of(contract, "aliases", [])
    for groups in runs:
        now = clusters(groups)
        aliases = follow(before, aliases, now, contract)
        before = now
    return dict(zip(aliases["alias"].to_pylist(), aliases["cluster_id"].to_pylist(), strict=True))


def test_a_merge() -> None:
    assert followed(["bc", "de"], ["abcde"]) == {"b": "a", "d": "a"}


def test_a_chain_of_merges_leads_to_the_last() -> None:
    assert followed(["d"], ["cd"], ["bcd"], ["abcd"]) == {"d": "a", "c": "a", "b": "a"}


def test_the_smallest_member_goes() -> None:
    assert followed(["abc", "d"], ["bc", "d"]) == {"a": "b"}
    assert followed(["abc", "d"], ["bc", "d"], ["c", "d"], ["cd"]) == {"a": "c", "b": "c", "d": "c"}


def test_the_smallest_member_leaves_to_another_cluster() -> None:
    """Its name goes with the article; those it left have a name of their own."""
    assert followed(["bcd", "a"], ["ab", "cd"]) == {"b": "a"}


def test_a_name_comes_back() -> None:
    assert followed(["ab"], ["b"], ["ab"]) == {"b": "a"}
    assert followed(["b", "c"], ["bc"], ["b", "c"]) == {}


def test_nobody_is_left() -> None:
    assert followed(["ab", "c"], ["c"]) == {}


@st.composite
def histories(draw: st.DrawFn) -> list[list[str]]:
    runs = []
    for _ in range(draw(st.integers(2, 5))):
        names = draw(st.sets(st.sampled_from("abcdefgh")))
        groups: dict[int, str] = {}
        for name in sorted(names):
            number = draw(st.integers(0, 3))
            groups[number] = groups.get(number, "") + name
        runs.append(list(groups.values()))
    return runs


@settings(max_examples=100, deadline=None)
@given(histories())
def test_any_history(runs: list[list[str]]) -> None:
    """An alias is never a live name, always leads to one, and to its own article's where that is there."""
    contract = default_contract()
    before, aliases = clusters([]), table_of(contract, "aliases", [])
    ever: set[str] = set()
    for groups in runs:
        now = clusters(groups)
        made = follow(before, aliases, now, contract)
        live = {min(group) for group in groups}
        home = {name: min(group) for group in groups for name in group}
        leads = dict(zip(made["alias"].to_pylist(), made["cluster_id"].to_pylist(), strict=True))
        assert made["alias"].to_pylist() == sorted(leads)
        assert not leads.keys() & live
        assert set(leads.values()) <= live
        ever |= live
        for name in (ever - live) & home.keys():
            if name in leads:
                assert leads[name] == home[name]
        lost = {min(group) for group in _groups(before)} - live
        for name in lost:
            heirs = [member for member in _members(before, name) if member in home]
            assert (name in leads) == bool(heirs)
        # A kill after the aliases were written and before the clusters were: the next run does it again.
        assert follow(before, made, now, contract).equals(made)
        before, aliases = now, made


def _groups(table: pa.Table) -> list[list[str]]:
    names = sorted(set(table["cluster_id"].to_pylist()))
    return [_members(table, name) for name in names]


def _members(table: pa.Table, name: str) -> list[str]:
    rows = zip(table["id"].to_pylist(), table["cluster_id"].to_pylist(), strict=True)
    return [article for article, held in rows if held == name]


def test_a_bridge_merges_clusters_of_two_splits(tmp_path: Path, contract: Contract) -> None:
    """Two released stories of different splits turn out to be one: nobody moves, and one split keeps its rows."""
    long = story(4, 200)
    one = next(f"b{n}" for n in range(99) if split_of(f"b{n}", contract) == "train")
    other = next(f"c{n}" for n in range(99) if split_of(f"c{n}", contract) == "test")
    texts = {one: written(long[:110]), other: written(long[90:])}
    write_articles(tmp_path, texts)
    released = assign_splits(run(tmp_path).clusters, None, contract)
    assert sorted(released["split"].to_pylist()) == ["test", "train"]
    write_articles(tmp_path, {**texts, "a0": written(long), "z9": written(edited(long, 1, 4))})
    merged = run(tmp_path)
    assert set(merged.clusters["cluster_id"].to_pylist()) == {"a0"}
    assert merged.aliases.to_pylist() == [
        {"alias": one, "cluster_id": "a0"},
        {"alias": other, "cluster_id": "a0"},
    ]
    after = assign_splits(merged.clusters, released, contract)
    held = dict(zip(after["id"].to_pylist(), after["split"].to_pylist(), strict=True))
    assert held == {one: "train", other: "test", "a0": "test", "z9": "test"}
    assert held_out(after) == {one}


def test_aliases_of_a_workspace_are_kept_from_run_to_run(contract: Contract) -> None:
    base = story(8, 120)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for names in ("c", "bc", "abc", "bc"):
            write_articles(folder, {each: written(edited(base, ord(each), 2)) for each in names})
            run(folder)
        held = read_table(folder / "aliases.parquet", contract, "aliases")
        assert held.to_pylist() == [{"alias": "a", "cluster_id": "b"}, {"alias": "c", "cluster_id": "b"}]
