"""Workspaces with labels, in any state of the work; rows are written as push and pull write them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa

from schemas.contract import Contract
from schemas.files import text_sha256
from schemas.tables import table_of, write_table
from tests.tables import annotator, articles_of
from tinbai.init import init_workspace
from tinbai.status.live import ask
from tinbai.status.memory import Memory
from tinbai.status.picture import Painter, Picture
from tinbai.workspace import Workspace

NOW = datetime(2024, 3, 15, 12, tzinfo=UTC)
OLD = "0" * 64


@dataclass(frozen=True)
class Mark:
    start: int
    end: int
    label: str
    origin: str = "manual"


@dataclass(frozen=True)
class Said:
    """What annotator `who` said of an article `ago` days before NOW; `source` of a suggestion's marks is its origin."""

    who: int
    article: str
    marks: Sequence[Mark] = ()
    topics: Sequence[str] = ()
    skipped: bool = False
    older: bool = False
    migrated: bool = False
    arm: str = "rules"
    ago: float = 1
    seconds: float | None = None


@dataclass
class Work:
    """Texts by id, and what was sent, suggested (by article, `origin` for source), said, decided."""

    texts: Mapping[str, str]
    sent: Iterable[str] = ()
    suggested: Mapping[str, Sequence[Mark]] = field(default_factory=dict)
    said: Sequence[Said] = ()
    adjudicated: Sequence[Said] = ()
    conflicts_sent: Iterable[str] = ()
    sent_older: Iterable[str] = ()

    def articles(self, contract: Contract) -> pa.Table:
        return articles_of(contract, self.texts)

    def annotations(self, contract: Contract, said: Sequence[Said] | None = None) -> pa.Table:
        rows = [
            _annotation(contract, number, one, self.texts.get(one.article, ""))
            for number, one in enumerate(self.said if said is None else said)
        ]
        return table_of(contract, "annotations", rows)

    def suggestions(self, contract: Contract) -> pa.Table:
        rows = [
            {
                "id": article,
                "text_sha256": text_sha256(self.texts[article]),
                "entities": [
                    {
                        "start": mark.start,
                        "end": mark.end,
                        "label": mark.label,
                        "text": self.texts[article][mark.start : mark.end],
                        "source": mark.origin,
                        "score": 0.5,
                    }
                    for mark in marks
                ],
                "topics": [],
                "primary_topic": None,
                "arm": "rules",
                "suggester_version": "1",
            }
            for article, marks in self.suggested.items()
        ]
        return table_of(contract, "suggestions", rows)

    def decisions(self, contract: Contract) -> pa.Table:
        rows = self.annotations(contract, self.adjudicated).to_pylist()
        return table_of(contract, "decisions", [row | {"comment": None, "seen": None} for row in rows])

    def write(self, folder: Path, contract: Contract, config: str = "") -> Workspace:
        """A workspace; tables of which there is nothing are left out."""
        init_workspace(folder, "small")
        workspace = Workspace(folder)
        if config:
            path = folder / "tinbai.toml"
            path.write_text(f'name = "small"\n{config}\n', encoding="utf-8")
        if self.texts:
            write_table(workspace.articles / "part-00000.parquet", self.articles(contract))
        if self.suggested:
            write_table(workspace.suggestions, self.suggestions(contract))
        if self.said:
            write_table(workspace.annotations / "part-00000.parquet", self.annotations(contract))
        if self.adjudicated:
            write_table(workspace.decisions, self.decisions(contract))
        workspace.labelstudio.mkdir(parents=True, exist_ok=True)
        older = dict.fromkeys(self.sent_older, OLD)
        now = {article: text_sha256(self.texts[article]) for article in self.sent}
        _ledger(workspace.labelstudio / "labeling-7-20240101T000000.jsonl", older | now)
        decided = {article: text_sha256(self.texts[article]) for article in self.conflicts_sent}
        _ledger(workspace.labelstudio / "adjudication-8-20240102T000000.jsonl", decided)
        return workspace


def paint(workspace: Workspace, moment: datetime = NOW) -> Picture:
    return Painter(workspace, Memory()).paint(moment, ask(workspace))


def _ledger(path: Path, sent: Mapping[str, str]) -> None:
    lines = [
        json.dumps({"id": article, "text_sha256": digest, "task": number})
        for number, (article, digest) in enumerate(sent.items(), start=1)
    ]
    if lines:
        path.write_text("\n" + "\n".join(lines) + '\n{"id": "torn', encoding="utf-8")


def _annotation(contract: Contract, number: int, said: Said, text: str) -> dict[str, object]:
    moment = NOW - timedelta(days=said.ago)
    return {
        "annotation_id": f"7-{number}",
        "id": said.article,
        "text_sha256": OLD if said.older else text_sha256(text),
        "migrated_from": OLD if said.migrated else None,
        "annotator": annotator(said.who),
        "created_at": moment,
        "updated_at": moment,
        "lead_time_s": said.seconds,
        "entities": [
            {
                "start": mark.start,
                "end": mark.end,
                "label": mark.label,
                "text": text[mark.start : mark.end],
                "origin": mark.origin,
            }
            for mark in said.marks
        ],
        "topics": list(said.topics),
        "primary_topic": said.topics[0] if said.topics else None,
        "was_skipped": said.skipped,
        "suggestion_arm": said.arm,
        "guideline_version": "1.0.0",
        "contract_version": contract.contract_version,
    }
