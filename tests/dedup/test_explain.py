"""`explain` says of two articles what `cluster` says, and shows where it stands."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from dataset.dedup import cluster
from dataset.dedup.explain import explain
from dataset.dedup.passages import passages
from dataset.dedup.words import words_in
from schemas.contract import Contract
from schemas.errors import UsageError
from schemas.progress import silent
from tests.dedup.test_workspace import newsroom, run, write_articles
from tests.dedup.texts import SYLLABLES, story, written
from tinbai.explain_dedup import print_pair

SHORT = st.lists(st.sampled_from([*SYLLABLES[:5], "Hoà", "hòa", "–", "\n\n"]), max_size=40).map(" ".join)


def test_tiers_and_measures_are_those_of_the_clusters(tmp_path: Path, contract: Contract) -> None:
    half = story(801, 60)
    related = {"r1": written(half + story(802, 60)), "r2": written(half + story(803, 60))}
    table = write_articles(tmp_path, newsroom(6) | related)
    rows = {row["id"]: row for row in cluster(table, contract, progress=silent).to_pylist()}
    met = set()
    for name, row in rows.items():
        if row["nearest_id"] is None:
            continue
        told = explain(tmp_path / "articles", name, row["nearest_id"], contract.limits)
        met.add(told.tier)
        assert told.tier == row["tier"]
        assert told.jaccard == pytest.approx(row["jaccard"])
        assert told.containment == pytest.approx(row["containment"])
        mirrored = explain(tmp_path / "articles", row["nearest_id"], name, contract.limits)
        assert (mirrored.jaccard, mirrored.tier, mirrored.why) == (told.jaccard, told.tier, told.why)
    assert met == {"exact", "near", "related"}


def test_the_reason_names_the_limit(tmp_path: Path, contract: Contract) -> None:
    long = story(5, 600)
    half = story(1, 120)
    write_articles(
        tmp_path,
        {
            "a": written(long),
            "b": " ".join(long[40:80]),
            "c": " ".join(long[40:48]) + " nay",
            "d": written(story(6)),
            "u1": written(half[:60] + story(2, 60)),
            "u1/": written(half[:60] + story(3, 60)),
            "e": written(half[:60] + story(4, 60)),
        },
    )

    def why(one: str, other: str) -> str:
        return explain(tmp_path / "articles", one, other, contract.limits).why

    assert "near_containment is 0.6" in why("a", "b")
    assert "does not count for a text of 5 runs, 10 are needed" in why("a", "c")
    assert "below related_jaccard 0.2" in why("a", "d")
    assert why("u1", "u1/").startswith("both give one URL")
    assert "related texts do not join" in why("u1", "e")


@settings(max_examples=80, deadline=None)
@given(SHORT, SHORT)
def test_passages_are_common_maximal_and_cover_every_shared_run(one: str, other: str) -> None:
    left, right = words_in(one), words_in(other)
    first, second = left.hashes.tolist(), right.hashes.tolist()
    found = passages(one, other)
    behind = 0
    for passage in found:
        assert behind <= passage.start < passage.end <= len(one)
        behind = passage.end
        mine = words_in(one[passage.start : passage.end]).hashes.tolist()
        assert mine == words_in(other[passage.other_start : passage.other_end]).hashes.tolist()
        assert len(mine) == passage.syllables
        after = left.starts.tolist().index(passage.start) + len(mine)
        next_there = right.starts.tolist().index(passage.other_start) + len(mine)
        assert after == len(first) or next_there == len(second) or first[after] != second[next_there]
    if min(len(first), len(second)) < 5:
        assert bool(found) == bool(first and first == second)
        return
    runs = {tuple(second[place : place + 5]) for place in range(len(second) - 4)}
    covered = {
        place
        for passage in found
        for place, start in enumerate(left.starts.tolist())
        if passage.start <= start < passage.end
    }
    for place in range(len(first) - 4):
        if tuple(first[place : place + 5]) in runs:
            # Greedy from the left: a run may begin inside a passage, but none is passed over.
            assert place in covered


def test_one_syllable_a_hundred_thousand_times() -> None:
    (passage,) = passages("một " * 50_000, "một " * 100_000)
    assert passage.syllables == 50_000


def test_unknown_ids_name_the_nearest(tmp_path: Path, contract: Contract) -> None:
    write_articles(tmp_path, {"0a1b2c": "xin chào", "9f8e7d": "tạm biệt"})
    with pytest.raises(UsageError, match=r"no article has the id 9f8e7x. The nearest id is 9f8e7d"):
        explain(tmp_path / "articles", "0a1b2c", "9f8e7x", contract.limits)
    with pytest.raises(UsageError, match="itself"):
        explain(tmp_path / "articles", "0a1b2c", "0a1b2c", contract.limits)
    with pytest.raises(UsageError, match="tinbai normalize"):
        explain(tmp_path / "none", "a", "b", contract.limits)


def test_the_nearest_of_very_many(
    tmp_path: Path, contract: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dataset.dedup.explain._FEW", 3)
    write_articles(tmp_path, {f"{number:04}x": "xin chào" for number in range(40)}, per_part=10)
    with pytest.raises(UsageError, match="nearest id is 0031x"):
        explain(tmp_path / "articles", "0001x", "0031y", contract.limits)


def test_what_a_person_sees(tmp_path: Path, contract: Contract) -> None:
    base = story(2, 90)
    texts = {"u1": written(base[:50] + story(3, 40)), "b[/]": written(base[:50] + story(4, 40)), "c": "xin"}
    write_articles(tmp_path, texts)
    before = io.StringIO()
    print_pair(tmp_path, contract, "u1", "b[/]", Console(file=before, width=120))
    assert "not clustered yet" in before.getvalue()
    run(tmp_path)
    screen = io.StringIO()
    told = print_pair(tmp_path, contract, "u1", "b[/]", Console(file=screen, width=120))
    said = screen.getvalue()
    assert f"Jaccard {told.jaccard:.3f}" in said
    assert "b[/]" in said
    assert "https://bao.example/1" in said
    assert "in two clusters: u1 and b[/]" in said
    assert f"0:{told.passages[0].end}" in said
    (first, second) = (told.passages[0].end, told.passages[0].other_end)
    assert words_in(texts["u1"][:first]).hashes.tolist() == words_in(texts["b[/]"][:second]).hashes.tolist()


def test_articles_joined_through_others_say_so(tmp_path: Path, contract: Contract) -> None:
    chain = [story(1, 300)]
    for step in range(6):
        chain.append(chain[-1][40:] + story(100 + step, 40))
    write_articles(tmp_path, {f"n{place}": written(text) for place, text in enumerate(chain)})
    run(tmp_path)
    screen = io.StringIO()
    print_pair(tmp_path, contract, "n0", "n6", Console(file=screen, width=100))
    assert "in one cluster: n0, through other articles" in " ".join(screen.getvalue().split())
