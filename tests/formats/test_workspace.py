"""Labels come into a workspace, are settled and go out again the same; what cannot come in is said."""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from annotation.formats import NAMES
from annotation.formats.labelled import Labelled
from annotation.formats.registry import format_named
from schemas.contract import Contract, default_contract
from schemas.errors import UsageError
from schemas.records import Span
from schemas.tables import read_table, table_of, write_table
from tests.conftest import ROOT
from tinbai.cli import main
from tinbai.console import Console, Outcome
from tinbai.init import init_workspace
from tinbai.stages.adjudicate import adjudicate
from tinbai.stages.agreement import agreement
from tinbai.stages.dedup import dedup
from tinbai.stages.exporting import export_labels
from tinbai.stages.importing import import_labels
from tinbai.stages.normalize import normalize
from tinbai.stages.release import release
from tinbai.stages.validate import validate
from tinbai.workspace import Workspace

CONSOLE = Console(as_json=True)
Bring = Callable[..., Outcome]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The sample pages as articles, in a project that asks for no topics."""
    workspace = Workspace(tmp_path_factory.mktemp("made") / "W")
    init_workspace(workspace.root, None)
    with (workspace.root / "contract.yaml").open("a", encoding="utf-8") as file:
        file.write("\ntopic_rules: {primary: 0, max_secondary: 4}\n")
    normalize(workspace, CONSOLE, [ROOT / "examples/pages"])
    dedup(workspace, CONSOLE)
    return workspace


@pytest.fixture
def workspace(made: Workspace, tmp_path: Path) -> Workspace:
    shutil.copytree(made.root, tmp_path / "W")
    return Workspace(tmp_path / "W")


def labelled(workspace: Workspace, person: str = "a") -> list[Labelled]:
    """What a sample annotator said of the sample pages."""
    articles = read_table(workspace.articles, workspace.contract, "articles").to_pylist()
    by_page = {Path(row["source_path"]).stem: row for row in articles if row["kind"] == "article"}
    said = json.loads((ROOT / f"examples/labels/annotator_{person}.json").read_text(encoding="utf-8"))
    made = []
    for page, answer in said.items():
        text = by_page[page]["text"]
        spans = [
            Span(e["start"], e["end"], e["label"], text[e["start"] : e["end"]]) for e in answer["entities"]
        ]
        topics = tuple(answer["topics"])
        made.append(
            Labelled(text, by_page[page]["id"], tuple(sorted(spans)), topics, next(iter(topics), None))
        )
    return sorted(made, key=lambda one: one.id or "")


def written(name: str, documents: Sequence[Labelled], folder: Path) -> Path:
    kind = format_named(name)
    path = folder / (f"labels-{name}" + ("" if kind.is_folder else kind.suffix))
    kind.write(documents, path, default_contract())
    return path


def rows(workspace: Workspace) -> list[dict[str, Any]]:
    return read_table(workspace.annotations, workspace.contract, "annotations").to_pylist()


def spans_by_id(documents: Sequence[Labelled]) -> dict[str | None, tuple[Span, ...]]:
    return {one.id: one.spans for one in documents}


def balanced(counts: Any) -> bool:
    return bool(
        counts["documents"] == counts["annotations"] + counts["repeated"] + counts["unmatched"]
        and counts["spans"]
        == sum(counts[f"spans_{what}"] for what in ("imported", "quarantined", "dropped", "merged", "left"))
    )


def test_from_two_peoples_files_to_a_release_and_out_again(workspace: Workspace, tmp_path: Path) -> None:
    documents = labelled(workspace)
    for person, name in (("lan", "label-studio"), ("minh", "spacy")):
        outcome = import_labels(
            workspace, CONSOLE, name, [written(name, documents, tmp_path)], annotator=person
        )
        assert outcome.counts["added"] == len(documents)
        assert balanced(outcome.counts)
    figures = {row["measure"]: row for row in agreement(workspace, CONSOLE).counts["overall"]}  # type: ignore[attr-defined]
    assert figures["span_f1_exact"]["value"] == 1
    settled = adjudicate(workspace, CONSOLE, offline=True)
    assert (settled.counts["agreed"], settled.counts["waiting"]) == (len(documents), 0)
    assert validate(workspace, CONSOLE).exit_code == 0
    assert release(workspace, CONSOLE).counts["written"]
    for name in NAMES:
        kind = format_named(name)
        out = tmp_path / ("out" if kind.is_folder else f"out{kind.suffix}") / name
        told = export_labels(workspace, CONSOLE, name, out)
        assert told.counts["spans"] == sum(len(one.spans) for one in documents)
        home = list(kind.read(out))
        if name.startswith("conll"):
            held = [[(s.label, "".join(s.text.split())) for s in one.spans] for one in documents]
            assert [[(s.label, "".join(s.text.split())) for s in one.spans] for one in home] == held
            assert told.counts["lost"]["ids"] == len(documents)  # type: ignore[index]
        else:
            assert spans_by_id(home) == spans_by_id(documents)
        if name in ("label-studio", "spacy", "spacy-jsonl", "doccano"):
            assert {one.id: (one.primary_topic, set(one.topics)) for one in home} == {
                one.id: (one.primary_topic, set(one.topics)) for one in documents
            }
        else:
            assert told.counts["lost"]["topics"] == len(documents)  # type: ignore[index]
            assert any("topics" in note for note in told.notes)
    assert "lan" not in "".join(str(row) for row in rows(workspace))


@pytest.mark.parametrize("name", [name for name in NAMES if name != "conll2003"])
def test_every_format_comes_in(name: str, workspace: Workspace, tmp_path: Path) -> None:
    documents = labelled(workspace)
    path = written(name, documents, tmp_path)
    outcome = import_labels(workspace, CONSOLE, name, [path], annotator="lan")
    assert balanced(outcome.counts)
    assert outcome.counts["unmatched"] == 0
    found = {row["id"]: row for row in rows(workspace)}
    for document in documents:
        row = found[document.id]
        assert [(e["start"], e["end"], e["label"]) for e in row["entities"]] == [
            (s.start, s.end, s.label) for s in document.spans
        ]
        if name in ("label-studio", "spacy", "spacy-jsonl", "doccano"):
            assert (row["topics"][0], set(row["topics"])) == (document.topics[0], set(document.topics))


def test_a_second_time_changes_nothing(workspace: Workspace, tmp_path: Path) -> None:
    path = written("doccano", labelled(workspace), tmp_path)
    import_labels(workspace, CONSOLE, "doccano", [path], annotator="lan")
    before = {file: file.read_bytes() for file in sorted(workspace.root.rglob("*.parquet"))}
    path.touch()  # a copied file is another moment, and the same labels
    again = import_labels(workspace, CONSOLE, "doccano", [path], annotator="lan")
    assert (again.counts["added"], again.counts["updated"]) == (0, 0)
    assert {file: file.read_bytes() for file in sorted(workspace.root.rglob("*.parquet"))} == before


def test_changed_labels_take_the_place_of_the_earlier_ones(workspace: Workspace, tmp_path: Path) -> None:
    documents = labelled(workspace)
    import_labels(workspace, CONSOLE, "doccano", [written("doccano", documents, tmp_path)], annotator="lan")
    changed = [replace(documents[0], spans=documents[0].spans[1:]), *documents[1:]]
    path = written("doccano", changed, tmp_path)
    again = import_labels(workspace, CONSOLE, "doccano", [path], annotator="lan")
    assert (again.counts["updated"], again.counts["unchanged"]) == (1, len(documents) - 1)
    assert len(rows(workspace)) == len(documents)


def test_what_pull_writes_leaves_imports_alone(
    workspace: Workspace, contract: Contract, tmp_path: Path
) -> None:
    path = written("doccano", labelled(workspace), tmp_path)
    import_labels(workspace, CONSOLE, "doccano", [path], annotator="lan")
    before = rows(workspace)
    write_table(workspace.annotations / "part-00000.parquet", table_of(workspace.contract, "annotations", []))
    assert rows(workspace) == before


def test_a_users_own_labels_are_mapped_or_named(workspace: Workspace, tmp_path: Path) -> None:
    documents = [
        replace(
            one, spans=tuple(replace(s, label={"PER": "PERSON"}.get(s.label, s.label)) for s in one.spans)
        )
        for one in labelled(workspace)
    ]
    persons = sum(span.label == "PERSON" for one in documents for span in one.spans)
    path = written("brat", documents, tmp_path)
    with pytest.raises(UsageError, match=rf"PERSON \({persons}\).*--map PERSON=PER") as refused:
        import_labels(workspace, CONSOLE, "brat", [path], annotator="lan")
    assert "nothing was imported" in str(refused.value)
    assert not workspace.annotations.exists()
    outcome = import_labels(workspace, CONSOLE, "brat", [path], annotator="lan", mapped=["PERSON=PER"])
    assert outcome.counts["spans_imported"] == sum(len(one.spans) for one in documents)
    dropped = import_labels(workspace, CONSOLE, "brat", [path], annotator="minh", dropped=["PERSON"])
    assert dropped.counts["spans_dropped"] == persons
    assert balanced(dropped.counts)
    with pytest.raises(UsageError, match="the contract has no PERSON"):
        import_labels(workspace, CONSOLE, "brat", [path], annotator="lan", mapped=["PERSON=PERSON"])


def test_spans_that_do_not_hold_go_to_quarantine(workspace: Workspace, tmp_path: Path) -> None:
    first = labelled(workspace)[0]
    lines = [
        {
            "text": first.text,
            "label": [[0, 5, "PER"], [2, 4, "ORG"], [7, 9, "PER"], [7, 9, "ORG"], [0, 10**6, "PER"]],
        },
        {"text": first.text, "label": []},
        {"text": "Một bài khác hẳn. \ud83c", "label": [[0, 3, "MISC"]], "article_id": "\ud83c"},
    ]
    path = tmp_path / "admin.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    outcome = import_labels(workspace, CONSOLE, "doccano", [path], annotator="lan")
    assert balanced(outcome.counts)
    assert (outcome.counts["spans_imported"], outcome.counts["spans_quarantined"]) == (1, 4)
    rejects = read_table(
        workspace.quarantine / "import.parquet", workspace.contract, "quarantine"
    ).to_pylist()
    reasons = sorted(row["reason"] for row in rejects)
    assert reasons == ["offsets", "overlap", "said_twice", "two_labels", "two_labels", "unknown_article"]
    assert not any("admin" in row["source_path"] for row in rejects)
    assert validate(workspace, CONSOLE).exit_code == 0


NEW = (
    "Hợp tác xã Lúa Xanh ở Cần Thơ vừa gặt xong vụ đông xuân với năng suất cao nhất trong năm năm qua.\n\n"
    "Bà Trần Thị Bảy, giám đốc hợp tác xã, cho biết bà con đã tưới ít nước hơn hẳn và bán được giá hơn. "
    "“Chúng tôi sẽ giữ cách làm này”, bà nói với các hộ ở An Giang và Đồng Tháp hôm thứ Hai."
)


def test_texts_that_are_no_articles_become_pages_and_then_articles(
    workspace: Workspace, tmp_path: Path
) -> None:
    span = Span(NEW.index("Cần Thơ"), NEW.index("Cần Thơ") + 7, "GPE", "Cần Thơ")
    other = Span(NEW.index("Trần"), NEW.index("Bảy") + 3, "PER", "Trần Thị Bảy")
    path = written("conll", [Labelled(NEW, None, (span, other))], tmp_path)
    with pytest.raises(UsageError, match="none of the 1 documents is one of the workspace's"):
        import_labels(workspace, CONSOLE, "conll", [path], annotator="lan")
    pages = tmp_path / "pages.jsonl"
    first = import_labels(workspace, CONSOLE, "conll", [path], annotator="lan", pages=pages)
    assert "tinbai normalize" in first.next_step
    assert not workspace.annotations.exists()
    normalize(workspace, CONSOLE, [ROOT / "examples/pages", pages])
    dedup(workspace, CONSOLE)
    second = import_labels(workspace, CONSOLE, "conll", [path], annotator="lan", pages=pages)
    assert second.counts["added"] == 1
    assert balanced(second.counts)
    (row,) = rows(workspace)
    assert [(e["label"], e["text"]) for e in row["entities"]] == [("GPE", "Cần Thơ"), ("PER", "Trần Thị Bảy")]
    adjudicate(workspace, CONSOLE, offline=True)
    assert validate(workspace, CONSOLE).exit_code == 0
    assert release(workspace, CONSOLE).counts["written"]


def test_each_annotator_goes_out_apart(workspace: Workspace, tmp_path: Path) -> None:
    for person in ("a", "b"):
        path = written("label-studio", labelled(workspace, person), tmp_path)
        import_labels(workspace, CONSOLE, "label-studio", [path], annotator=person)
    out = tmp_path / "out"
    export_labels(workspace, CONSOLE, "brat", out, annotations=True)
    names = sorted({row["annotator"] for row in rows(workspace)})
    assert sorted(path.name for path in out.iterdir()) == names
    for name in names:
        own = {row["id"]: row for row in rows(workspace) if row["annotator"] == name}
        home = list(format_named("brat").read(out / name))
        assert {one.id: [s.text for s in one.spans] for one in home} == {
            key: [e["text"] for e in row["entities"]] for key, row in own.items()
        }


def test_a_folder_of_another_export_is_not_mixed(workspace: Workspace, tmp_path: Path) -> None:
    import_labels(
        workspace, CONSOLE, "doccano", [written("doccano", labelled(workspace), tmp_path)], annotator="a"
    )
    adjudicate(workspace, CONSOLE, offline=True)
    export_labels(workspace, CONSOLE, "brat", tmp_path / "out")
    export_labels(workspace, CONSOLE, "brat", tmp_path / "out")
    (tmp_path / "out" / "other.ann").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match=r"other\.ann"):
        export_labels(workspace, CONSOLE, "brat", tmp_path / "out")
    with pytest.raises(UsageError, match="is a folder"):
        export_labels(workspace, CONSOLE, "conll", tmp_path / "out")


def test_a_label_studio_export_of_two_people_is_two_annotators(workspace: Workspace, tmp_path: Path) -> None:
    one = labelled(workspace)[0]
    span = one.spans[0]
    value = {"start": span.start, "end": span.end, "text": span.text, "labels": [span.label]}
    result = [{"from_name": "label", "to_name": "text", "type": "labels", "value": value}]
    task = {
        "data": {"text": one.text},
        "annotations": [
            {"id": 1, "completed_by": {"id": 7, "email": "lan@example.com"}, "result": result},
            {"id": 2, "completed_by": 8, "result": [], "updated_at": "2024-05-01T10:00:00Z"},
            {"id": 3, "completed_by": 8, "result": result, "updated_at": "2024-05-02T10:00:00Z"},
        ],
    }
    path = tmp_path / "export.json"
    path.write_text(json.dumps([task]), encoding="utf-8")
    outcome = import_labels(workspace, CONSOLE, "label-studio", [path], annotator="team")
    assert outcome.counts["annotations"] == 2
    assert any("1 earlier answers" in note for note in outcome.notes)
    found = rows(workspace)
    assert len({row["annotator"] for row in found}) == 2
    assert all([e["text"] for e in row["entities"]] == [span.text] for row in found)
    assert not any(b"lan@" in file.read_bytes() for file in workspace.root.rglob("*") if file.is_file())


def test_the_commands(workspace: Workspace, tmp_path: Path) -> None:
    documents = labelled(workspace)

    def run(*arguments: str) -> tuple[int, dict[str, Any]]:
        result = CliRunner().invoke(main, [*arguments, "--workspace", str(workspace.root), "--json"])
        return result.exit_code, json.loads(result.stdout)

    code, answer = run("import", "brat", str(written("brat", documents, tmp_path)), "--annotator", "lan")
    assert (code, answer["counts"]["added"]) == (0, len(documents))
    adjudicate(workspace, CONSOLE, offline=True)
    code, answer = run("export", "conll", str(tmp_path / "gold.conll"))
    assert (code, answer["counts"]["lost"]["ids"]) == (0, len(documents))
    odd = tmp_path / "odd.jsonl"
    odd.write_text(
        json.dumps({"text": documents[0].text, "label": [[0, 3, "Người"]]}) + "\n", encoding="utf-8"
    )
    code, answer = run("import", "doccano", str(odd))
    assert (code, answer["exit_code"]) == (2, 2)
    assert "Người (1)" in answer["error"]
    assert "--map Người=PER" in answer["hint"]
    code, _ = run("import", "doccano", str(odd), "--map", "Người=PER")
    assert code == 0
    odd.write_text("{", encoding="utf-8")
    code, answer = run("import", "doccano", str(odd))
    assert (code, answer["error"][:13]) == (1, "odd.jsonl:1: ")
    refused = CliRunner().invoke(main, ["import", "word", str(odd)])
    assert refused.exit_code == 2
    assert all(name in refused.output for name in NAMES)
