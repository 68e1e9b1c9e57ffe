"""A sample story of our own, with what Label Studio stumbles over: emoji, a double space, a line feed."""

from collections.abc import Sequence

import pyarrow as pa

from schemas.contract import Contract
from schemas.files import text_sha256
from schemas.records import Span
from schemas.tables import table_of

TITLE = "Việt Nam và Hà Lan hợp tác trồng lúa giảm phát thải"
TEXT = """Sáng 12/3/2024, tại Hà Nội, Bộ Nông nghiệp và Phát triển nông thôn phối hợp với Đại sứ quán Hà Lan tổ chức Diễn đàn Lúa gạo bền vững lần thứ 2. 🌾 Ông Nguyễn Văn Tám, Vụ trưởng Vụ Hợp tác quốc tế, cho biết hai bên đã ký Bản ghi nhớ về canh tác thích ứng ở Đồng bằng sông Cửu Long.

Theo bà Anna de Vries, tham tán nông nghiệp của Hà Lan, các hợp tác xã ở Cần Thơ và An Giang sẽ được hỗ trợ giống,  máy đo độ mặn và các lớp tập huấn đến năm 2027. “Chúng tôi muốn học từ kinh nghiệm của nông dân Việt Nam, những người hiểu con nước hơn ai hết”, bà nói.

Trong ba vụ vừa qua, 1.200 hộ tham gia chương trình Lúa Xanh đã giảm một phần ba lượng nước tưới 💧 mà năng suất không đổi. Tháng 5/2024, đoàn chuyên gia sẽ đi dọc sông Hậu để chọn thêm các điểm trình diễn, trước khi hai chính phủ họp tại La Haye."""

# What a suggester would propose; one label is wrong on purpose, for the annotator to change.
SUGGESTED = (
    ("12/3/2024", "DATE"),
    ("Hà Nội", "GPE"),
    ("Bộ Nông nghiệp và Phát triển nông thôn", "ORG"),
    ("Đại sứ quán Hà Lan", "ORG"),
    ("Diễn đàn Lúa gạo bền vững lần thứ 2", "EVENT"),
    ("Nguyễn Văn Tám", "PER"),
    ("Vụ Hợp tác quốc tế", "ORG"),
    ("Đồng bằng sông Cửu Long", "LOC"),
    ("Anna de Vries", "PER"),
    ("Cần Thơ", "GPE"),
    ("An Giang", "GPE"),
    ("năm 2027", "DATE"),
    ("Việt Nam", "GPE"),
    ("Lúa Xanh", "MISC"),
    ("Tháng 5/2024", "DATE"),
    ("sông Hậu", "GPE"),
    ("La Haye", "GPE"),
)
TOPICS = ("medtop:20000210", "medtop:20000639", "medtop:06000000")


def span(text: str, surface: str, label: str) -> Span:
    """The first place of `surface` in `text`, counted by Python."""
    start = text.index(surface)
    return Span(start, start + len(surface), label, surface)


def article(
    text: str = TEXT, title: str | None = TITLE, *, key: str = "", kind: str = "article"
) -> dict[str, object]:
    """A row of the table `articles`; its id comes from `key`, or from the text."""
    return {
        "id": text_sha256(key or text)[:32],
        "kind": kind,
        "parent_id": None,
        "item_index": None,
        "title": title,
        "author": None,
        "url": None,
        "source": "tin.example",
        "section": None,
        "text": text,
        "paragraphs": [{"start": 0, "end": len(text)}],
        "text_sha256": text_sha256(text),
        "language": "vi",
        "published_at": None,
        "published_precision": "unknown",
        "event_date": None,
        "crawled_at": None,
        "license": None,
        "captions": [],
        "source_path": "sample.txt",
        "source_sha256": "0" * 64,
        "norm_version": "1",
    }


def articles(contract: Contract, rows: Sequence[dict[str, object]]) -> pa.Table:
    return table_of(contract, "articles", rows)


def numbered(contract: Contract, count: int) -> pa.Table:
    """`count` short articles that differ."""
    rows = [
        article(f"Bài số {n}: 🌾 ông Nguyễn Văn Tám ở Hà  Nội.\n\nHết.", f"Bài {n}") for n in range(count)
    ]
    return articles(contract, rows)


def suggestions(contract: Contract, table: pa.Table, arm: str = "rules") -> pa.Table:
    """What `SUGGESTED` finds in each article."""
    rows = []
    for row in table.to_pylist():
        found = [span(row["text"], surface, label) for surface, label in SUGGESTED if surface in row["text"]]
        rows.append(
            {
                "id": row["id"],
                "text_sha256": row["text_sha256"],
                "entities": [
                    {
                        "start": s.start,
                        "end": s.end,
                        "label": s.label,
                        "text": s.text,
                        "source": "sample",
                        "score": 0.9,
                    }
                    for s in found
                ],
                "topics": list(TOPICS),
                "primary_topic": TOPICS[0],
                "arm": arm,
                "suggester_version": "sample-1",
            }
        )
    return table_of(contract, "suggestions", rows)
