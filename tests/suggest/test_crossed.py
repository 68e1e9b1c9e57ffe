"""Cross-validation by documents: nobody is asked about what he was told."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.suggest.crossed import cross_validate
from annotation.suggest.evaluate import evaluate, figures, table
from annotation.suggest.folds import fold_of, sample
from annotation.suggest.prepared import prepare
from annotation.suggest.stages import asked
from schemas.contract import Contract
from schemas.errors import UsageError
from tests.suggest.lessons import lesson, lessons

IDS = st.lists(st.text("abcdef0123456789", min_size=1, max_size=4), min_size=2, max_size=60, unique=True)


@given(IDS, st.integers(2, 5), st.randoms(use_true_random=False))
def test_every_document_is_in_one_fold_with_its_cluster_whatever_the_order(
    ids: list[str], folds: int, chance: object
) -> None:
    clusters = {name: name[0] for name in ids}
    placed = dict(zip(ids, fold_of(ids, clusters, folds), strict=True))
    assert all(placed[one] == placed[other] for one in ids for other in ids if one[0] == other[0])
    sizes = Counter(fold_of(sorted(set(clusters.values())), {}, folds))
    assert max(sizes.values()) - min([*sizes.values(), *([0] if len(sizes) < folds else [])]) <= 1
    again = list(reversed(ids))
    assert dict(zip(again, fold_of(again, clusters, folds), strict=True)) == placed


def test_a_sample_does_not_depend_on_the_order() -> None:
    ids = [f"a{number}" for number in range(50)]
    chosen = {ids[place] for place in sample(ids, 10)}
    again = ids[::-1]
    assert {again[place] for place in sample(again, 10)} == chosen
    assert len(chosen) == 10


def test_a_name_that_stands_in_one_document_alone_is_never_remembered(contract: Contract) -> None:
    articles = [lesson(f"a{k}", f"Máy gặt [Tên Riêng {k}|MISC] chạy, Tên khác đứng.") for k in range(12)]
    prepared = prepare(articles, contract)
    crossed = cross_validate(prepared, {}, contract, ("memory",))
    assert (crossed.articles, crossed.folds) == (12, 5)
    score = crossed.spans["memory"][None]
    assert (score.right, score.suggested, score.wanted) == (0, 0, 12)
    # The same stage, asked about what it was told, knows every one: the test above can fail.
    assert all(len(found) == 1 for found in asked("memory", prepared, prepared))


def test_tellings_of_one_story_do_not_help_each_other(contract: Contract) -> None:
    articles = [lesson(f"a{k}", f"Máy gặt [Tên {k // 2}|MISC] chạy.") for k in range(12)]
    prepared = prepare(articles, contract)
    apart = cross_validate(prepared, {}, contract, ("memory",)).spans["memory"][None]
    clusters = {f"a{k}": f"c{k // 2}" for k in range(12)}
    together = cross_validate(prepared, clusters, contract, ("memory",)).spans["memory"][None]
    assert apart.right > 0
    assert together.right == 0


def test_stages_on_lessons_that_repeat(contract: Contract) -> None:
    crossed = evaluate(lessons(24), {}, contract)
    saved = {stage: scores[None].saved for stage, scores in crossed.spans.items()}
    assert saved["rules"] < saved["memory"]
    assert saved["rules+crf"] == 24  # every name, and nothing else
    rows = figures(crossed)
    row = next(r for r in rows if (r["stage"], r["label"]) == ("rules+crf", "MISC"))
    assert (row["right"], row["precision"], row["recall"], row["f1"], row["actions_saved"]) == (
        24,
        1,
        1,
        1,
        24,
    )
    assert {row["task"] for row in rows} == {"entities", "topics"}
    lines = list(table(crossed, {}))
    assert any(line.startswith("rules+crf") and line.endswith("100%") for line in lines)


@pytest.mark.parametrize("count", [0, 1])
def test_too_little_gold_is_said(contract: Contract, count: int) -> None:
    with pytest.raises(UsageError, match=f"too little gold.*: {count} settled articles"):
        evaluate(lessons(count), {}, contract)


def test_two_articles_of_one_cluster_are_one(contract: Contract) -> None:
    with pytest.raises(UsageError, match="1 settled articles"):
        evaluate(lessons(2), {"bai-000": "c", "bai-001": "c"}, contract)
