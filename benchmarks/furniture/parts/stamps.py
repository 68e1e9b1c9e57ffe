"""Dates and hours as sites print them."""

import datetime
from collections.abc import Callable

from benchmarks.furniture.parts.canvas import Canvas
from benchmarks.furniture.parts.kit import Kit, Part

Stamp = Callable[[Canvas, datetime.date], str]
_DAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
_SHORT_DAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_FORMS = (
    "{d:02d}/{m:02d}/{y} {h:02d}:{i:02d}",
    "{h:02d}:{i:02d} {d:02d}/{m:02d}/{y}",
    "{day}, {d}/{m}/{y}, {h:02d}:{i:02d} (GMT+7)",
    "{day}, ngày {d:02d}/{m:02d}/{y} - {h:02d}:{i:02d}",
    "{d:02d}-{m:02d}-{y} - {h:02d}:{i:02d} AM",
    "{day} {d:02d}/{m:02d}/{y} | {h:02d}:{i:02d}",
    "Đăng ngày {d:02d}/{m:02d}/{y}",
    "Cập nhật lúc {h:02d}:{i:02d}, {d:02d}/{m:02d}/{y}",
    "{d} tháng {m}, {y}",
    "{d} Tháng {m} {y}",
    "Ngày đăng: {d:02d}.{m:02d}.{y}",
    "{h}h{i:02d} - {d}/{m}/{y}",
    "{y}-{m:02d}-{d:02d}T{h:02d}:{i:02d}:00+07:00",
    "{y}/{m:02d}/{d:02d}",
    "{short} {d:02d}.{m:02d}.{y} | {h:02d}:{i:02d}",
    "Xuất bản: {d:02d}/{m:02d}/{y}, {h:02d}:{i:02d}",
    "{day}, {d:02d}/{m:02d}/{y} {h:02d}:{i:02d}' (GMT+7)",
    "{h:02d}:{i:02d}, {day} ngày {d} tháng {m} năm {y}",
    "Phát hành ngày {d:02d}/{m:02d}/{y}",
    "{d:02d}/{m:02d}/{y} - {h:02d}:{i:02d} - {v} lượt xem",
)
_ENGLISH = (
    "{mon} {d}, {y}",
    "{d} {mon} {y}",
    "Published {mon} {d}, {y} {h:02d}:{i:02d}",
    "On {mon} {d}, {y}",
    "Last updated: {d}/{m}/{y} {h:02d}:{i:02d}",
    "{d:02d}/{m:02d}/{y}",
)
_SHORT = (
    "{d:02d}/{m:02d}/{y}",
    "{d:02d}/{m:02d}",
    "{h:02d}:{i:02d}",
    "{n} giờ trước",
    "{n} phút trước",
    "({d:02d}/{m:02d}/{y})",
    "({d}/{m})",
    "{d:02d}-{m:02d}-{y}",
    "{h:02d}:{i:02d} {d:02d}/{m:02d}",
    "{d} tháng {m}",
    "{n} ngày trước",
    "{day}, {d:02d}/{m:02d}/{y}",
)


def stamp_form(kit: Kit, *, short: bool = False) -> Stamp:
    """Draw how the site writes a day."""
    form = kit.pick(_ENGLISH if kit.english else _SHORT if short else _FORMS)
    spare = kit.pick(("", "", "", "", "", " - ", "| ", "» ", "🕒 ", "Thời gian: "))

    def write(page: Canvas, day: datetime.date) -> str:
        rng = page.rng
        return spare + form.format(
            d=day.day,
            m=day.month,
            y=day.year,
            h=rng.randrange(5, 23),
            i=rng.randrange(60),
            n=rng.randrange(1, 23),
            day=_DAYS[day.weekday()],
            short=_SHORT_DAYS[day.weekday()],
            mon=_MONTHS[day.month - 1],
            v=rng.randrange(20, 9000),
        )

    return write


def stamp(kit: Kit) -> Part:
    """The page's own stamp."""
    form, css = stamp_form(kit), kit.css("date")
    split = kit.chance(0.1)

    def lay(page: Canvas) -> None:
        text = form(page, page.story.day)
        for line in text.split(" - ") if split else [text]:
            page.add(line, "time", css)

    return lay
