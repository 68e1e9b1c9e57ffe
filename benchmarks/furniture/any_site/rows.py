"""Furniture in rows: tables, scores, rates, programmes, questions with answers, parts of a series."""

import random

from benchmarks.furniture.any_site.page import Page
from benchmarks.furniture.any_site.site import heading

_ROWS = (
    "{i} {team} {n:3-30} {n:8-60}",
    "{i}. {team} {n:8-60} điểm",
    "{team} {n:3-30} {n:1-20} {n:8-60}",
    "{time} ngày {near:0:9}: {team} - {team}",
    "{team} {n:0-4}-{n:0-4} {team}",
    "{co.g} {n:8-190},{n:10-95} [+|-]{d:0.1-6}%",
    "[USD|EUR|JPY|KRW] {n:100-30000} {n:100-30000}",
    "{prov} {n:12-39}°C, [mưa rào|nắng|nhiều mây]",
    "Vàng {co.g} {n:50-90}.{n:100-900} {n:50-90}.{n:100-900}",
    "{time} [Phim|Thời sự|Ca nhạc|Thể thao]: {place}",
    "[Cà phê|Tiêu|Lúa|Tôm|Sầu riêng] {prov}: {n:20-200}.000 đồng/kg",
    "{place} [-|đi|–] {place}: {time}, vé {n:50-900}.000 đồng",
    "[Giải nhất|Giải nhì|Giải ba]: {n:10000-99999}",
    "{p}: {n:1-90}%",
    "[Quyết định|Công văn|Thông báo|Kế hoạch] số {n:10-4000}/[QĐ-UBND|SYT-VP|TB-VP|KH-BCĐ] [ngày {near:-90:-1}|về {place}|của {org}]",
    "[Hạn|Hạn chót|Nhận hồ sơ đến] {near:5:60}: [đợt {n:1-9}|{place}|số lượng {n:1-90}]",
    "{n:10-99}. [Văn bản|Hướng dẫn|Tờ trình] {n:100-3000} [về|của] {org} ({near:-90:-1})",
    "Lượt [xem|truy cập] [hôm nay|tháng này|tất cả]: {n:100-90000}",
)
_QUESTIONS = (
    "[Bạn|Theo bạn] [nghĩ gì|thấy sao] về [{place}|giá vàng|đội {place}|học phí mới]?",
    "[Bạn có|Gia đình bạn có] [dùng|mua|đi] [xe điện|bảo hiểm|tàu điện] [không|trong năm nay không]?",
    "{team} [có vô địch|có trụ hạng] [năm nay|mùa này] không?",
)
_ANSWERS = (
    "Có",
    "Không",
    "Đồng ý",
    "Không đồng ý",
    "Ý kiến khác",
    "Chưa biết",
    "Tùy",
    "Rất cần",
    "Có thể",
    "Để xem",
)


def rows(page: Page) -> None:
    """Some rows of one form: every site has one form, or two."""
    habit = random.Random(page.site.seed + 11)
    form, bar = habit.choice(_ROWS), habit.choice(("", "", "", " |", "- "))
    head, most = (heading(habit) if habit.random() < 0.6 else ""), habit.randint(2, 9)
    page.add(head)
    for place in range(page.rng.randint(2, most)):
        line = page.say(form.replace("{i}", str(place + 1)))
        page.add(f"{bar}{line}" if bar == "- " else f"{line}{bar}")


def poll(page: Page) -> None:
    """A question to readers and what they may answer."""
    habit = random.Random(page.site.seed + 12)
    if habit.random() < 0.5:
        page.add(heading(habit))
    page.add(page.say(page.rng.choice(_QUESTIONS)))
    shares = habit.random() < 0.5
    for answer in page.rng.sample(_ANSWERS, page.rng.randint(2, 4)):
        page.add(f"{answer} {page.rng.randrange(3, 80)}%" if shares else answer)


def series(page: Page) -> None:
    """The other parts of a series, numbered by a word."""
    habit = random.Random(page.site.seed + 13)
    word = habit.choice(("Kỳ {}: ", "Bài {}: ", "Phần {} - ", "Tập {}. ", "{}/ "))
    if habit.random() < 0.6:
        page.add(
            page.say(habit.choice(("Loạt bài: {place}", "Trong loạt bài", "Hồ sơ {place}", "Các kỳ trước")))
        )
    for number in range(1, page.rng.randint(2, 5)):
        page.add(word.format(number) + page.other().title)


def contents(page: Page) -> None:
    """The story's subheadings, said before their time."""
    habit = random.Random(page.site.seed + 14)
    heads = [page.story.paragraphs[place] for place in sorted(page.story.subheadings)]
    if len(heads) < 2:
        return
    page.add(habit.choice(("Mục lục", "Nội dung chính", "Trong bài", heading(habit))))
    mark = habit.choice(("", "{}. ", "- ", "• "))
    for number, head in enumerate(heads, 1):
        page.add(mark.format(number) + head)
