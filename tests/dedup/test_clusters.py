import itertools
import random
import re

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.dedup import cluster
from schemas.contract import Contract, default_contract
from schemas.progress import silent
from tests.dedup.texts import SYLLABLES, edited, story, written

Row = dict[str, object]


def articles(texts: dict[str, str], urls: dict[str, str] | None = None) -> pa.Table:
    return pa.table(
        {
            "id": pa.array(list(texts), pa.string()),
            "kind": pa.array(["article"] * len(texts), pa.string()),
            "url": pa.array([(urls or {}).get(name) for name in texts], pa.string()),
            "text": pa.array(list(texts.values()), pa.large_string()),
        }
    )


def clustered(
    texts: dict[str, str], contract: Contract | None = None, urls: dict[str, str] | None = None
) -> dict[str, Row]:
    contract = contract or default_contract()
    table = articles(texts, urls)
    rows = cluster(table, contract, progress=silent).to_pylist()
    return {row["id"]: row for row in rows}


def shingles(text: str) -> set[tuple[str, ...]]:
    """The oracle: plain sets of plain strings, for texts whose tones are all placed alike."""
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + 5]) for i in range(max(1, len(words) - 4))} if words else set()


def measures(one: str, other: str) -> tuple[float, float]:
    left, right = shingles(one), shingles(other)
    shared = len(left & right)
    return shared / len(left | right), shared / min(len(left), len(right))


def test_no_articles_make_no_clusters(contract: Contract) -> None:
    empty = articles({})
    assert cluster(empty, contract, progress=silent).num_rows == 0


def test_the_same_text_in_other_clothes_is_exact() -> None:
    base = "Sáng nay, hòa thượng ở chùa cổ nói: “Mùa lễ năm nay kỹ càng hơn” - và mọi người cùng thúy chúc."
    other = 'SÁNG NAY, hoà thượng ở chùa cổ nói: "Mùa lễ năm nay kĩ càng hơn" – và mọi người cùng thuý chúc'
    rows = clustered({"b": base, "a": other})
    assert rows["b"] == {
        "id": "b", "cluster_id": "a", "tier": "exact", "nearest_id": "a", "jaccard": 1.0, "containment": 1.0,
    }  # fmt: skip


def test_another_tone_is_another_word() -> None:
    rows = clustered({"a": "ba má bà mà đi chợ", "b": "bá mả bạ mã đi chợ"})
    assert {row["tier"] for row in rows.values()} == {"single"}


def test_measures_are_the_exact_ones() -> None:
    one, other = written(story(1)), written(edited(story(1), 2, 9))
    rows = clustered({"a": one, "b": other})
    jaccard, contained = measures(one, other)
    assert rows["a"]["tier"] == "near"
    assert rows["a"]["jaccard"] == pytest.approx(jaccard)
    assert rows["a"]["containment"] == pytest.approx(contained)


def test_a_related_story_does_not_join() -> None:
    half = story(1, 120)
    one, other = written(half[:60] + story(2, 60)), written(half[:60] + story(3, 60))
    jaccard, _ = measures(one, other)
    assert 0.2 <= jaccard < 0.5
    rows = clustered({"a": one, "b": other})
    assert [rows[name]["tier"] for name in "ab"] == ["related", "related"]
    assert rows["b"]["cluster_id"] == "b"
    assert rows["b"]["nearest_id"] == "a"


def test_one_url_makes_a_related_story_the_same(contract: Contract) -> None:
    half = story(1, 120)
    texts = {
        "a": written(half[:60] + story(2, 60)),
        "b": written(half[:60] + story(3, 60)),
        "c": written(story(9, 90)),
    }
    urls = {"a": "https://bao.example/1/", "b": "http://www.bao.example/1#top", "c": "https://bao.example/1"}
    rows = clustered(texts, urls=urls)
    assert [rows[name]["cluster_id"] for name in "abc"] == ["a", "a", "c"]
    assert rows["b"]["tier"] == "near"
    assert rows["b"]["jaccard"] == pytest.approx(measures(texts["a"], texts["b"])[0])
    # Some sites state their front page on every page: the URL alone joins nothing.
    assert rows["c"]["tier"] == "single"


def test_one_url_over_copies(contract: Contract) -> None:
    half = story(1, 120)
    first, second = written(half[:60] + story(2, 60)), written(half[:60] + story(3, 60))
    rows = clustered(
        {"a": first, "b": first, "c": second}, urls={"b": "https://x.example", "c": "https://x.example"}
    )
    assert {row["cluster_id"] for row in rows.values()} == {"a"}


def test_a_teaser_joins_the_long_story_that_holds_it() -> None:
    long = story(5, 600)
    rows = clustered(
        {"story": written(long), "teaser": " ".join(long[40:80]), "other": written(story(6, 600))}
    )
    assert rows["teaser"]["tier"] == "near"
    assert rows["teaser"]["cluster_id"] == rows["story"]["cluster_id"] == "story"
    assert rows["other"]["tier"] == "single"


def test_words_do_not_merge_across_documents() -> None:
    texts = {"a": "một hai ba bốn năm", "b": "sáu bảy tám chín mười", "c": "năm sáu bảy tám chín"}
    assert all(row["tier"] == "single" for row in clustered(texts).values())
    glued = clustered({"a": "mùa xuân về trên núi ca", "b": "o nguyên đá", "c": "mùa xuân về trên núi ca"})
    assert (glued["c"]["cluster_id"], glued["b"]["tier"]) == ("a", "single")


