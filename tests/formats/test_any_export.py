"""Whatever a file holds, import takes it or says in a line why not; what it took is what the contract says."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotation.formats.registry import format_named
from annotation.results import read_results
from schemas.contract import default_contract
from schemas.errors import DataError, UsageError
from schemas.label_config import ENTITIES
from schemas.progress import silent
from schemas.tables import read_table, write_table
from tests.formats.exports import TEXT, exports, result
from tests.fuzz import budget
from tests.tables import articles_of
from tinbai.console import Console
from tinbai.init import init_workspace
from tinbai.stages.importing import import_labels
from tinbai.workspace import Workspace
from validation.engine.scan import scan
from validation.inputs import Inputs

CONTRACT = default_contract()


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    root = tmp_path_factory.mktemp("any") / "W"
    init_workspace(root, "any")
    write_table(root / "articles" / "part-00000.parquet", articles_of(CONTRACT, {"00aa": TEXT}))
    return Workspace(root)


@budget(80)
@given(exports())
def test_import_takes_it_or_says_why_not(workspace: Workspace, export: bytes) -> None:
    file = workspace.root / "export.json"
    file.write_bytes(export)
    imported = workspace.annotations / "imported.parquet"
    imported.unlink(missing_ok=True)
    for _ in range(2):  # the second time it reads what the first one wrote
        try:
            outcome = import_labels(workspace, Console(as_json=True), "label-studio", [file], annotator="x")
        except (DataError, UsageError) as error:
            str(error).encode("utf-8", "backslashreplace")
            assert not imported.exists()
            return
    assert outcome.counts["unchanged"] == outcome.counts["annotations"]
    table = read_table(imported, CONTRACT, "annotations")
    for row in table.to_pylist():
        for span in row["entities"]:
            assert TEXT[span["start"] : span["end"]] == span["text"]
    told = scan(Inputs.below(workspace.root), CONTRACT, silent).log.findings()
    assert not set(told["check_id"]) & {
        "TAB001",
        "TAB002",
        "TAB003",
        "SPAN001",
        "SPAN002",
        "SPAN003",
        "SPAN004",
    }


def _deep(levels: int) -> str:
    return _export(lead_time="@").replace('"@"', "[" * levels + "]" * levels)


def _export(labels: object = "GPE", *, start: object = 10, **annotation: object) -> str:
    value = {"start": start, "end": 13, "labels": [labels]}
    result = {"type": "labels", "from_name": "entities", "value": value}
    return json.dumps([{"data": {"text": TEXT}, "annotations": [{"result": [result], **annotation}]}])


@pytest.mark.parametrize(
    ("export", "says"),
    [
        (_export(lead_time=float("nan")), "NaN is no number"),
        (_export(lead_time=float("-inf")), "-Infinity is no number"),
        (_export(lead_time="@").replace('"@"', "-1e999"), "-1e999 is beyond every float"),
        (_export().replace('"end"', '"start": 1, "end"'), "'start' stands twice in an object"),
        (_deep(98), "more than 100 levels deep"),
        (_deep(960), "more than 100 levels deep"),
        (_deep(200_000), "more than 100 levels deep"),
    ],
)
@pytest.mark.parametrize("lines", [False, True])
def test_json_that_says_two_things_or_none(tmp_path: Path, export: str, says: str, lines: bool) -> None:
    file = tmp_path / "e.json"
    file.write_text(export[1:-1] if lines else export, encoding="utf-8")
    with pytest.raises(DataError, match=rf"e\.json(:1)?: not JSON \({says}"):
        list(format_named("label-studio").read(file))


@pytest.mark.parametrize("said", [{"completed_by": "\ud83c"}, {"labels": "\udf3e"}])
def test_half_of_a_surrogate_pair(tmp_path: Path, said: dict[str, object]) -> None:
    file = tmp_path / "e.json"
    file.write_text(_export(**said), encoding="utf-8")
    with pytest.raises(DataError, match=r"e\.json:task 1: half of a surrogate pair"):
        list(format_named("label-studio").read(file))


def test_brackets_in_a_text_are_no_levels(tmp_path: Path) -> None:
    file = tmp_path / "e.json"
    file.write_text(_export(comment='\\"[{' * 300), encoding="utf-8")
    assert len(list(format_named("label-studio").read(file))) == 1
    file.write_text(_deep(96), encoding="utf-8")
    assert len(list(format_named("label-studio").read(file))) == 1


def test_a_file_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "e.json").open("wb") as file:
        file.truncate((1 << 30) + 1)  # a hole: it takes no room
    with pytest.raises(DataError, match=r"e\.json: is larger than 1024 MiB"):
        list(format_named("label-studio").read(tmp_path / "e.json"))


@pytest.mark.parametrize(
    ("said", "spans"),
    [
        ({}, 1),
        ({"lead_time": 10**400}, 1),
        ({"lead_time": True}, 1),
        ({"updated_at": "0001-01-01T00:00:00+14:00"}, 1),
        ({"updated_at": "9999-12-31T23:59:59-14:00"}, 1),
        ({"start": False}, 0),
        ({"start": -(2**70)}, 0),
    ],
)
def test_what_no_table_can_hold(workspace: Workspace, said: dict[str, object], spans: int) -> None:
    """Seconds beyond every float, days of no calendar, true and false for offsets: unknown, or a fault."""
    file = workspace.root / "export.json"
    file.write_text(_export(**said), encoding="utf-8")
    imported = workspace.annotations / "imported.parquet"
    imported.unlink(missing_ok=True)
    for _ in range(2):
        import_labels(workspace, Console(as_json=True), "label-studio", [file], annotator="x")
    (row,) = read_table(imported, CONTRACT, "annotations").to_pylist()
    assert (row["lead_time_s"], len(row["entities"])) == (None, spans)


@budget(100)
@given(st.lists(result, max_size=4))
@example([{"from_name": ENTITIES, "value": {"start": 0, "end": 2, "labels": [["PER"]]}}])
@example([{"from_name": ENTITIES, "value": {"start": False, "end": True, "labels": ["PER"]}}])
def test_results_of_the_server_hold_or_are_faults(results: list[dict[str, object]]) -> None:
    read = read_results(CONTRACT, TEXT, results)
    assert [TEXT[span.start : span.end] for span in read.spans] == [span.text for span in read.spans]
    assert all(type(place) is int for span in read.spans for place in (span.start, span.end))
    assert set(read.topics) <= set(CONTRACT.topic_codes)
    assert all(fault.detail for fault in read.faults)


@pytest.mark.parametrize("name", ["doccano", "spacy-jsonl", "conll", "brat", "webanno", "label-studio"])
@budget(20)
@given(content=exports())
def test_any_file_of_any_format(name: str, content: bytes) -> None:
    kind = format_named(name)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, f"a{kind.suffix}")
        file.write_bytes(content)
        file.with_suffix(".txt").write_text(TEXT, encoding="utf-8")
        try:
            documents = list(kind.read(file))
        except DataError:
            return
    for document in documents:
        for span in document.spans:
            assert document.text[span.start : span.end] == span.text
