"""A small workspace that holds in every check, to be broken on purpose.

The sentences are ours. Rows are plain dicts until they are written, so that a test can break one value
and leave the rest true; `retext` changes an article's text together with all that follows from it.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from schemas.contract import CheckRule, Contract
from schemas.files import file_sha256, text_sha256
from schemas.tables import ROW_GROUP, table_of
from validation.catalogue import NEVER
from validation.inputs import Inputs

Row = dict[str, object]
Tables = dict[str, list[Row]]

_SUBJECTS = [
    ("Trần Thị Hạnh", "PER"),
    ("Hội Cựu giáo chức Thái Bình", "ORG"),
    ("Lê Quang Dũng", "PER"),
    ("Thư viện tỉnh Hà Giang", "ORG"),
    ("Phạm Ngọc Lan", "PER"),
    ("Câu lạc bộ Thuyền buồm Nha Trang", "ORG"),
]
_PLACES = [
    ("Đà Lạt", "GPE"),
    ("Cần Thơ", "GPE"),
    ("sông Hậu", "LOC"),
    ("Bắc Kạn", "GPE"),
    ("hồ Ba Bể", "LOC"),
    ("Quảng Trị", "GPE"),
]
_DATES = ["12/3/2024", "tháng 5/2024", "8/6/2024", "năm 2023"]
_DEEDS = [
    "khai trương một phòng đọc sách miễn phí cho trẻ em vùng cao",
    "trồng thêm ba nghìn cây đước dọc bờ kè mới xây",
    "mở lớp dạy đan lưới cho những người vừa nghỉ hưu",
    "thử nghiệm xe buýt điện chạy đêm trong khu phố cũ",
    "khôi phục lễ hội đua ghe sau nhiều năm gián đoạn",
    "tặng máy lọc nước cho các điểm trường xa trung tâm",
]
_WISHES = [
    "Người dân cho biết họ đã chờ việc này từ lâu và sẽ cùng góp công.",
    "Ban tổ chức mong sẽ có thêm nhiều bạn trẻ tham gia vào mùa sau 🎉.",
    "Chi phí lấy từ quỹ đóng góp, sổ sách được dán công khai ở nhà văn hóa.",
    "Theo kế hoạch, công việc kéo dài sáu tuần và không thu thêm phí nào.",
]
_TOPICS = ["medtop:14000000", "medtop:06000000", "medtop:05000000", "medtop:10000000"]
ANNOTATORS = ["annotator-0a1b2c3d", "annotator-4e5f6071"]
_START = datetime(2024, 7, 1, 2, 0, tzinfo=UTC)


def article_id(number: int) -> str:
    return f"{number * 7919:032x}"


def paragraphs_of(text: str) -> list[dict[str, int]]:
    found, start = [], 0
    for paragraph in text.split("\n\n"):
        found.append({"start": start, "end": start + len(paragraph)})
        start += len(paragraph) + 2
    return found


def span(text: str, surface: str, label: str, **more: object) -> Row:
    start = text.index(surface)
    return {"start": start, "end": start + len(surface), "label": label, "text": surface, **more}


def story(number: int) -> tuple[str, list[tuple[str, str]]]:
    """A text of about 500 code points and its names, each at its first place."""
    who, place = _SUBJECTS[number % 6], _PLACES[(number * 5 + number // 6) % 6]
    day, deed = _DATES[number % 4], _DEEDS[(number + number // 6) % 6]
    lines = [
        f"Ngày {day}, {who[0]} đã {deed} tại {place[0]}, đợt thứ {number + 1} trong loạt hoạt động cộng đồng.",
        f"{_WISHES[number % 4]} {_WISHES[(number + 1) % 4]}",
        f"Đợt thứ {number + 2} sẽ diễn ra ở {_PLACES[(number + 3) % 6][0]} khi mùa mưa kết thúc. {_WISHES[(number + 2) % 4]}",
        f"Mọi góp ý xin gửi về tổ dân phố số {number + 3} trước cuối tháng, hoặc gặp trực tiếp người phụ trách.",
    ]
    return "\n\n".join(lines), [(day, "DATE"), who, place]


def article(number: int) -> Row:
    text, _ = story(number)
    return {
        "id": article_id(number),
        "kind": "article",
        "parent_id": None,
        "item_index": None,
        "title": f"Chuyện làng số {number + 1}",
        "author": "Nguyễn Văn Mẫu" if number % 3 else None,
        "url": f"https://bao{number % 3}.example/tin-{number}.html",
        "source": f"bao{number % 3}.example",
        "section": "Đời sống",
        "text": text,
        "paragraphs": paragraphs_of(text),
        "text_sha256": text_sha256(text),
        "language": "vi",
        "published_at": date(2024, 6, 1) + timedelta(days=number * 9 % 216) if number % 4 else None,
        "published_precision": "day" if number % 4 else "unknown",
        "event_date": "XXXX-07-01" if number == 1 else "2024-03-12" if number % 4 == 0 else None,
        "crawled_at": date(2025, 1, 15),
        "license": "CC0-1.0",
        "captions": ["Ảnh: một buổi đọc sách."] if number % 2 else [],
        "source_path": f"trang-{number:03d}.txt",
        "source_sha256": text_sha256(f"raw {number}"),
        "norm_version": "1",
    }


def teaser(number: int) -> Row:
    text = f"Tin vắn thứ {number}: {_DEEDS[number % 6].capitalize()}."
    return article(number) | {
        "id": article_id(1000 + number),
        "kind": "teaser",
        "parent_id": article_id(999),
        "item_index": number,
        "title": None,
        "url": None,
        "text": text,
        "paragraphs": paragraphs_of(text),
        "text_sha256": text_sha256(text),
        "captions": [],
    }


def _annotation(number: int, who: int) -> Row:
    text, names = story(number)
    kept = names if (number + who) % 4 else names[:2]
    topics = [_TOPICS[number % 4]] + ([_TOPICS[(number + 1) % 4]] if (number + who) % 3 == 0 else [])
    skipped = number == 5 and who == 1
    at = _START + timedelta(hours=number * 5 + who)
    return {
        "annotation_id": f"1-{number * 2 + who + 1}",
        "id": article_id(number),
        "text_sha256": text_sha256(text),
        "migrated_from": None,
        "annotator": ANNOTATORS[who],
        "created_at": at,
        "updated_at": at + timedelta(minutes=4),
        "lead_time_s": 95.5 + 17 * (number % 5) + 30 * who,
        "entities": [] if skipped else [span(text, s, label, origin="manual") for s, label in kept],
        "topics": [] if skipped else topics,
        "primary_topic": None if skipped else topics[0],
        "was_skipped": skipped,
        "suggestion_arm": "none" if number % 10 == 0 else "rules",
        "guideline_version": "1.0.0",
        "contract_version": "1.0.0",
    }


def _gold(number: int) -> Row:
    """Settled from `_annotation` of both: agreed where they say the same, decided where they do not."""
    text, names = story(number)
    said = [one for who in (0, 1) if not (one := _annotation(number, who))["was_skipped"]]
    alike = all(one["entities"] == said[0]["entities"] and one["topics"] == said[0]["topics"] for one in said)
    status = "single" if len(said) == 1 else "agreed" if alike else "adjudicated"
    return {
        "id": article_id(number),
        "text_sha256": text_sha256(text),
        "entities": [span(text, surface, label) for surface, label in names],
        "topics": [_TOPICS[number % 4]],
        "primary_topic": _TOPICS[number % 4],
        "topic_shares": [1.0],
        "n_annotators": len(said),
        "status": status,
        "adjudicator": ANNOTATORS[0] if status == "adjudicated" else None,
    }


def _suggestion(number: int) -> Row:
    text, names = story(number)
    return {
        "id": article_id(number),
        "text_sha256": text_sha256(text),
        "entities": [span(text, s, label, source="gazetteer", score=0.9) for s, label in names[1:]],
        "topics": [_TOPICS[number % 4]],
        "primary_topic": _TOPICS[number % 4],
        "arm": "rules",
        "suggester_version": "1",
    }


def _agreement() -> list[Row]:
    def row(
        measure: str, label: str | None, value: float | None, low: float | None, high: float | None
    ) -> Row:
        return {
            "measure": measure,
            "label": label,
            "other_label": None,
            "annotator_a": None,
            "annotator_b": None,
            "week": None,
            "value": value,
            "low": low,
            "high": high,
            "n_documents": 11,
            "n_annotators": 2,
            "n_items": 55,
            "undefined_reason": None if value is not None else "nobody used this label",
        }

    return [
        row("span_f1_exact", None, 0.91, 0.84, 0.97),
        row("span_f1_exact", "PER", 0.95, 0.88, 1.0),
        row("span_f1_exact", "GPE", 0.83, 0.66, 0.94),
        row("span_f1_exact", "EVENT", None, None, None),
        row("topic_alpha_masi", None, 0.72, 0.51, 0.88),
    ]


def sound_tables(articles: int = 12, teasers: int = 3) -> Tables:
    """Every table of a workspace in which nothing is wrong."""
    numbers = range(articles)
    stories = [article(number) for number in numbers]
    short = [teaser(number) for number in range(1, teasers + 1)]
    # 3 and 4 tell one story: they share a cluster, and so a split.
    cluster = {number: article_id(3 if number == 4 else number) for number in numbers}
    split = {n: "test" if n in (3, 4) else "validation" if n == 7 else "train" for n in numbers}
    alone = {"tier": "single", "nearest_id": None, "jaccard": None, "containment": None}
    near = {"tier": "near", "jaccard": 0.62, "containment": 0.8}
    return {
        "articles": stories + short,
        "quarantine": [
            {
                "id": None,
                "stage": "normalize",
                "reason": reason,
                "detail": None,
                "source_path": f"{reason}-{number}.txt",
                "item_index": None,
                "byte_start": 0,
                "byte_end": 12,
                "raw_sha256": text_sha256(f"{reason} {number}"),
            }
            for reason, many in (("empty", 1), ("too_short", 3))
            for number in range(many)
        ],
        "clusters": [
            {"id": article_id(n), "cluster_id": cluster[n]}
            | (near | {"nearest_id": article_id(7 - n)} if n in (3, 4) else alone)
            for n in numbers
        ]
        + [{"id": row["id"], "cluster_id": row["id"], **alone} for row in short],
        "splits": [{"id": article_id(n), "cluster_id": cluster[n], "split": split[n]} for n in numbers],
        "suggestions": [_suggestion(number) for number in numbers],
        "annotations": [_annotation(number, who) for number in numbers for who in (0, 1)],
        "agreement": _agreement(),
        "gold": [_gold(number) for number in numbers],
    }


def some(tables: Tables, *names: str) -> Tables:
    """A workspace where the other tables' stages have not run."""
    return {name: rows for name, rows in tables.items() if name in names}


