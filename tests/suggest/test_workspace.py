"""A project whose suggestions learn: suggest, people label, suggest again, evaluate."""

import json
from pathlib import Path
from typing import Any

import pytest

from annotation.suggest.learnt import CHOICE, MODEL, learn
from annotation.suggest.tables import SUGGESTER_VERSION, arm_of
from annotation.suggest.uncertainty import by_uncertainty
from schemas.contract import Contract
from schemas.errors import UsageError
from schemas.tables import read_table, table_of, write_table
from tests.suggest.lessons import MACHINES, lessons
from tests.tables import annotations_of, annotator, articles_of
from tinbai.console import Console
from tinbai.init import init_workspace
from tinbai.stages.evaluate import evaluate
from tinbai.stages.suggest import suggest
from tinbai.workspace import Workspace

NEW = "Hợp tác xã mua thêm máy gặt Kim Ngưu để kịp mùa vụ.\nNgày mai có máy gặt Sư Tử."
LABELLED = lessons(24, once=True)


@pytest.fixture
def workspace(tmp_path: Path, contract: Contract) -> Workspace:
    init_workspace(tmp_path / "W", None)
    made = Workspace(tmp_path / "W")
    texts = {one.id: one.text for one in LABELLED} | {f"moi-{number}": NEW for number in range(12)}
    write_table(made.articles / "part-00000.parquet", articles_of(contract, texts))
    return made


def label(workspace: Workspace, contract: Contract) -> None:
    """Write what two people said, the same, as pull would."""
    articles = read_table(workspace.articles, contract, "articles")
    said = {
        one.id: {"spans": [(s.start, s.end, s.label) for s in one.spans], "topics": ["medtop:04000000"]}
        for one in LABELLED
    }
    people = {annotator(1): said, annotator(2): said}
    table = annotations_of(contract, articles, people)
    write_table(workspace.annotations / "part-00000.parquet", table)


def settle(workspace: Workspace, contract: Contract) -> None:
    from annotation.settle import settle as settled

    tables = (
        read_table(workspace.annotations, contract, "annotations"),
        read_table(workspace.articles, contract, "articles"),
    )
    write_table(workspace.gold / "part-00000.parquet", settled(*tables, contract).gold)


def rows(workspace: Workspace, contract: Contract) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in read_table(workspace.suggestions, contract, "suggestions").to_pylist()}


def test_labels_teach_the_next_suggestions(workspace: Workspace, contract: Contract) -> None:
    first = suggest(workspace, Console(as_json=True))
    assert (first.counts["labelled"], first.notes) == (0, ())
    assert {row["arm"] for row in rows(workspace, contract).values()} <= {"none", "rules"}
    assert suggest(workspace, Console(as_json=True)).summary.endswith("(nothing new)")

    label(workspace, contract)
    second = suggest(workspace, Console(as_json=True))
    assert second.counts["labelled"] == len(LABELLED)
    assert "learnt from 24 labelled articles" in second.notes[0]
    after = rows(workspace, contract)
    new = {name: row for name, row in after.items() if name.startswith("moi-")}
    for name, row in new.items():
        if arm_of(name) == "none":
            assert (row["arm"], row["entities"], row["topics"]) == ("none", [], [])
            continue
        assert row["arm"] == "model"
        assert row["suggester_version"].startswith("model-1.0.0-")
        assert [(e["text"], e["label"], e["source"]) for e in row["entities"]] == [
            ("Kim Ngưu", "MISC", "crf"),
            ("Sư Tử", "MISC", "crf"),
        ]
        assert all(
            NEW[e["start"] : e["end"]] == e["text"] and 0.5 <= e["score"] <= 1 for e in row["entities"]
        )
        assert row["topics"] == ["medtop:04000000"]
    assert any(row["arm"] == "none" for row in after.values())
    # What was learnt is not said back to those who taught it.
    taught = [after[one.id] for one in LABELLED if arm_of(one.id) != "none"]
    assert {(row["arm"], row["suggester_version"]) for row in taught} == {("rules", SUGGESTER_VERSION)}

    # The same labels again, settled: the same model, and the same bytes.
    model, table = (workspace.learnt / MODEL).read_bytes(), workspace.suggestions.read_bytes()
    settle(workspace, contract)
    suggest(workspace, Console(as_json=True))
    assert ((workspace.learnt / MODEL).read_bytes(), workspace.suggestions.read_bytes()) == (model, table)


def test_a_broken_model_is_made_again(workspace: Workspace, contract: Contract) -> None:
    label(workspace, contract)
    suggest(workspace, Console(as_json=True))
    model, table = (workspace.learnt / MODEL).read_bytes(), workspace.suggestions.read_bytes()
    for broken in (lambda path: path.write_bytes(model[:100]), lambda path: path.unlink()):
        broken(workspace.learnt / MODEL)
        assert "nothing new" not in suggest(workspace, Console(as_json=True)).summary
        assert ((workspace.learnt / MODEL).read_bytes(), workspace.suggestions.read_bytes()) == (model, table)


def test_what_was_pushed_keeps_what_it_was_shown(workspace: Workspace, contract: Contract) -> None:
    suggest(workspace, Console(as_json=True))
    before = rows(workspace, contract)
    shown = next(name for name in before if name.startswith("moi-") and arm_of(name) != "none")
    ledger = workspace.labelstudio / "labeling-1-20240101T000000.jsonl"
    ledger.parent.mkdir(parents=True)
    entry = {"id": shown, "text_sha256": before[shown]["text_sha256"], "task": 1}
    ledger.write_text(json.dumps(entry) + "\n", encoding="utf-8")
    label(workspace, contract)
    suggest(workspace, Console(as_json=True))
    after = rows(workspace, contract)
    assert after[shown] == before[shown]
    other = next(n for n in after if n.startswith("moi-") and n != shown and arm_of(n) != "none")
    assert after[other]["arm"] == "model"


