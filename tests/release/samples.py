"""A small newsroom: texts, labels and tables written for the tests."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa

from dataset.dedup import cluster
from dataset.release import Release, ReleaseInfo, ReleaseTables
from dataset.release.build import build_release
from dataset.splits import assign_splits
from schemas.contract import Contract
from schemas.files import text_sha256
from schemas.progress import silent
from schemas.tables import table_of

Row = dict[str, object]

# Spans are marked as [surface|LABEL]; the marks are taken out below.
_MARKED = (
    "Sáng [5/3|DATE], [UBND thị xã Gò Mận|ORG] mở phiên chợ nông sản bên [sông Trà Mơ|LOC]. "
    "Ông [Lê Văn Đậu|PER] nói: “Bà con bán hết hàng trước 9 giờ.”",
    "[Trường THPT Mai Sơn|ORG] ở [tỉnh Hòa Lạc|GPE] nhận 1.200 cuốn sách.\n\nCô [Nguyễn Thị Bưởi|PER] cho biết "
    "thư viện mở cửa từ [tháng 9/2023|DATE].",
    "Đội bóng [Thép Núi Vàng|ORG] thắng 3-1 trong [Giải bóng đá nông dân lần thứ IV|EVENT] 🎉 tại [sân Đồi Cỏ|LOC].",
    "[Bộ Đường sông|ORG] vừa ban hành [Nghị định số 12/2022/NĐ-CP|DOC] về bến khách ngang sông. TS. [Phan Kè|PER] "
    "góp ý nhiều lần.",
    "Mưa lớn kéo dài làm ngập ba thôn của [xã Bình Tre|GPE]; đêm [7/10|DATE] nước mới rút.",
    "[Vắc-xin Lúa Non|MISC] được thử nghiệm tại [Viện Thú y Đông Hà|ORG] từ đầu năm.",
    "[Việt Nam|GPE] và nước bạn ký [Hiệp định Cá Nước ngọt|DOC] sau hai năm bàn bạc.",
    "Nghệ sĩ [Trần Cói|PER] mở triển lãm gốm ở [phố Hàng Lu|LOC], [thành phố Sen|GPE].",
    "Nông dân [Cồn Én|LOC] trồng thử giống bưởi [MISC-7|MISC], thu 14 tấn một vụ.",
    "Tuyến xe khách số 08 nối [bến Đò Gạch|LOC] với [huyện Mây Xanh|GPE] chạy lại từ [thứ Hai, 4/12|DATE].",
)
TOPICS = ("medtop:20000210", "medtop:05000000", "medtop:15000000", "medtop:20000593", "medtop:03000000")
WHEN = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Marked:
    text: str
    entities: list[Row]


def unmarked(marked: str) -> Marked:
    text, spans, rest = "", [], marked
    while "[" in rest:
        before, _, rest = rest.partition("[")
        inner, _, rest = rest.partition("]")
        surface, _, label = inner.partition("|")
        text += before
        spans.append({"start": len(text), "end": len(text) + len(surface), "label": label, "text": surface})
        text += surface
    return Marked(text + rest, spans)


STORIES = tuple(map(unmarked, _MARKED))


def article(number: int, text: str, **changes: object) -> Row:
    row: Row = {
        "id": f"{number:032x}",
        "kind": "article",
        "parent_id": None,
        "item_index": None,
        "title": f"Tin số {number}",
        "author": None,
        "url": None,
        "source": "bao-lang.example" if number % 2 else None,
        "section": None,
        "text": text,
        "paragraphs": _paragraphs(text),
        "text_sha256": text_sha256(text),
        "language": "vi",
        "published_at": date(2023, 9, number % 27 + 1) if number % 3 else None,
        "published_precision": "day" if number % 3 else "unknown",
        "event_date": None,
        "crawled_at": None,
        "license": None,
        "captions": ["Ảnh: Thu Gạo"],
        "source_path": f"trang/{number}.txt",
        "source_sha256": text_sha256(f"raw {number}"),
        "norm_version": "1",
    }
    return {**row, **changes}


def gold_of(article: Mapping[str, object], entities: list[Row], number: int) -> Row:
    first, second = TOPICS[number % 5], TOPICS[(number + 1) % 5]
    return {
        "id": article["id"],
        "text_sha256": article["text_sha256"],
        "entities": entities,
        "topics": [first, second],
        "primary_topic": first if number % 4 else None,
        "topic_shares": [1.0, 0.5],
        "n_annotators": 2,
        "status": "agreed" if number % 2 else "adjudicated",
        "adjudicator": None if number % 2 else "annotator-0000000f",
    }


def annotation_of(gold: Mapping[str, object], person: int) -> Row:
    entities = gold["entities"]
    assert isinstance(entities, list)
    return {
        "annotation_id": f"1-{gold['id']}-{person}",
        "id": gold["id"],
        "text_sha256": gold["text_sha256"],
        "migrated_from": None,
        "annotator": f"annotator-0000000{person}",
        "created_at": WHEN,
        "updated_at": WHEN,
        "lead_time_s": 61.5,
        "entities": [{**span, "origin": "manual"} for span in entities[person - 1 :]],
        "topics": gold["topics"],
        "primary_topic": gold["primary_topic"],
        "was_skipped": False,
        "suggestion_arm": "rules",
        "guideline_version": "1.0.0",
        "contract_version": "1.0.0",
    }


def tables_of(
    contract: Contract, articles: list[Row], gold: list[Row], *, previous: pa.Table | None = None
) -> ReleaseTables:
    kept = table_of(contract, "articles", articles)
    clusters = cluster(kept, contract, progress=silent)
    agreement = {
        "measure": "span_f1_exact", "label": None, "other_label": None, "annotator_a": None, "annotator_b": None,
        "week": None, "value": 0.87, "low": 0.8, "high": 0.93, "n_documents": len(gold), "n_annotators": 2, "n_items": 40,
        "undefined_reason": None,
    }  # fmt: skip
    rejected = {
        "id": None, "stage": "normalize", "reason": "too_short", "detail": None, "source_path": "trang/x.txt",
        "item_index": None, "byte_start": None, "byte_end": None, "raw_sha256": None,
    }  # fmt: skip
    return ReleaseTables(
        articles=kept,
        clusters=clusters,
        splits=assign_splits(clusters, previous, contract),
        annotations=table_of(
            contract, "annotations", [annotation_of(row, person) for row in gold for person in (1, 2)]
        ),
        gold=table_of(contract, "gold", gold),
        agreement=table_of(contract, "agreement", [agreement] if gold else []),
        quarantine=table_of(contract, "quarantine", [rejected]),
        counts={"pages": len(articles) + 1, "articles": len(articles), "rejected": 1, "folded": 0},
    )


def newsroom(contract: Contract, copies: int = 6, extra: int = 0) -> ReleaseTables:
    """`copies` x 10 labelled articles, enough that every split has some, one labelled teaser and two without
    labels; `extra` adds labelled articles at the end."""
    articles, gold = [], []
    for number in range(copies * len(STORIES) + extra):
        story = STORIES[number % len(STORIES)]
        tail = "\n\n" + " ".join(f"{word} {number * 7 + place}" for place, word in enumerate(_FILLER))
        articles.append(article(number, story.text + tail))
        gold.append(gold_of(articles[-1], story.entities, number))
    teaser = article(9001, STORIES[0].text, kind="teaser", parent_id="ffff", item_index=3, title=None)
    articles += [
        teaser,
        article(
            9002, "Tin ngắn chưa ai đọc, " + " ".join(_FILLER), kind="teaser", parent_id="ffff", item_index=4
        ),
        article(9003, "Bài này chưa có nhãn. " + " ".join(reversed(_FILLER))),
    ]
    gold.append(gold_of(teaser, STORIES[0].entities, 9001))
    return tables_of(contract, articles, gold)


_SENTENCE = "giá gạo tăng nhẹ so với tuần trước theo tiểu thương chợ đầu mối khu vực ven sông mùa này"
_FILLER = _SENTENCE.split()

INFO = ReleaseInfo(
    name="lang-bao/tin-mau",
    pretty_name="Tin mẫu",
    license="cc-by-4.0",
    description="News written for tests.",
    homepage="https://bao-lang.example",
    contact="toa-soan@bao-lang.example",
    sample_labels=True,
    released_on=date(2024, 6, 1),
)


def release(
    contract: Contract, folder: Path, tables: ReleaseTables, version: str = "1.0.0", previous: Path | None = None,
) -> Release:  # fmt: skip
    info = replace(INFO, previous=previous)
    return build_release(tables, contract, version=version, folder=folder, info=info, progress=silent)


def _paragraphs(text: str) -> list[Row]:
    found: list[Row] = []
    place = 0
    for part in text.split("\n\n"):
        found.append({"start": place, "end": place + len(part)})
        place += len(part) + 2
    return found
