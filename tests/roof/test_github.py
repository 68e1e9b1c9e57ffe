"""`tinbai validate` as a step of GitHub Actions: its annotations, its summary, and a log that data cannot command."""

import json
import os
from pathlib import Path

import pytest

from schemas.contract import Contract
from schemas.errors import UsageError
from tests.road.commands import run_tinbai
from tests.runner import Command, commands
from tests.validation.factory import Tables, broken, project, some, sound_tables, write
from tests.validation.hostile import CORPUS, corpus_tables
from tinbai.github import SUMMARY_LIMIT, add_to_summary, folder_in_repository, inert
from tinbai.init import init_workspace

HOSTILE = "articles ##[error]ran\n::add-mask::ran"


def _hostile_suite(root: Path, name: str, column: str) -> None:
    body = {
        "name": name,
        "expectations": [{"type": "expect_column_values_to_not_be_null", "kwargs": {"column": column}}],
    }
    folder = root / "gx" / "expectations"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(body), encoding="utf-8")


def _empty_title(tables: Tables) -> None:
    tables["articles"][0]["event_date"] = "::error::ran ##[error]ran"


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory, contract: Contract) -> Path:
    root = tmp_path_factory.mktemp("github") / "data set"
    init_workspace(root, "github")
    broken(root, project(root, contract, "ART012"), _empty_title, "articles")
    return root


def _step(root: Path, tmp_path: Path, *arguments: str, **more: str) -> tuple[int, str, str]:
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("GITHUB_")},
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
        "GITHUB_WORKSPACE": str(root.parent),
        **more,
    }
    run = run_tinbai("validate", "--workspace", str(root), *arguments, environment=environment)
    return run.returncode, run.stdout, run.stderr


