from collections import Counter

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset.splits import assign_splits, held_out, remember, split_of
from schemas.contract import Contract, Split, default_contract


def clusters(members: dict[str, str]) -> pa.Table:
    return pa.table(
        {"id": pa.array(members, pa.string()), "cluster_id": pa.array(members.values(), pa.string())}
    )


def splits_of(table: pa.Table) -> dict[str, str]:
    return dict(zip(table.column("id").to_pylist(), table.column("split").to_pylist(), strict=True))


def in_split(contract: Contract, split: str, prefix: str) -> str:
    return next(f"{prefix}{n}" for n in range(1000) if split_of(f"{prefix}{n}", contract) == split)


def test_shares_are_near_the_percentages(contract: Contract) -> None:
    counts = Counter(split_of(f"bai-{n}", contract) for n in range(20_000))
    assert abs(counts["train"] - 16_000) < 250
    assert abs(counts["validation"] - 2_000) < 200
    assert abs(counts["test"] - 2_000) < 200


def test_the_hash_is_fixed_for_ever(contract: Contract) -> None:
    """Another hash would move every published article; this is the hash of release 1."""
    assert [split_of(f"bai-{n}", contract) for n in (0, 1, 14, 27, 29)] == [
        "train", "test", "validation", "validation", "test",
    ]  # fmt: skip


def test_a_cluster_stays_together(contract: Contract) -> None:
    table = assign_splits(clusters({f"m{n}": f"m{n // 5 * 5}" for n in range(50)}), None, contract)
    assert held_out(table) == set()
    of_cluster = {row["cluster_id"]: row["split"] for row in table.to_pylist()}
    assert all(row["split"] == of_cluster[row["cluster_id"]] for row in table.to_pylist())
    assert table.column("id").to_pylist() == sorted(f"m{n}" for n in range(50))


def test_newcomers_follow_the_cluster_even_when_its_name_changes(contract: Contract) -> None:
    old = in_split(contract, "test", "k")
    new = in_split(contract, "train", "a")
    before = assign_splits(clusters({old: old}), None, contract)
    after = assign_splits(clusters({old: new, new: new}), before, contract)
    assert splits_of(after) == {old: "test", new: "test"}


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [("validation", "test", "test"), ("train", "test", "test"), ("train", "validation", "validation")],
)
def test_a_merge_of_two_splits_moves_nobody_and_holds_one_of_them_out(
    contract: Contract, first: str, second: str, kept: str
) -> None:
    one, other = in_split(contract, first, "b"), in_split(contract, second, "c")
    before = assign_splits(clusters({one: one, other: other}), None, contract)
    after = assign_splits(clusters({one: one, other: one, "a0": one, "z9": one}), before, contract)
    assert splits_of(after) == {one: first, other: second, "a0": kept, "z9": kept}
    assert held_out(after) == {one}
    apart = assign_splits(clusters({one: one, other: other}), after, contract)
    assert apart.equals(before)
    assert held_out(apart) == set()


def test_other_percentages_are_for_new_clusters_alone(contract: Contract) -> None:
    names = {f"m{n}": f"m{n}" for n in range(40)}
    before = assign_splits(clusters(names), None, contract)
    all_test = (Split(name="test", percent=100),)
    other = contract.model_copy(update={"splits": all_test})
    after = splits_of(assign_splits(clusters({**names, "m0b": "m0", "new": "new"}), before, other))
    assert after == {**splits_of(before), "m0b": "train", "new": "test"}


def test_what_was_released_is_remembered_while_it_is_absent(contract: Contract) -> None:
    """Also its split counts for its cluster again, once it is back; what is held out or unlabelled is not released."""
    none = assign_splits(clusters({}), None, contract)
    first = assign_splits(clusters({"a": "a", "b": "a", "unread": "a"}), None, contract)
    known = remember(none, first, ["a", "b"], contract)
    assert splits_of(known) == {"a": "train", "b": "train"}
    test = in_split(contract, "test", "c")
    later = assign_splits(clusters({"b": "b", test: test}), known, contract)
    known = remember(known, later, ["b", test], contract)
    assert splits_of(known) == {"a": "train", "b": "train", test: "test"}
    merged = assign_splits(clusters({"a": "a", "b": "a", test: "a", "new": "a"}), known, contract)
    assert held_out(merged) == {"a", "b"}
    assert splits_of(remember(known, merged, ["a", "b", test, "new"], contract)) == splits_of(known) | {
        "new": "test"
    }


# Of each article its cluster, None while it is absent; and whether it has gold.
_ARTICLE = st.tuples(st.none() | st.integers(0, 4), st.booleans())
_THIRDS = (
    Split(name="train", percent=34),
    Split(name="validation", percent=33),
    Split(name="test", percent=33),
)


@given(st.lists(st.lists(_ARTICLE, min_size=7, max_size=7), min_size=2, max_size=5))
def test_no_id_ever_moves_and_no_cluster_crosses_splits(runs: list[list[tuple[int | None, bool]]]) -> None:
    """However clusters form and fall apart from release to release."""
    contract = default_contract().model_copy(update={"splits": _THIRDS})
    known: dict[str, str] = {}
    remembered = assign_splits(clusters({}), None, contract)
    for run in runs:
        groups: dict[int, list[str]] = {}
        for number, (group, _) in enumerate(run):
            if group is not None:
                groups.setdefault(group, []).append(f"x{number}")
        labelled = {f"x{n}" for n, (group, gold) in enumerate(run) if gold and group is not None}
        table = assign_splits(
            clusters({name: members[0] for members in groups.values() for name in members}),
            remembered,
            contract,
        )
        splits, held = splits_of(table), held_out(table)
        assert known.items() & splits.items() == {(n, s) for n, s in known.items() if n in splits}
        for members in groups.values():
            kept = {splits[name] for name in members if name not in held}
            assert len(kept) == 1
            before = [known[name] for name in members if name in known]
            assert not before or kept == {next(s for s in ("test", "validation", "train") if s in before)}
            assert held.intersection(members) == {n for n in members if splits[n] not in kept}
        remembered = remember(remembered, table, labelled, contract)
        known |= {name: splits[name] for name in labelled - held}
        assert splits_of(remembered) == known
