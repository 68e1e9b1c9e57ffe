"""Pages to a release in a process of its own, whose surroundings a test chooses: WORKSPACE PAGES JOBS."""

import sys
from pathlib import Path

from dataset.release import ReleaseTables
from dataset.release.build import build_release
from schemas.contract import Contract
from schemas.progress import silent
from schemas.tables import read_table, table_of
from tests.release.samples import INFO, Row, annotation_of, gold_of
from tinbai.console import Console
from tinbai.engines import EngineChoice
from tinbai.stages.dedup import dedup
from tinbai.stages.normalize import normalize
from tinbai.workspace import Workspace


def make_release(root: Path, pages: Path, jobs: int) -> Path:
    workspace = Workspace(root)
    console = Console(as_json=True)
    normalize(workspace, console, [pages], engine=EngineChoice(jobs=jobs))
    dedup(workspace, console, engine=EngineChoice(jobs=jobs))
    return build_release(
        _labelled(workspace, workspace.contract),
        workspace.contract,
        version="1.0.0",
        folder=workspace.releases,
        info=INFO,
        progress=silent,
    ).folder


def _labelled(workspace: Workspace, contract: Contract) -> ReleaseTables:
    """The workspace's tables, with labels that two people might have given."""
    articles = read_table(workspace.articles, contract, "articles")
    gold = [gold_of(row, _spans(str(row["text"])), number) for number, row in enumerate(articles.to_pylist())]
    annotations = [annotation_of(row, person) for row in gold for person in (1, 2)]
    return ReleaseTables(
        articles=articles,
        clusters=read_table(workspace.clusters, contract, "clusters"),
        splits=read_table(workspace.splits, contract, "splits"),
        annotations=table_of(contract, "annotations", annotations),
        gold=table_of(contract, "gold", gold),
        agreement=table_of(contract, "agreement", []),
        quarantine=read_table(workspace.quarantine, contract, "quarantine"),
    )


def _spans(text: str) -> list[Row]:
    """The text's first two words, one by one."""
    first, second, *_ = text.split(maxsplit=2)
    start = text.index(second, len(first))
    return [
        {"start": 0, "end": len(first), "label": "PER", "text": first},
        {"start": start, "end": start + len(second), "label": "ORG", "text": second},
    ]


if __name__ == "__main__":
    print(make_release(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