def test_under_actions_it_annotates_and_fills_the_summary(failing: Path, tmp_path: Path) -> None:
    code, out, err = _step(failing, tmp_path)
    assert code == 1
    found = commands(out + err)
    assert [one.name for one in found] == ["error"]
    assert found[0].properties == {"title": "ART012 Event dates are EDTF (1)"}
    assert "event_date “::error::ran ##[error]ran” is no EDTF date" in found[0].data
    assert (tmp_path / "summary.md").read_text(encoding="utf-8") == (
        failing / "reports/summary.md"
    ).read_text(encoding="utf-8")
    sarif = json.loads((failing / "reports/report.sarif").read_text(encoding="utf-8"))
    (result,) = sarif["runs"][0]["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "data%20set/articles/part-00000.parquet"}


def test_elsewhere_it_does_neither(failing: Path, tmp_path: Path) -> None:
    code, out, err = _step(failing, tmp_path, GITHUB_ACTIONS="")
    assert (code, commands(out + err)) == (1, [])
    assert not (tmp_path / "summary.md").exists()
    code, out, _ = _step(failing, tmp_path, "--annotations", "github", GITHUB_ACTIONS="")
    assert len(commands(out)) == 1
    code, out, _ = _step(failing, tmp_path, "--annotations", "none")
    assert commands(out) == []
    assert not (tmp_path / "summary.md").exists()


def test_what_a_baseline_knows_is_unchanged_and_not_annotated(failing: Path, tmp_path: Path) -> None:
    assert _step(failing, tmp_path, "--write-baseline", str(tmp_path / "known.json"))[0] == 0
    code, out, err = _step(failing, tmp_path, "--new-only", "--baseline", str(tmp_path / "known.json"))
    assert (code, commands(out + err)) == (0, [])
    sarif = json.loads((failing / "reports/report.sarif").read_text(encoding="utf-8"))
    assert [one["baselineState"] for one in sarif["runs"][0]["results"]] == ["unchanged"]


def test_json_stays_one_object(failing: Path, tmp_path: Path) -> None:
    code, out, err = _step(failing, tmp_path, "--json")
    assert json.loads(out)["exit_code"] == code == 1
    assert commands(out) == []
    assert [one.name for one in commands(err)] == ["error"]


def test_a_sound_workspace_says_nothing(tmp_path: Path, contract: Contract) -> None:
    root = tmp_path / "W"
    init_workspace(root, "sound")
    write(root, some(sound_tables(), "articles"), project(root, contract, "ART012"))
    code, out, err = _step(root, tmp_path)
    assert (code, commands(out + err)) == (0, [])
    assert "tinbai validate: passed" in (tmp_path / "summary.md").read_text(encoding="utf-8")


def test_data_never_commands_the_runner(tmp_path: Path, contract: Contract) -> None:
    root = tmp_path / "W ##[error]ran"
    init_workspace(root, "corpus")
    write(root, corpus_tables(), contract)
    # A column that is not there crashes its expectation: what is told of it has the suite's name and the column's.
    _hostile_suite(root, HOSTILE, "title ##[error]ran\n::error::ran")
    for arguments in ((), ("--json",)):
        code, out, err = _step(root, tmp_path, *arguments)
        assert code == 3
        assert "add-mask" in out, "the suite is told"
        found = commands(out + err)
        assert {one.name for one in found} == {"error", "warning"}
        assert all(set(one.properties) == {"title"} for one in found)
        assert len(found) <= 20
    assert json.loads(out)["paths"]["report"] == str(root / "reports/report.html"), (
        "JSON says it to the letter"
    )


def test_a_refused_suite_never_commands_the_runner(failing: Path, tmp_path: Path) -> None:
    name = HOSTILE.replace("articles", "x")
    _hostile_suite(failing, name, "title")
    try:
        for arguments in ((), ("--json",)):
            code, out, err = _step(failing, tmp_path, *arguments)
            assert code == 2
            assert "add-mask" in out + err, "it is told which"
            assert commands(out + err) == []
    finally:
        (failing / "gx" / "expectations" / f"{name}.json").unlink()


@pytest.mark.parametrize(
    "text", [*CORPUS.values(), "a\n::error::x", "::error::x", "\u2028::error::x", "##[##[error]x]"]
)
def test_inert_text_holds_no_command(text: str) -> None:
    for told in (inert(text), inert(f"note: {text}"), inert(f"{text}\n{text}")):
        assert commands(told) == []


def test_the_parser_knows_a_command() -> None:
    assert commands("::error title=a%2Cb%3A%25::x%0Ay") == [Command("error", {"title": "a,b:%"}, "x\ny")]
    assert commands("ok\r  ::Warning::x") == [Command("warning", {}, "x")]
    assert commands("say ##[group]x") == [Command("group", {}, "x")]
    assert commands("::nothing::x\n: :error::x\nx ::error::x") == []


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "page.md"


def _environment(page: Path) -> dict[str, str]:
    return {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(page)}


def test_the_summary_is_appended_and_never_too_long(page: Path) -> None:
    page.write_text("of another tool\n", encoding="utf-8")
    add_to_summary(_environment(page), "## ours\n")
    assert page.read_text(encoding="utf-8") == "of another tool\n## ours\n"
    add_to_summary(_environment(page), "à line\n" * 200_000)
    text = page.read_text(encoding="utf-8")
    assert SUMMARY_LIMIT - 200 < len(text.encode()) < SUMMARY_LIMIT
    assert text.endswith("à line\n\n*The rest is in report.html.*\n")
    full = page.read_bytes()
    add_to_summary(_environment(page), "no room\n")
    assert page.read_bytes() == full
    page.write_bytes(b"x" * (SUMMARY_LIMIT - 10))
    add_to_summary(_environment(page), "no room\n")
    assert page.stat().st_size == SUMMARY_LIMIT - 10


def test_a_summary_that_is_no_file_is_a_clear_error(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "no/where.md"):
        with pytest.raises(UsageError, match="GITHUB_STEP_SUMMARY names"):
            add_to_summary(_environment(path), "x")
    add_to_summary({"GITHUB_STEP_SUMMARY": str(tmp_path / "x")}, "x")
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(("root", "told"), [("repo/a/b", "a/b"), ("repo", ""), ("elsewhere", "")])
def test_the_workspace_within_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: str, told: str
) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "repo"))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert folder_in_repository(tmp_path / root) == told
    monkeypatch.setenv("GITHUB_ACTIONS", "")
    assert folder_in_repository(tmp_path / root) == ""
