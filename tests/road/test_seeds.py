"""The five real pages, from crawl to release, with the reference gold as one annotator's labels."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from annotation.client import connect
from annotation.project import ADJUDICATION, LABELING, find_project
from annotation.server.install import default_cache
from annotation.server.local import running
from annotation.submit import Answer, submit
from schemas.contract import Contract
from schemas.records import Span
from schemas.tables import read_table
from tests.road.commands import Tinbai

pytestmark = [
    pytest.mark.seeds,
    pytest.mark.server,
    pytest.mark.timeout(600),
]


def golden_answers(shared: Path, workspace: Path, contract: Contract) -> list[Answer]:
    """The reference gold's spans and topics, on the articles and teasers of the workspace."""
    articles = {
        row["text"]: row for row in read_table(workspace / "articles", contract, "articles").to_pylist()
    }
    answers = []
    for path in sorted((shared / "reference/gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        for record in gold.get("records") or [gold]:
            row = articles[record["text"]]
            primary = next((t["code"] for t in record["topics"] if t["role"] == "primary"), None)
            others = [t["code"] for t in record["topics"] if t["role"] != "primary"]
            answers.append(
                Answer(
                    id=row["id"],
                    text_sha256=row["text_sha256"],
                    spans=tuple(
                        Span(e["start"], e["end"], e["label"], e["text"]) for e in record["entities"]
                    ),
                    topics=(primary, *others) if primary else tuple(others),
                    primary_topic=primary,
                )
            )
    return answers


def changed(answers: list[Answer]) -> list[Answer]:
    """A second annotator: misses the last span of every second text, and once chooses another main topic."""
    second = [
        replace(answer, spans=answer.spans[:-1]) if number % 2 and answer.spans else answer
        for number, answer in enumerate(answers)
    ]
    second[0] = replace(second[0], topics=("medtop:11000000",), primary_topic="medtop:11000000")
    return second


def test_from_crawl_to_release(shared: Path, tmp_path: Path, contract: Contract) -> None:
    workspace = tmp_path / "W"
    tinbai = Tinbai(workspace)

    first = tinbai("run", str(shared / "seeds"))
    assert first["counts"]["normalize"]["pages"] == 5
    assert first["counts"]["normalize"]["articles"] == 4
    assert first["counts"]["normalize"]["teasers"] == 20
    assert "tinbai serve" in first["next"]

    answers = golden_answers(shared, workspace, contract)
    assert len(answers) == 22
    with running(workspace / "server", default_cache(), annotators=["lan", "minh", "mai"]) as server:
        keys = {account.name: account.api_key for account in server.accounts}
        pushed = tinbai("push", "--teasers", "--duplicates")
        assert pushed["counts"]["added"] == 24
        assert tinbai("push", "--teasers", "--duplicates")["counts"]["added"] == 0

        folder = workspace / "labelstudio"
        for name, said in (("lan", answers), ("minh", changed(answers))):
            connection = connect(server.url, keys[name])
            project = find_project(connection, folder, title="W", role=LABELING)
            assert project is not None
            assert submit(connection, project, said, contract) == 22

        second = tinbai("run", str(shared / "seeds"))
        assert second["counts"]["push"]["added"] == 0
        assert second["counts"]["pull"]["annotations"] == 44
        waiting = second["counts"]["adjudicate"]["waiting"]
        assert waiting == sum(one != other for one, other in zip(answers, changed(answers), strict=True))

        connection = connect(server.url, keys["mai"])
        project = find_project(connection, folder, title="W", role=ADJUDICATION)
        assert project is not None
        conflicts = [one for one, other in zip(answers, changed(answers), strict=True) if one != other]
        assert submit(connection, project, conflicts, contract) == waiting

        third = tinbai("run", str(shared / "seeds"))
        assert third["counts"]["adjudicate"]["waiting"] == 0
        assert third["counts"]["adjudicate"]["gold"] == 22
        assert third["counts"]["validate"]["errors"] == 0
        release = Path(third["paths"]["release"])

        again = tinbai("run", str(shared / "seeds"))
        assert again["counts"]["release"]["written"] is False

    assert loaded_spans(release) == {
        answer.id: [[s.start, s.end, s.label, s.text] for s in sorted(answer.spans)] for answer in answers
    }


def loaded_spans(release: Path) -> dict[str, list[list[object]]]:
    """What load_dataset gives, in a process of its own."""
    code = (
        "import json, sys\nfrom datasets import load_dataset\nout = {}\n"
        "for rows in load_dataset(sys.argv[1], 'entities').values():\n"
        "    label = rows.features['entities'].feature['label']\n"
        "    for row in rows:\n"
        "        out[row['id']] = [[e['start'], e['end'], label.int2str(e['label']), e['text']] for e in row['entities']]\n"
        "print(json.dumps(out))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, str(release)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        env={"HF_HUB_OFFLINE": "1", "HF_HOME": str(release.parent / "hf"), "PATH": "/usr/bin:/bin"},
    )
    loaded: dict[str, list[list[object]]] = json.loads(result.stdout.splitlines()[-1])
    return loaded