def test_one_labelled_article_leaves_the_rules_alone(workspace: Workspace, contract: Contract) -> None:
    articles = read_table(workspace.articles, contract, "articles")
    one = LABELLED[0]
    said = {annotator(1): {one.id: {"spans": [(s.start, s.end, s.label) for s in one.spans]}}}
    write_table(workspace.annotations / "part-00000.parquet", annotations_of(contract, articles, said))
    suggest(workspace, Console(as_json=True))
    assert {row["arm"] for row in rows(workspace, contract).values()} <= {"none", "rules"}


def test_of_equals_the_simplest_speaks_and_the_choice_is_kept(tmp_path: Path, contract: Contract) -> None:
    # Every name comes back, so memory finds all that the model finds.
    learnt = learn(lessons(24), {}, contract, tmp_path)
    assert learnt is not None
    assert learnt.choice.saved["rules+memory"] == learnt.choice.saved["rules+crf"] == 24
    assert (learnt.arm, learnt.version) == ("memory", f"memory-1.0.0-{learnt.digest[:12]}")
    found = [(NEW[c.start : c.end], c.source) for c in learnt.ask(NEW, [])]
    assert found == [("Kim Ngưu", "memory")]  # the other name was never seen
    written = (tmp_path / CHOICE).stat().st_mtime_ns
    again = learn(lessons(24), {}, contract, tmp_path)
    assert again is not None
    assert (again.choice, again.digest) == (learnt.choice, learnt.digest)
    assert (tmp_path / CHOICE).stat().st_mtime_ns == written


def test_evaluate_measures_gold_and_writes_nothing(workspace: Workspace, contract: Contract) -> None:
    with pytest.raises(UsageError, match=r"too little gold.*: 0 settled"):
        evaluate(workspace, Console(as_json=True))
    label(workspace, contract)
    settle(workspace, contract)
    before = sorted(workspace.root.rglob("*"))
    outcome = evaluate(workspace, Console(as_json=True))
    assert (outcome.counts["articles"], outcome.counts["folds"], outcome.counts["best"]) == (
        24,
        5,
        "rules+crf",
    )
    figures = outcome.counts["figures"]
    assert isinstance(figures, list)
    whole = {row["stage"]: row for row in figures if row["label"] is None and row["task"] == "entities"}
    assert whole["rules+crf"]["actions_saved"] == 24
    assert all(row["actions_saved"] == row["right"] - (row["suggested"] - row["right"]) for row in figures)
    assert any("rules+crf" in note for note in outcome.notes)
    json.dumps(outcome.counts)
    assert [path for path in sorted(workspace.root.rglob("*")) if path.name != ".lock"] == [
        path for path in before if path.name != ".lock"
    ]


def test_the_least_sure_come_first_and_what_was_pushed_last(tmp_path: Path, contract: Contract) -> None:
    learn(LABELLED, {}, contract, tmp_path)
    strange = "Bộ gặt 12/4 Lê máy TP Kim và Trí đến Xử chạy."
    articles = articles_of(
        contract, {"a": LABELLED[0].text, "b": strange, "c": LABELLED[1].text, "d": strange}
    )
    order = by_uncertainty(articles, contract, tmp_path, pushed={"b"})["id"].to_pylist()
    assert order[0] == "d"
    assert order[-1] == "b"
    assert sorted(order) == ["a", "b", "c", "d"]
    with pytest.raises(UsageError, match="no model yet"):
        by_uncertainty(articles, contract, tmp_path / "nowhere")
    # Half a model would end the process: it is not opened.
    (tmp_path / MODEL).write_bytes((tmp_path / MODEL).read_bytes()[:100])
    with pytest.raises(UsageError, match="no model yet"):
        by_uncertainty(articles, contract, tmp_path)


def test_gold_goes_before_annotations(workspace: Workspace, contract: Contract) -> None:
    from annotation.suggest.labelled import labelled_articles

    label(workspace, contract)
    articles = read_table(workspace.articles, contract, "articles")
    annotations = read_table(workspace.annotations, contract, "annotations")
    settle(workspace, contract)
    gold = read_table(workspace.gold, contract, "gold").to_pylist()
    gold[0]["entities"] = []
    told = labelled_articles(articles, table_of(contract, "gold", gold[:1]), annotations)
    assert [one.settled for one in told].count(True) == 1
    settled = next(one for one in told if one.settled)
    assert (settled.id, settled.spans) == (gold[0]["id"], ())
    assert all(one.spans for one in told if not one.settled)
    assert len(told) == len(LABELLED)


def test_what_two_annotators_say_differently_is_disputed(contract: Contract) -> None:
    from annotation.suggest.labelled import labelled_articles

    text = f"Máy gặt {MACHINES[0]} ở Huế."
    articles = articles_of(contract, {"a": text})
    start = text.index("Huế")
    people = {
        annotator(1): {
            "a": {"spans": [(8, 16, "MISC"), (start, start + 3, "GPE")], "topics": ["medtop:04000000"]}
        },
        annotator(2): {"a": {"spans": [(8, 16, "MISC"), (start, start + 3, "LOC")]}},
    }
    empty = read_table(Path("nowhere"), contract, "gold")
    (one,) = labelled_articles(articles, empty, annotations_of(contract, articles, people))
    assert [span.text for span in one.spans] == [MACHINES[0]]
    assert (one.disputed, one.topics) == (((start, start + 3),), None)
