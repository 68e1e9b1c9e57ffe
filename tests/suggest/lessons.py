"""Small labelled articles: sentences with their labels in brackets, and machines whose names no rule knows."""

from annotation.suggest.labelled import Labelled
from schemas.records import Span
from tests.suggest.marked import unmarked


def lesson(name: str, *sentences: str, topics: tuple[str, ...] | None = None) -> Labelled:
    """An article whose lines are `sentences`, with `[surface|LABEL]` marked."""
    text, expected = unmarked("\n".join(sentences))
    spans = tuple(
        Span(start, start + len(surface), label, surface)
        for surface, label, start in sorted(expected, key=lambda e: e[2])
    )
    return Labelled(name, "", text, spans, (), topics, True)


MACHINES = ("Kim Ngưu", "Thiên Bình", "Song Ngư", "Bảo Bình", "Nhân Mã", "Cự Giải", "Xử Nữ", "Ma Kết")
_FRAMES = (
    "Nông dân dùng máy gặt [{}|MISC] trên đồng lúa chín.",
    "Hợp tác xã mua thêm máy gặt [{}|MISC] để kịp mùa vụ.",
    "Chiếc máy gặt [{}|MISC] chạy suốt ngày trên ruộng.",
    "Thợ sửa máy gặt [{}|MISC] ngay giữa đồng.",
)


def lessons(count: int, *, once: bool = False) -> list[Labelled]:
    """Articles on harvesters; a name comes back after as many as there are names, or with `once` never (of 64)."""
    names = [
        f"{MACHINES[number % 8].split()[0]} {MACHINES[(number + once * (number // 8)) % 8].split()[1]}"
        for number in range(count)
    ]
    return [
        lesson(
            f"bai-{number:03d}",
            _FRAMES[number % len(_FRAMES)].format(names[number]),
            "Trời mưa to từ chiều, đường làng ngập nước.",
        )
        for number in range(count)
    ]