def test_texts_of_fewer_than_five_syllables() -> None:
    rows = clustered(
        {"a": "Tin vắn", "b": "tin vắn.", "c": "Tin ngắn", "d": "", "e": "***", "f": "!!", "g": "***"}
    )
    assert rows["b"]["tier"] == "exact"
    assert rows["c"]["tier"] == "single"
    assert [rows[name]["cluster_id"] for name in "defg"] == ["d", "e", "f", "e"]


def test_a_stock_phrase_is_no_near_duplicate() -> None:
    phrase = "theo tin từ đài khí tượng"
    rows = clustered({"long": written(story(7)) + " " + phrase, "short": phrase + " nay"})
    assert rows["short"]["tier"] == "single"


def test_a_chain_of_copies_is_one_cluster_named_by_its_smallest_id() -> None:
    first = story(1, 300)
    chain = [first]
    for step in range(6):
        chain.append(chain[-1][40:] + story(100 + step, 40))
    rows = clustered({f"{9 - i}": written(text) for i, text in enumerate(chain)})
    assert {row["cluster_id"] for row in rows.values()} == {"3"}


def test_a_large_group_of_copies_is_one_cluster() -> None:
    base = story(3, 150)
    texts = {f"n{i:03d}": written(edited(base, i, 3)) for i in range(150)}
    assert {row["cluster_id"] for row in clustered(texts).values()} == {"n000"}


def test_row_order_and_batches_do_not_matter(contract: Contract, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {
        f"{seed:02d}{part}": written(edited(story(seed), part, 6)) for seed in range(12) for part in range(3)
    }
    rows = clustered(texts)
    shuffled = list(texts.items())
    random.Random(0).shuffle(shuffled)
    assert clustered(dict(shuffled)) == rows
    monkeypatch.setattr("dataset.dedup.shingles._BATCH_BYTES", 700)
    assert clustered(dict(shuffled)) == rows


def test_progress_ends_with_the_whole(contract: Contract) -> None:
    seen: list[tuple[int, int | None]] = []
    table = articles({"a": "một hai", "b": "ba"})
    cluster(table, contract, progress=lambda done, total=None: seen.append((done, total)))
    assert seen[-1] == (2, 2)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(SYLLABLES[:6]), max_size=14).map(" ".join), min_size=1, max_size=8))
def test_every_pair_of_small_texts_against_brute_force(texts: list[str]) -> None:
    """Few words and short texts, where sets are small and everything collides that can."""
    named = {f"{number}": text for number, text in enumerate(texts)}
    rows = clustered(named)
    for one, other in itertools.combinations(named, 2):
        if named[one] == named[other]:
            assert rows[one]["cluster_id"] == rows[other]["cluster_id"]
    for name, row in rows.items():
        if row["nearest_id"] is None:
            assert row["tier"] == "single"
            continue
        jaccard, contained = (
            measures(named[name], named[str(row["nearest_id"])]) if named[name] else (1.0, 1.0)
        )
        assert row["jaccard"] == pytest.approx(jaccard)
        assert row["containment"] == pytest.approx(contained)


def test_recall_against_brute_force(contract: Contract) -> None:
    """Copies of every degree of change, and parts of long stories: how many near pairs are found."""
    texts: dict[str, str] = {}
    for seed in range(90):
        base = story(seed, 260)
        texts[f"{seed:03d}a"] = written(base)
        texts[f"{seed:03d}b"] = written(edited(base, seed, 2 + seed % 26))
        cut = 45 + 2 * seed
        texts[f"{seed:03d}c"] = written(base[10 : 10 + cut] + story(1000 + seed, cut // 3))
    rows = clustered(texts)
    asked = found = 0
    for seed in range(90):
        for one, other in itertools.combinations((f"{seed:03d}{part}" for part in "abc"), 2):
            jaccard, contained = measures(texts[one], texts[other])
            if jaccard >= contract.limits.near_jaccard or contained >= contract.limits.near_containment:
                asked += 1
                found += rows[one]["cluster_id"] == rows[other]["cluster_id"]
    assert asked > 150
    assert found >= 0.99 * asked
    assert all(str(row["cluster_id"])[:3] == name[:3] for name, row in rows.items()), "no false join"


def test_texts_that_are_hardly_news() -> None:
    """One syllable over and over, a script without spaces, marks alone, an endless word: each has its answer."""
    chinese = "".join(random.Random(1).choices("北京上海广州人民经济文化教育新闻报道今天昨天", k=400))
    rows = clustered(
        {
            "a": "một " * 100_000,
            "b": "một " * 50_000,
            "c": chinese,
            "d": chinese[:390] + "与众不同的结尾",
            "e": "x" * 200_000,
            "f": "x" * 200_000 + "y",
            "g": "🎉 🎉",
            "h": "\x00\x01",
            "i": " \n ",
        }
    )
    assert [rows[name]["cluster_id"] for name in "abcdefghi"] == ["a", "a", "c", "c", "e", "f", "g", "h", "i"]
    assert (rows["b"]["tier"], rows["b"]["jaccard"]) == ("near", 1.0)
    assert rows["d"]["tier"] == "near"
