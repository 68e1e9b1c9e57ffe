"""Label Studio takes our file of tasks with annotations, and we its export, as it comes."""

import json
from pathlib import Path

import pytest

from annotation.client import Connection
from annotation.formats import conll, label_studio
from annotation.formats.labelled import Labelled
from annotation.results import bare
from schemas.contract import Contract
from schemas.label_config import label_config
from tests.labelstudio.sample import SUGGESTED, TEXT, TOPICS, span

pytestmark = pytest.mark.server


def test_through_the_server_and_back(connection: Connection, contract: Contract, tmp_path: Path) -> None:
    spans = tuple(sorted(span(TEXT, surface, label) for surface, label in SUGGESTED))
    emoji = "👨‍👩‍👧 Huế  và\n\nVinh 🌾 Đà Nẵng."
    given = [
        Labelled(TEXT, "bai-1", spans, TOPICS, TOPICS[0]),
        Labelled(emoji, "bai-2", (span(emoji, "👨‍👩‍👧", "MISC"), span(emoji, "Đà Nẵng", "GPE"))),
    ]
    label_studio.write(given, tmp_path / "ours.json", contract)
    client = connection.client
    project = client.projects.create(title="Từ tệp", label_config=label_config(contract))
    tasks = json.loads((tmp_path / "ours.json").read_text(encoding="utf-8"))
    client.projects.import_tasks(id=project.id, request=tasks)

    def exported(kind: str, name: str) -> Path:
        body = b"".join(client.projects.exports.download_sync(id=project.id, export_type=kind))
        (tmp_path / name).write_bytes(body)
        return tmp_path / name

    home = sorted(label_studio.read(exported("JSON", "theirs.json")), key=lambda one: str(one.id))
    assert [(one.id, one.text, one.spans, one.faults) for one in home] == [
        (one.id, one.text, one.spans, ()) for one in given
    ]
    assert (home[0].primary_topic, set(home[0].topics)) == (TOPICS[0], set(TOPICS))
    # Its own CoNLL has Treebank's tokens, with marks glued to words, so it is the names' beginnings that hold.
    documents = list(conll.read(exported("CONLL2003", "theirs.conll")))
    labels = [one.label for document in documents for one in document.spans]
    assert sorted(labels) == sorted(one.label for document in given for one in document.spans)
    # Its file has one -DOCSTART- for all tasks: the stories stand one after another.
    assert bare(documents[0].text) == "".join(bare(one.text) for one in given)