def only(contract: Contract, *checks: str) -> Contract:
    """The contract with every other check off that may be. Great Expectations has a column less for each: with a few checks over
    a few tables a run takes a quarter of the time."""
    rules = {
        name: rule if name in (*checks, *NEVER) else CheckRule(severity="off")
        for name, rule in contract.checks.items()
    }
    return contract.model_copy(update={"checks": rules})


def project(root: Path, contract: Contract, *checks: str) -> Contract:
    """The files of a workspace with `only` these checks, for commands to find; its contract."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "tinbai.toml").touch()
    off = {name: {"severity": "off"} for name in contract.checks if name not in (*checks, *NEVER)}
    (root / "contract.yaml").write_text(
        json.dumps({"contract_version": contract.contract_version, "checks": off}), encoding="utf-8"
    )
    return only(contract, *checks)


def retext(row: Row, text: str) -> None:
    """Give an article another text and everything that follows from it."""
    row |= {"text": text, "paragraphs": paragraphs_of(text), "text_sha256": text_sha256(text)}


def write(
    root: Path, tables: Tables, contract: Contract, *, counts: Mapping[str, int] | None = None
) -> Inputs:
    """Write the tables and normalize's manifest; `counts` replaces some of its counts."""
    inputs = Inputs.below(root)
    for name, rows in tables.items():
        path = inputs.table(name)
        if path.suffix:
            _write_table(path, table_of(contract, name, rows))
            continue
        half = len(rows) // 2 if name == "articles" else len(rows)
        for part, some in enumerate((rows[:half], rows[half:])):
            if some:
                _write_table(path / f"part-{part:05d}.parquet", table_of(contract, name, some))
    if "articles" in tables:
        _manifest(inputs, tables, counts or {})
    return inputs


