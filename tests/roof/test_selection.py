"""Nobody labels today what they labelled yesterday."""

import pyarrow as pa

from schemas.contract import Contract
from schemas.tables import table_of
from tests.tables import articles_of
from tinbai.selection import for_annotators


def clusters_of(contract: Contract, members: dict[str, str]) -> pa.Table:
    rows = [
        {
            "id": name,
            "cluster_id": cluster,
            "tier": "near",
            "nearest_id": None,
            "jaccard": None,
            "containment": None,
        }
        for name, cluster in members.items()
    ]
    return table_of(contract, "clusters", rows)


def chosen(
    contract: Contract,
    *,
    pushed: tuple[str, ...] = (),
    teasers: bool = False,
    duplicates: bool = False,
    clustered: bool = True,
) -> list[str]:
    articles = articles_of(contract, {"a": "ngắn", "b": "dài hơn nhiều", "c": "một mình", "t": "x" * 99})
    kinds = pa.array(["article", "article", "article", "teaser"])
    articles = articles.set_column(
        articles.schema.get_field_index("kind"), articles.schema.field("kind"), kinds
    )
    clusters = clusters_of(contract, {"a": "a", "b": "a", "c": "c", "t": "a"} if clustered else {})
    selected = for_annotators(articles, clusters, pushed=pushed, teasers=teasers, duplicates=duplicates)
    return list(selected["id"].to_pylist())


def test_the_longest_telling_stands_for_its_cluster(contract: Contract) -> None:
    assert chosen(contract) == ["b", "c"]


def test_what_was_pushed_stays_although_a_longer_one_came(contract: Contract) -> None:
    assert chosen(contract, pushed=("a",)) == ["a", "c"]


def test_two_that_were_pushed_both_stay(contract: Contract) -> None:
    assert chosen(contract, pushed=("a", "b")) == ["a", "b", "c"]


def test_a_teaser_does_not_stand_for_an_article(contract: Contract) -> None:
    assert chosen(contract, teasers=True) == ["b", "c"]


def test_everything_when_asked(contract: Contract) -> None:
    assert chosen(contract, duplicates=True) == ["a", "b", "c"]
    assert chosen(contract, duplicates=True, teasers=True) == ["a", "b", "c", "t"]


def test_without_clusters_each_stands_alone(contract: Contract) -> None:
    assert chosen(contract, clustered=False) == ["a", "b", "c"]
