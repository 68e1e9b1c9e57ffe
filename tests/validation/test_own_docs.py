"""docs/own-checks.md says what is so: its examples run."""

import json
import re
import warnings
from pathlib import Path

import pytest
import yaml

from schemas.contract import Contract
from schemas.contract_file import load_contract
from schemas.progress import silent
from tests.conftest import ROOT
from tests.validation.factory import Tables, broken, retext, span
from validation.inputs import LABELS
from validation.own.columns import empty_frame
from validation.run import validate

PAGE = (ROOT / "docs/own-checks.md").read_text(encoding="utf-8")


def _block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def _agency_and_dash(tables: Tables) -> None:
    article, gold = tables["articles"][13], tables["gold"][0]
    retext(article, f"{article['text']} Theo Reuters.")
    text, entities = str(tables["articles"][0]["text"]), gold["entities"]
    retext(tables["articles"][0], text.replace("Thị Hạnh", "-Thị Hạnh"))
    changed = str(tables["articles"][0]["text"])
    for table in ("gold", "annotations", "suggestions"):
        for row in tables[table]:
            if row["id"] == tables["articles"][0]["id"]:
                row["text_sha256"] = tables["articles"][0]["text_sha256"]
                row["entities"] = []
    assert isinstance(entities, list)
    gold["entities"] = [span(changed, "-Thị Hạnh", "PER")]


def test_the_examples_run(
    tmp_path: Path,
    contract: Contract,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    root = tmp_path / "my-news"
    inputs = broken(root, contract, _agency_and_dash)
    (root / "contract.yaml").write_text("contract_version: 1.0.1\n" + _block("yaml"), encoding="utf-8")
    inputs.own_checks.write_text(_block("toml"), encoding="utf-8")
    suite = _block("json")
    (inputs.gx / "expectations").mkdir(parents=True)
    (inputs.gx / "expectations" / f"{json.loads(suite)['name']}.json").write_text(suite, encoding="utf-8")
    project = load_contract(root / "contract.yaml")
    verdict = validate(inputs, project, reports=root / "reports", progress=silent)
    found = {name: verdict.counts.get(name, 0) for name in ("OWN001", "OWN002", "GX002")}
    assert found == {"OWN001": 1, "OWN002": 1, "GX002": 1}
    severity = {one.check.id: one.severity for one in verdict.checks}
    assert (severity["OWN001"], severity["OWN002"], severity["ART010"]) == ("error", "warning", "error")
    monkeypatch.chdir(tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(compile(_block("python"), "docs/own-checks.md", "exec"), {})
    told = capsys.readouterr().out
    assert "'articles-sources'" in told
    assert told.endswith("False\n")


def test_what_is_said_of_severity_holds(tmp_path: Path, contract: Contract) -> None:
    (tmp_path / "contract.yaml").write_text(_block("yaml"), encoding="utf-8")
    project = load_contract(tmp_path / "contract.yaml")
    assert yaml.safe_load(_block("yaml"))["checks"].keys() == {"ART010", "ART102", "ART104"}
    assert (project.checks["ART102"].limit, project.checks["ART104"].severity) == (2010, "off")
    rest = {
        name: rule
        for name, rule in project.checks.items()
        if not name.startswith("ART1") and name != "ART010"
    }
    assert rest == {name: rule for name, rule in contract.checks.items() if name in rest}
    assert list(project.checks) == list(contract.checks)


def test_the_columns_are_told(contract: Contract) -> None:
    row = {
        scope: line
        for scope in ("article", "record", "span")
        for line in PAGE.splitlines()
        if line.startswith(f"| `{scope}` |")
    }
    for table, scope in (
        ("articles", "article"),
        *((name, scope) for name in LABELS for scope in ("record", "span")),
    ):
        told = set(re.findall(r"`(\w+)`", row[scope]))
        own = {field.name for field in contract.table(table).fields} if scope != "span" else set()
        assert set(empty_frame(contract, table, scope).columns) <= told | own