def _write_table(path: Path, table: pa.Table) -> None:
    """As `schemas.tables.write_table`, but without waiting for the disk: twice a table, thousands of times in all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression="zstd", compression_level=3, row_group_size=ROW_GROUP)


def _manifest(inputs: Inputs, tables: Tables, counts: Mapping[str, int]) -> None:
    kinds = [row["kind"] for row in tables["articles"]]
    rejected = len(tables.get("quarantine", []))
    whole = {
        "pages": kinds.count("article") + rejected + 1 + 2,
        "articles": kinds.count("article"),
        "teasers": kinds.count("teaser"),
        "listings": 1,
        "rejected": rejected,
        "folded": 2,
    }
    files = sorted([*inputs.articles.glob("*.parquet"), *inputs.quarantine.glob("*.parquet")])
    body = {
        "stage": "normalize",
        "inputs": {},
        "outputs": {inputs.relative(file): file_sha256(file) for file in files},
        "counts": whole | counts,
    }
    inputs.manifests.mkdir(parents=True, exist_ok=True)
    (inputs.manifests / "normalize.json").write_text(json.dumps(body), encoding="utf-8")


def broken(root: Path, contract: Contract, breaking: Callable[[Tables], object], *names: str) -> Inputs:
    """A workspace whose rows were broken before they were written; its manifest knows nothing of it. With `names`,
    those tables alone."""
    tables = sound_tables()
    breaking(tables)
    return write(root, some(tables, *names) if names else tables, contract)
