"""A small workspace of four stories, one of which is to go, and a search for what is left of it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq

from annotation.last_pull import PulledTask, last_pull_path, write_last_pull
from annotation.ledger import Ledger
from annotation.project import Project
from schemas.contract import default_contract
from schemas.files import write_text
from schemas.tables import read_table, table_of, write_table
from tests.normalize.pages import SENTENCE, write_pages
from tests.tables import annotations_of, decisions_of
from tinbai.console import Console
from tinbai.engines import EngineChoice
from tinbai.manifest import make_manifest, write_manifest
from tinbai.stages.adjudicate import adjudicate
from tinbai.stages.agreement import agreement
from tinbai.stages.dedup import dedup
from tinbai.stages.normalize import normalize
from tinbai.stages.suggest import suggest
from tinbai.workspace import Workspace

QUIET = Console(as_json=True)
ALONE = EngineChoice("local", None, 1)
CONTRACT = default_contract()
SURFACE = "Khưu Thị Xoàn"
WORD = "xoàn"
SITE = "https://bao.example"
URL = f"{SITE}/Xa-Hoi/ba-xoan-giu-nghe.html"
# What no other story says.
ONLY_HERE = f"Bà {SURFACE} giữ nghề dệt chiếu lác đã bốn đời ở cù lao Ông Hổ."
TEXT = "\n\n".join(
    [
        ONLY_HERE,
        *(f"Phiên chợ {n}: bà {SURFACE} bán được {n} đôi chiếu. {SENTENCE} {SENTENCE}" for n in (1, 2, 3)),
    ]
)
# Nearly the same: one paragraph is another.
COPY = TEXT.replace(
    ONLY_HERE, "Một người thợ ở cù lao giữ nghề dệt chiếu lác đã bốn đời, theo lời hàng xóm kể lại."
)
NEEDLES = (SURFACE, WORD, ONLY_HERE, "chiếu lác đã bốn đời ở cù lao")
# What names ids and says nothing of the articles.
NAMES_IDS = (
    "takedowns.jsonl",
    "quarantine/normalize.parquet",
    "normalized/pages.parquet",
    "aliases.parquet",
    "released_splits.parquet",
    "labelstudio/",
)


def other(number: int) -> str:
    who = ("Lê Văn Bền", "Trần Thị Lụa", "Võ Minh Đước")[number]
    return "\n\n".join(
        f"Mùa {part}, {who} trồng {part + number} công sen. {SENTENCE}" for part in range(1, 5)
    )


def pages(folder: Path, *records: dict[str, str]) -> Path:
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    return write_pages(folder, {"crawl.jsonl": lines})


def record(text: str, url: str | None = None) -> dict[str, str]:
    return {"text": text, **({"url": url} if url else {})}


def first_crawl(folder: Path) -> Path:
    stories = [record(other(number), f"{SITE}/sen-{number}.html") for number in range(3)]
    return pages(folder, record(TEXT, URL), *stories)


def make(folder: Path) -> Workspace:
    """Cleaned, clustered, labelled by two people, settled, with suggestions that learnt from them."""
    workspace = Workspace(folder / "W")
    normalize(workspace, QUIET, [first_crawl(folder / "pages")], engine=ALONE)
    (workspace.root / "tinbai.toml").write_text(
        'name = "thu"\n[release]\nlicense = "cc0-1.0"\n', encoding="utf-8"
    )
    workspace = Workspace(folder / "W")
    dedup(workspace, QUIET, engine=ALONE)
    label(workspace)
    agreement(workspace, QUIET)
    adjudicate(workspace, QUIET, offline=True)
    suggest(workspace, QUIET)
    return workspace


def label(workspace: Workspace) -> None:
    """What people said of every story, as pull leaves it behind, and whatever else may quote the first."""
    articles = read_table(workspace.articles, CONTRACT, "articles")
    said = {}
    for row in articles.to_pylist():
        names = [
            name for name in (SURFACE, "Lê Văn Bền", "Trần Thị Lụa", "Võ Minh Đước") if name in row["text"]
        ]
        start = row["text"].index(names[0])
        said[row["id"]] = {
            "spans": [(start, start + len(names[0]), "PER")],
            "topics": ["medtop:14000000"],
        }
    people = {"annotator-0000000a": said, "annotator-0000000b": said}
    write_table(workspace.annotations / "part-00000.parquet", annotations_of(CONTRACT, articles, people))
    id_ = id_of_the_story(workspace)
    row = {
        **dict.fromkeys(("item_index", "byte_start", "byte_end", "raw_sha256")),
        "id": id_,
        "stage": "pull",
        "reason": "lost_span",
        "detail": f"PER 3 to 16 of the older text: {SURFACE!r}",
        "source_path": "label-studio/project-1/task-1",
    }
    write_table(workspace.quarantine / "pull.parquet", table_of(CONTRACT, "quarantine", [row]))
    decided = annotations_of(CONTRACT, articles, {"annotator-0000000c": {id_: said[id_]}})
    write_table(workspace.decisions, decisions_of(CONTRACT, decided, comment=f"{SURFACE} is one person"))
    project = Project(1, "thu", "labeling", "http://127.0.0.1", datetime(2026, 11, 1, tzinfo=UTC))
    by_id = {row["id"]: row for row in articles.to_pylist()}
    tasks = [
        PulledTask(number, {name: by_id[each][name] for name in ("id", "text", "text_sha256")}, {}, ())
        for number, each in enumerate(sorted(by_id), start=1)
    ]
    write_last_pull(last_pull_path(workspace.labelstudio, project), tasks, 2)
    Ledger(workspace.labelstudio, project).add(
        [(each, by_id[each]["text_sha256"]) for each in sorted(by_id)], [1, 2, 3, 4]
    )
    answers = [json.dumps({"id": each, "said": by_id[each]["text"]}, ensure_ascii=False) for each in by_id]
    write_text(workspace.suggester / "0123.jsonl", "\n".join(answers) + "\n")
    report(workspace, by_id[id_])
    comment = {"annotation_id": "1-0", "id": id_, "annotator": "annotator-0000000a", "comment": f"{SURFACE}?"}
    write_table(workspace.comments, table_of(CONTRACT, "comments", [comment]))


def report(workspace: Workspace, row: dict[str, object]) -> None:
    """What validate leaves that quotes a text: its reports, and what Great Expectations looked at and found."""
    found = workspace.reports / "report.html"
    write_text(found, f"<p>{row['text']}</p>")
    uncommitted = workspace.gx / "uncommitted"
    write_text(uncommitted / "validations" / "tinbai-articles" / "one.json", json.dumps(row["id"]))
    write_table(uncommitted / "facts" / "articles.parquet", table_of(CONTRACT, "articles", [row]))
    made = make_manifest(
        workspace,
        CONTRACT,
        "validate",
        options={},
        inputs={},
        outputs=[found],
        counts={"errors": 0, "crashed": 0},
    )
    write_manifest(workspace, made)


def id_of_the_story(workspace: Workspace) -> str:
    rows = read_table(workspace.articles, CONTRACT, "articles").to_pylist()
    return next(str(row["id"]) for row in rows if SURFACE in row["text"])


def contents(root: Path) -> Iterator[tuple[str, str]]:
    """Every file and all that stands in it; Parquet unpacked."""
    for path in sorted(root.rglob("*")):
        if path.is_file():
            name = path.relative_to(root).as_posix()
            yield name, path.read_bytes().decode("utf-8", errors="replace")
            if path.suffix == ".parquet":
                with pq.ParquetFile(path) as file:
                    yield name, json.dumps(file.read().to_pylist(), ensure_ascii=False, default=str)


def leaks(root: Path, id_: str) -> set[str]:
    """The files that still tell of the story: its words anywhere, its id where it has no business."""
    return {
        name
        for name, text in contents(root)
        if any(needle in text.casefold() for needle in map(str.casefold, NEEDLES))
        or (id_ in text and not name.startswith(NAMES_IDS))
    }
