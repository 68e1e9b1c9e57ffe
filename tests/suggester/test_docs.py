"""docs/suggesters.md stays true: its example runs, its settings are valid, its reasons are those of the code."""

import json
import re
import sys
import tomllib
from pathlib import Path

import pytest

from schemas.contract import Contract
from schemas.tables import read_table
from tests.conftest import ROOT
from tests.suggester.samples import IDS, TEXT, workspace
from tinbai.config import Config, SuggestConfig
from tinbai.console import Console
from tinbai.stages.suggest import suggest

DOCS = (ROOT / "docs" / "suggesters.md").read_text(encoding="utf-8")


def fenced(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", DOCS, re.MULTILINE | re.DOTALL)


def test_the_example_is_a_suggester(tmp_path: Path, contract: Contract) -> None:
    (body,) = fenced("python")
    assert len(body.splitlines()) <= 10
    (tmp_path / "ner.py").write_text(body, encoding="utf-8")
    settings = [f"command = {json.dumps([sys.executable, 'ner.py'])}", "rules = false"]
    made = workspace(tmp_path, contract, settings, IDS[:2])
    outcome = suggest(made, Console(as_json=True))
    assert not [name for name in outcome.counts if name.startswith("dropped")]
    for row in read_table(made.suggestions, contract, "suggestions").to_pylist():
        assert [(e["text"], e["label"], e["score"]) for e in row["entities"]] == [
            (name, "GPE", 0.9) for name in ("Huế", "Huế", "Đà Nẵng")
        ]
        assert all(TEXT[e["start"] : e["end"]] == e["text"] for e in row["entities"])


def test_the_examples_of_lines_are_json() -> None:
    told, said = (json.loads(line) for body in fenced("json") for line in body.splitlines())
    span = said["spans"][0]
    assert told["text"][span["start"] : span["end"]].startswith(span["text"][:3])
    assert told["id"] == said["id"]


def test_every_setting_is_shown_and_holds() -> None:
    (body,) = fenced("toml")
    shown = set(re.findall(r"^(?:# )?(\w+) = ", body, re.MULTILINE))
    assert shown == set(SuggestConfig.model_fields)
    Config.model_validate(tomllib.loads(body))
    other = re.sub(
        r"^command", "# command", re.sub(r"^# (\w+ = )", r"\1", body, flags=re.MULTILINE), flags=re.MULTILINE
    )
    settings = Config.model_validate(tomllib.loads(other)).suggest
    defaults = SuggestConfig()
    for name in ("key_env", "article_seconds", "concurrency", "max_chars"):
        assert getattr(settings, name) == getattr(defaults, name), name


@pytest.mark.parametrize("key", ["start", "end", "text", "label", "occurrence", "context", "score", "error"])
def test_every_key_of_an_answer_is_told(key: str) -> None:
    assert re.search(rf"^\|.*`{key}`.*\|.*\|$", DOCS, re.MULTILINE)
