"""Two releases of the newsroom between which everything that a diff tells of happened."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from dataset.release import ReleaseTables
from schemas.contract import Contract
from schemas.files import text_sha256
from schemas.tables import table_of
from tests.release.samples import STORIES, TOPICS, Row, annotation_of, article, gold_of, newsroom, release

Change = Callable[[list[Row]], object]
NEW = 9100


def edited(tables: ReleaseTables, contract: Contract, **changes: Change) -> ReleaseTables:
    """The tables with some of their rows changed in place."""
    for name, change in changes.items():
        rows: list[Row] = getattr(tables, name).to_pylist()
        change(rows)
        tables = replace(tables, **{name: table_of(contract, name, rows)})
    return tables


def spans(row: Row) -> list[Row]:
    entities = row["entities"]
    assert isinstance(entities, list)
    return entities


def respan(row: Row, text: str, place: int, label: str | None = None, start: int = 0, end: int = 0) -> None:
    """Move a span's ends by so many code points, and give it another label."""
    span = spans(row)[place]
    first, last = int(str(span["start"])) + start, int(str(span["end"])) + end
    span |= {"start": first, "end": last, "text": text[first:last], "label": label or span["label"]}


def everything(contract: Contract, copies: int = 6, more: int = 6) -> tuple[ReleaseTables, ReleaseTables]:
    """Before and after: spans of each kind of change in 0, 1, 2 and 7, topics in 3, a text in 14, titles in 15 and 16,
    a split in 17, nothing left of 18, and `more` articles from `NEW` on."""
    old = newsroom(contract, copies)
    texts = {row["id"]: str(row["text"]) for row in old.articles.to_pylist()}

    def articles(rows: list[Row]) -> None:
        text = texts[rows[14]["id"]].replace("rút", "rút hẳn").replace("ba thôn", "bốn thôn")
        rows[14] |= {"text": text, "text_sha256": text_sha256(text), "paragraphs": _whole(text)}
        rows[15] |= {"title": "Vắc-xin Lúa Non vào vụ mới", "author": "Thu Gạo"}
        rows[16]["section"] = "the-gioi"
        _gone(rows)
        rows += fresh

    def gold(rows: list[Row]) -> None:
        respan(rows[0], texts[rows[0]["id"]], 1, start=5)  # UBND thị xã Gò Mận
        respan(rows[0], texts[rows[0]["id"]], 2, label="GPE")
        del spans(rows[0])[3]
        respan(rows[1], texts[rows[1]["id"]], 0, label="LOC", start=7)
        spans(rows[2]).append({"start": 0, "end": 8, "label": "ORG", "text": texts[rows[2]["id"]][:8]})
        respan(rows[7], texts[rows[7]["id"]], 1, end=0, label="GPE")
        rows[3] |= {"topics": [TOPICS[4], TOPICS[0]], "primary_topic": TOPICS[4]}
        text = str(articles_now[rows[14]["id"]])
        rows[14] |= {"text_sha256": text_sha256(text), "entities": []}
        _gone(rows)
        rows += [gold_of(story, STORIES[number % 10].entities, number) for number, story in enumerate(fresh)]

    def annotations(rows: list[Row]) -> None:
        for row in rows:
            if row["id"] in articles_now and row["text_sha256"] != text_sha256(articles_now[row["id"]]):
                row |= {"text_sha256": text_sha256(articles_now[row["id"]]), "entities": []}
        _gone(rows)
        rows += [
            annotation_of(gold_of(story, STORIES[number % 10].entities, number), 1)
            for number, story in enumerate(fresh)
        ]

    def splits(rows: list[Row]) -> None:
        moved = next(row for row in rows if row["id"] == f"{17:032x}")
        moved["split"] = "validation" if moved["split"] != "validation" else "train"
        _gone(rows)
        rows += [{"id": one["id"], "cluster_id": one["id"], "split": "train"} for one in fresh]

    fresh = [
        article(
            NEW + number, STORIES[number % 10].text + f"\n\nBài mới số {number}, cập nhật lúc {number} giờ."
        )
        for number in range(more)
    ]
    new = edited(old, contract, articles=articles)
    articles_now = {row["id"]: str(row["text"]) for row in new.articles.to_pylist()}
    new = edited(new, contract, gold=gold, annotations=annotations, splits=splits)
    return old, new


def two_releases(contract: Contract, folder: Path, copies: int = 6, more: int = 6) -> tuple[Path, Path]:
    """1.0.0, and 2.0.0 upon it with other guidelines."""
    before, after = everything(contract, copies, more)
    later = contract.model_copy(update={"guideline_version": "1.1.0"})
    old = release(contract, folder, before).folder
    return old, release(later, folder, after, "2.0.0", old).folder


def _gone(rows: list[Row]) -> None:
    rows[:] = [row for row in rows if row["id"] != f"{18:032x}"]


def _whole(text: str) -> list[Row]:
    return [{"start": 0, "end": len(text)}]
